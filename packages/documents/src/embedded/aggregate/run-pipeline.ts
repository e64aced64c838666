import { type Fields, isPlainObject, show } from '../../checks/plain.ts';
import type { Sort } from '../../document-collection.ts';
import { queryFailed } from '../../errors.ts';
import { compileFilter } from '../query/compile-filter.ts';
import { evaluate } from './evaluate.ts';
import { bucket, group, sortByCount } from './stages/group.ts';
import { type FindForeign, lookup } from './stages/lookup.ts';
import { compileAddFields, compileProjection, compileUnset } from './stages/project.ts';
import { sortDocuments } from './stages/sort.ts';
import { unwind } from './stages/unwind.ts';

/** Runs checked stages over documents. No stage changes a document it is given: the results may share parts with them. */
export function runPipeline(documents: Fields[], pipeline: readonly Fields[], findForeign: FindForeign): Fields[] {
  return pipeline.reduce((input, stage) => runStage(input, stage, findForeign), documents);
}

function runStage(documents: Fields[], stage: Fields, findForeign: FindForeign): Fields[] {
  const [[name, operand] = ['', undefined]] = Object.entries(stage);
  switch (name) {
    case '$match':
      return documents.filter(compileFilter(operand as Fields));
    case '$project':
      return documents.map(compileProjection(operand as Fields));
    case '$addFields':
    case '$set':
      return documents.map(compileAddFields(operand as Fields));
    case '$unset':
      return documents.map(compileUnset([operand].flat() as string[]));
    case '$group':
      return group(documents, operand as Fields);
    case '$sort':
      return sortDocuments(documents, operand as Sort);
    case '$limit':
      return documents.slice(0, operand as number);
    case '$skip':
      return documents.slice(operand as number);
    case '$unwind':
      return unwind(documents, operand);
    case '$facet':
      return [
        Object.fromEntries(
          Object.entries(operand as Record<string, Fields[]>).map(([facet, pipeline]) => [
            facet,
            runPipeline(documents, pipeline, findForeign),
          ]),
        ),
      ];
    case '$bucket':
      return bucket(documents, operand as Fields);
    case '$count':
      return documents.length === 0 ? [] : [{ [operand as string]: documents.length }];
    case '$lookup':
      return lookup(documents, operand as Fields, findForeign);
    case '$replaceRoot':
      return documents.map((document) => rootOf(name, (operand as Fields)['newRoot'], document));
    case '$replaceWith':
      return documents.map((document) => rootOf(name, operand, document));
    case '$sortByCount':
      return sortByCount(documents, operand);
    default:
      throw new TypeError(`The stage ${name} is on the list of supported ones, but nothing runs it.`);
  }
}

function rootOf(stage: string, expression: unknown, document: Fields): Fields {
  const root = evaluate(expression, document);
  if (!isPlainObject(root)) throw queryFailed(`${stage} needs an object, got ${show(root)}.`);
  return root;
}
