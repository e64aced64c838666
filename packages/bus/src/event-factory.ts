import { readdirSync, readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { CloudEvent } from 'cloudevents';
import { BusError, BusErrorCode } from './errors.ts';
import type { EventType, ShopEvent } from './event.ts';
import type { EventData } from './generated/event-data.ts';

const schemas = new URL('../../../schema/events/', import.meta.url);

/** Makes the events of one part of the shop. */
export type CreateEvent = <Type extends EventType>(
  type: Type,
  options: {
    /** What changed, and its id: `{ kind: 'order', id: '1000001' }`. Events of one aggregate stay in order. */
    aggregate: { kind: string; id: string };
    data: EventData[Type];
    /** When it happened. */
    at: Date;
    /** For an event that is made again after a crash, so that it is the same event. A new one when absent. */
    id?: string;
  },
) => ShopEvent<Type>;

/**
 * @param options.source the part of the shop: `orders`
 * @returns a function that throws BusError `INVALID_EVENT`, naming each fault, for what its schema refuses: so that what could
 *   not be handled is never written beside the change that it announces.
 */
export function createEventFactory(options: { source: string; newId: () => string }): CreateEvent {
  const { source, newId } = options;
  const validators = compileSchemas();
  return (type, { aggregate, data, at, id = newId() }) => {
    const validate = validators.get(type);
    if (validate === undefined) throw invalid(type, `there is no schema of that name`);
    if (!validate(data)) throw invalid(type, faults(validate.errors ?? []));
    const event = new CloudEvent({
      id,
      source: `/${source}`,
      type,
      subject: aggregate.id,
      time: at.toISOString(),
      datacontenttype: 'application/json',
      dataschema: `urn:mosaico:event:${type}`,
      partitionkey: `${aggregate.kind}:${aggregate.id}`,
      data,
    });
    // A plain object, as every copy of it will be that has travelled.
    return event.toJSON() as unknown as ShopEvent<typeof type>;
  };
}

function compileSchemas(): Map<string, ValidateFunction> {
  const ajv = new Ajv({ allErrors: true });
  formats.default(ajv);
  const files = readdirSync(schemas).filter((file) => file.endsWith('.json'));
  return new Map(
    files.map((file) => [
      file.slice(0, -'.json'.length),
      ajv.compile(JSON.parse(readFileSync(new URL(file, schemas), 'utf8')) as object),
    ]),
  );
}

function invalid(type: string, why: string): BusError {
  return new BusError(BusErrorCode.invalidEvent, `The event ${type} cannot be published: ${why}.`);
}

function faults(errors: readonly ErrorObject[]): string {
  return errors.map(({ instancePath, message }) => `data${instancePath} ${message ?? 'is not valid'}`).join('; ');
}
