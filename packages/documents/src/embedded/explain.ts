import { type CollectionReader, findDocuments, type FindQuestion } from './find-documents.ts';
import type { Plan } from './planner/plan.ts';

/** How a find was done. */
export interface Explanation {
  /**
   * `scan`: every document was read. `index`: those that one or more indexes found. `ordered`: those an index found, in
   * the order of the sort, as far as needed. `union`: those found for each branch of an `$or`.
   */
  plan: Plan['kind'];
  /** The names of the indexes that were read. */
  indexes: string[];
  /** How many documents were read and tested. */
  examined: number;
  returned: number;
}

export function explainFind(reader: CollectionReader | undefined, question: FindQuestion): Explanation {
  if (reader === undefined) return { plan: 'scan', indexes: [], examined: 0, returned: 0 };
  const { plan, examined, documents } = findDocuments(reader, question);
  return { plan: plan.kind, indexes: [...new Set(indexesOf(plan))], examined, returned: documents.length };
}

function indexesOf(plan: Plan): string[] {
  switch (plan.kind) {
    case 'scan':
      return [];
    case 'index':
      return [plan.scan, ...plan.alsoIn].map(({ index }) => index.name);
    case 'ordered':
      return [plan.scan.index.name];
    case 'union':
      return plan.plans.flatMap(indexesOf);
  }
}
