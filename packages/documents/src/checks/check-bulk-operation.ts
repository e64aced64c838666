import type { ObjectId } from 'mongodb';
import type { Write } from '../collection-engine.ts';
import { invalidArgument, UnsupportedOperatorError } from '../errors.ts';
import { checkDocument } from './check-document.ts';
import { checkFilter } from './check-filter.ts';
import { checkOptions } from './check-options.ts';
import { checkUpdateWrite } from './check-update-write.ts';
import { type Fields, isPlainObject, show } from './plain.ts';

const known = ['insertOne', 'updateOne', 'updateMany', 'deleteOne', 'deleteMany'];

/** One operation of `bulkWrite` as an engine takes it. */
export function checkBulkOperation(what: string, operation: unknown, newId: () => ObjectId): Write {
  const names = isPlainObject(operation) ? Object.keys(operation) : [];
  const [name = ''] = names;
  const operand = isPlainObject(operation) ? operation[name] : undefined;
  if (names.length !== 1 || !isPlainObject(operand)) {
    throw invalidArgument(`${what} must be an object with one of ${known.join(', ')}, got ${show(operation)}.`);
  }
  const within = `${what}.${name}`;
  switch (name) {
    case 'insertOne':
      checkOptions(within, operand, ['document']);
      return { kind: 'insert', document: checkDocument(`${within}.document`, operand['document'], newId) };
    case 'updateOne':
    case 'updateMany': {
      const { filter, update, ...options } = operand;
      const many = name === 'updateMany';
      return checkUpdateWrite(within, { filter, update, options, many, more: ['filter', 'update'] });
    }
    case 'deleteOne':
    case 'deleteMany':
      return { kind: 'delete', filter: onlyFilter(within, operand), many: name === 'deleteMany' };
    default:
      throw new UnsupportedOperatorError(name, `${what} is ${name}, which is not one of ${known.join(', ')}.`);
  }
}

function onlyFilter(what: string, operand: Fields): Fields {
  checkOptions(what, operand, ['filter']);
  const filter = operand['filter'];
  checkFilter(`${what}: the filter`, filter);
  return filter;
}
