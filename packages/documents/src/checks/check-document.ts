import { types } from 'node:util';
import { ObjectId } from 'mongodb';
import { invalidArgument } from '../errors.ts';
import { copyFields, copyValue } from './copy-value.ts';
import { type Fields, isPlainObject, show } from './plain.ts';

/** A copy of a document to insert, with its `_id` first. */
export function checkDocument(what: string, document: unknown, newId: () => ObjectId): Fields {
  if (!isPlainObject(document)) throw invalidArgument(`${what} must be an object, got ${show(document)}.`);
  const { _id = newId(), ...fields } = document;
  const id = copyValue(checkId(`${what}._id`, _id), `${what}._id`);
  return { _id: id, ...copyFields(fields, what) };
}

/** Refuses what no document can be found by: null, arrays. */
function checkId(what: string, id: unknown): unknown {
  const fits = ['string', 'number', 'boolean'].includes(typeof id) || id instanceof ObjectId;
  if (fits || types.isDate(id) || types.isUint8Array(id) || isPlainObject(id)) return id;
  throw invalidArgument(
    `${what} must be an ObjectId, string, number, boolean, date, Buffer or object, got ${show(id)}.`,
  );
}
