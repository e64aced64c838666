import { describeOnEngines } from '@mosaico/testing';
import { describeOutbox } from './outbox.contract.ts';
import { engines } from './support/engines.ts';

describeOnEngines('The outbox', engines, describeOutbox);
