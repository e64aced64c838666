import { Kind, visit, type DocumentNode, type SelectionNode } from 'graphql';
import { quoted } from '../compile/code.ts';

/** Variables that must have these values for a selection to be included; `never` when no values would do. */
export type Condition = Readonly<Record<string, boolean>> | 'never';

export const always: Condition = {};

/** A condition with what the `@skip` and `@include` of a selection add to it. */
export function withDirectives(condition: Condition, { directives = [] }: SelectionNode): Condition {
  let result = condition;
  for (const { name, arguments: [argument] = [] } of directives) {
    if ((name.value !== 'skip' && name.value !== 'include') || argument === undefined) continue;
    const wanted = name.value === 'include';
    if (argument.value.kind === Kind.VARIABLE) result = withVariable(result, argument.value.name.value, wanted);
    else if (argument.value.kind === Kind.BOOLEAN && argument.value.value !== wanted) return 'never';
  }
  return result;
}

function withVariable(condition: Condition, variable: string, wanted: boolean): Condition {
  if (condition === 'never') return condition;
  if (condition[variable] === !wanted) return 'never';
  return { ...condition, [variable]: wanted };
}

export function isAlways(condition: Condition): boolean {
  return condition !== 'never' && Object.keys(condition).length === 0;
}

export function sameCondition(one: Condition, other: Condition): boolean {
  return keyOfCondition(one) === keyOfCondition(other);
}

function keyOfCondition(condition: Condition): string {
  return condition === 'never' ? condition : JSON.stringify(Object.entries(condition).toSorted());
}

/** Source that is true when the condition holds, of an object `c` with the variables' values. */
export function conditionSource(condition: Condition): string {
  if (condition === 'never') return 'false';
  const parts = Object.entries(condition).map(([name, value]) => `${value ? '' : '!'}c[${quoted(name)}]`);
  return parts.length === 0 ? 'true' : `(${parts.join(' && ')})`;
}

/** The variables that decide what a document skips and includes. */
export function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: [argument] = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      if (argument?.value.kind === Kind.VARIABLE) names.add(argument.value.name.value);
    },
  });
  return [...names];
}
