import type { Fields } from '../../checks/plain.ts';
import type { Sort } from '../../document-collection.ts';
import type { FindQuestion } from '../find-documents.ts';

/**
 * The beginning of a pipeline that a find can answer, with its indexes: `$match` (several, too), then `$sort`, `$skip`
 * and `$limit` in this order, each if it is there.
 */
export function leadingQuestion(pipeline: readonly Fields[]): { question: FindQuestion; rest: readonly Fields[] } {
  const rest = [...pipeline];
  const take = (stage: string): unknown =>
    rest[0] !== undefined && stage in rest[0] ? rest.shift()?.[stage] : undefined;

  const filters: Fields[] = [];
  for (let filter = take('$match'); filter !== undefined; filter = take('$match')) filters.push(filter as Fields);
  const [first = {}] = filters;
  const filter = filters.length > 1 ? { $and: filters } : first;
  const sort = take('$sort') as Sort | undefined;
  const skip = take('$skip') as number | undefined;
  const limit = take('$limit') as number | undefined;
  return { question: { filter, sort, skip, limit }, rest };
}
