import { abstractTypes } from './abstract-types.ts';
import { interfaceObjects } from './interface-objects.ts';
import { keys } from './keys.ts';
import { operations } from './operations.ts';
import { ownership } from './ownership.ts';
import { provides } from './provides.ts';
import { requiredObjects } from './required-objects.ts';
import { requires } from './requires.ts';
import type { Feature } from './feature.ts';

/** All that federation can do, by subject. */
export const features: readonly Feature[] = [
  ...keys,
  ...requires,
  ...requiredObjects,
  ...provides,
  ...interfaceObjects,
  ...abstractTypes,
  ...ownership,
  ...operations,
];
