import type { CreateIndexOptions, IndexDescription, Sort } from '../document-collection.ts';
import { invalidArgument, UnsupportedOperatorError } from '../errors.ts';
import { checkFilter } from './check-filter.ts';
import { checkBoolean, checkOptions, checkString } from './check-options.ts';
import { checkSort } from './check-shape.ts';
import { type Fields, hasOperators, isRegExp } from './plain.ts';

const partialOperators = ['$eq', '$exists', '$gt', '$gte', '$lt', '$lte'];

/** An index as an engine takes it, under its default name if it was given none. */
export function checkIndex(method: string, keys: unknown, options: CreateIndexOptions = {}): IndexDescription {
  checkSort(`${method}: keys`, keys);
  const paths = keys as Sort;
  const positional = Object.keys(paths).find((path) => path.split('.').some((part) => /^\d+$/.test(part)));
  if (positional !== undefined)
    throw invalidArgument(`${method}: "${positional}" has a position in an array as its part.`);
  checkOptions(method, options, ['unique', 'name', 'sparse', 'partialFilterExpression']);
  const { unique = false, sparse = false, partialFilterExpression } = options;
  const name = options.name ?? Object.entries(paths).flat().join('_');
  checkBoolean(method, 'unique', unique);
  checkBoolean(method, 'sparse', sparse);
  checkString(`${method}: name`, name);
  if (partialFilterExpression !== undefined) {
    if (sparse) throw invalidArgument(`${method}: an index is sparse or partial, not both.`);
    checkFilter(`${method}: partialFilterExpression`, partialFilterExpression);
    checkPartial(`${method}: partialFilterExpression`, partialFilterExpression);
  }
  return { name, keys: paths, unique, sparse, partialFilterExpression };
}

function checkPartial(what: string, filter: Fields): void {
  for (const [key, condition] of Object.entries(filter)) {
    if (key === '$and') {
      for (const branch of condition as Fields[]) checkPartial(what, branch);
    } else if (key.startsWith('$')) throw unsupported(what, key);
    else if (isRegExp(condition)) throw unsupported(what, 'a RegExp');
    else if (hasOperators(condition)) {
      for (const [operator, operand] of Object.entries(condition)) {
        if (!partialOperators.includes(operator)) throw unsupported(what, operator);
        if (operator === '$exists' && operand !== true) throw unsupported(what, '$exists: false');
      }
    }
  }
}

function unsupported(what: string, operator: string): UnsupportedOperatorError {
  return new UnsupportedOperatorError(
    operator,
    `${what} uses ${operator}; it takes equality, $exists: true, $gt, $gte, $lt, $lte and $and.`,
  );
}
