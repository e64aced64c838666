import {
  getNamedType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
  specifiedScalarTypes,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLOutputType,
} from 'graphql';
import { makeFunction, quoted } from '../compile/code.ts';
import type { Conditions, Entity } from '../run.ts';
import { collectFields, type CollectScope, type Occurrence, type Selected } from './collect.ts';
import { always, conditionSource, isAlways, sameCondition, type Condition } from './conditions.ts';
import { fieldOf, invalidValue, nullValue, placeBelow, type Fault } from './faults.ts';

/**
 * Puts an object into the client's order: only what was asked for, under the client's names, with nulls where values are not
 * what their types allow. Undefined when the object as a whole must be null.
 */
export type Shaper = (data: Entity, conditions: Conditions, faults: Fault[]) => Entity | undefined;

/**
 * Generates the shaper of a selection of an object type, or for an abstract type one that chooses by `__typename` among
 * shapers that are generated when the first object of their type comes by.
 */
export function compileShaper(
  scope: CollectScope,
  occurrences: readonly Occurrence[],
  declared: GraphQLCompositeType,
  where: string,
): Shaper {
  const byName = new Map<string, Shaper | null>();
  const shaperOf = (name: string): Shaper | null => {
    let shaper = byName.get(name);
    if (shaper === undefined) {
      const type = scope.schema.getType(name);
      shaper = type !== undefined && isCompositeType(type) ? compileObject({ scope, occurrences, type }) : null;
      // A subgraph may send any name: those that are no types are not remembered.
      if (shaper !== null) byName.set(name, shaper);
    }
    return shaper;
  };
  const own = isObjectType(declared) ? compileObject({ scope, occurrences, type: declared }) : null;
  if (own !== null) byName.set(declared.name, own);
  return (data, conditions, faults) => {
    const name = data['__typename'];
    if (own !== null && (name === undefined || name === declared.name)) return own(data, conditions, faults);
    const shaper = name ? (typeof name === 'string' ? shaperOf(name) : null) : shaperOf(declared.name);
    if (shaper !== null) return shaper(data, conditions, faults);
    // Not which name: it may be of a type that clients must not know of.
    faults.push({ message: `Invalid __typename found for object at ${where}.`, path: [] });
    return undefined;
  };
}

/** One function for the objects of one type. Fields that may be skipped make it write field by field. */
export function compileObject(object: ObjectScope): Shaper {
  const { scope, occurrences, type } = object;
  const values: Values = { invalidValue, nullValue, placeBelow };
  const groups = groupsOf(collectFields(scope, occurrences, type));
  const isFixed = groups.every(({ condition }) => isAlways(condition));
  const statements = groups.map((group, index) => {
    const variable = `v${index}`;
    const read = fieldSource(object, group, { variable, values });
    if (isFixed) return read;
    const name = quoted(group.responseName);
    return `if (${group.guard}) { ${read} result[${name}] = ${variable}; }`;
  });
  const literal = groups.map(({ responseName }, index) => `${quoted(responseName)}: v${index}`).join(', ');
  const body = isFixed
    ? `${statements.join('\n')}\nreturn { ${literal} };`
    : `const result = {};\n${statements.join('\n')}\nreturn result;`;
  return makeFunction<Shaper>(`(data, c, faults) => {\n${body}\n}`, values);
}

type Values = Record<string, unknown>;

interface Group {
  readonly responseName: string;
  readonly selected: readonly Selected[];
  /** When the field is written in this place. */
  readonly condition: Condition;
  readonly guard: string;
}

/**
 * The places where a field is written. A field that is selected several times stands where the first selection that counts
 * is: with different conditions it has several places, and each excludes those before it.
 */
function groupsOf(selected: readonly Selected[]): Group[] {
  const byName = Map.groupBy(selected, ({ responseName }) => responseName);
  const groups: Group[] = [];
  const written = new Map<string, Condition[]>();
  for (const { responseName, condition } of selected) {
    const before = written.get(responseName) ?? [];
    if (before.some((earlier) => isAlways(earlier) || sameCondition(earlier, condition))) continue;
    const guard = [conditionSource(condition), ...before.map((earlier) => `!${conditionSource(earlier)}`)].join(' && ');
    groups.push({ responseName, selected: byName.get(responseName) ?? [], condition, guard });
    written.set(responseName, [...before, condition]);
  }
  return groups;
}

/** The objects that one function shapes. */
interface ObjectScope {
  readonly scope: CollectScope;
  readonly occurrences: readonly Occurrence[];
  readonly type: GraphQLCompositeType;
}

interface Target {
  readonly variable: string;
  readonly values: Values;
}

function fieldSource(object: ObjectScope, group: Group, target: Target): string {
  const { scope, type } = object;
  const { responseName, selected } = group;
  const [first] = selected;
  if (first === undefined) throw new Error(`The field ${responseName} was collected without a selection.`);
  if (first.field.name.value === '__typename') return typenameSource(type, target);
  const where = fieldOf(first.isInFragment ? first.parentType.name : type.name, responseName);
  const key = quoted(responseName);
  return [
    `let ${target.variable} = data[${key}];`,
    valueSource(typeOf(first), {
      ...target,
      scope,
      selected,
      where,
      key,
      // A field that may not be null and is makes its object null.
      onNull: 'return undefined;',
    }),
  ].join('\n');
}

/** The type of a field where it is selected: an interface may declare a wider one than the object has. */
function typeOf({ parentType, field }: Selected): GraphQLOutputType {
  const definition = isUnionType(parentType) ? undefined : parentType.getFields()[field.name.value];
  if (definition === undefined) throw new Error(`${parentType.name} has no field ${field.name.value}.`);
  return definition.type;
}

/** The name of the type, whatever the subgraph called it. An object whose type is not known must not be shown. */
function typenameSource(type: GraphQLCompositeType, { variable }: Target): string {
  return isObjectType(type) ? `const ${variable} = ${quoted(type.name)};` : `let ${variable}; return undefined;`;
}

interface ValueScope extends Target {
  readonly scope: CollectScope;
  readonly selected: readonly Selected[];
  readonly where: string;
  /** Source of the key under which the value stands: a name, or a variable with an index. */
  readonly key: string;
  /** What to do with the object or list around a value that may not be null and is. */
  readonly onNull: string;
}

/** Source that makes of the variable's value what its type allows. */
function valueSource(type: GraphQLOutputType, at: ValueScope): string {
  const { variable: v } = at;
  if (!isNonNullType(type))
    return `if (${v} === undefined || ${v} === null) ${v} = null; else { ${presentSource(type, at)} }`;
  const inner = type.ofType;
  const from = `n_${v}`;
  return `const ${from} = faults.length;
    if (${v} === undefined || ${v} === null) ${v} = null; else { ${presentSource(inner, at)} }
    if (${v} === null) { nullValue(faults, ${from}, ${at.key}, ${whereSource(at)}); ${at.onNull} }`;
}

function whereSource({ where }: ValueScope): string {
  return quoted(where);
}

function presentSource(type: GraphQLOutputType, at: ValueScope): string {
  if (isListType(type)) return listSource(type.ofType as GraphQLOutputType, at);
  if (isLeafType(type)) return leafSource(type, at);
  return objectSource(type as GraphQLCompositeType, at);
}

function leafSource(type: GraphQLLeafType, { variable: v, values, key, where }: ValueScope): string {
  const test = leafTest(type, v, values);
  return test === null ? '' : `if (!(${test})) ${v} = invalidValue(faults, ${key}, ${quoted(where)});`;
}

/** Source that is true for the values a built-in scalar or an enum may have; null when any value will do. */
function leafTest(type: GraphQLLeafType, v: string, values: Values): string | null {
  if (!isScalarType(type)) {
    const name = `enum_${type.name}`;
    values[name] = new Set(type.getValues().map((value) => value.name));
    return `${name}.has(${v})`;
  }
  if (!specifiedScalarTypes.some(({ name }) => name === type.name)) return null;
  switch (type.name) {
    case 'Int':
      return `Number.isInteger(${v})`;
    case 'Float':
      return `Number.isFinite(${v})`;
    case 'Boolean':
      return `typeof ${v} === 'boolean'`;
    case 'ID':
      return `typeof ${v} === 'string' || Number.isInteger(${v})`;
    default:
      return `typeof ${v} === 'string'`;
  }
}

function objectSource(type: GraphQLCompositeType, at: ValueScope): string {
  const { variable: v, values, key, where } = at;
  const name = `shape_${v}`;
  values[name] = compileShaper(at.scope, occurrencesBelow(at.selected), type, where);
  return `if (typeof ${v} !== 'object' || Array.isArray(${v})) ${v} = invalidValue(faults, ${key}, ${quoted(where)});
    else {
      const f_${v} = faults.length;
      ${v} = ${name}(${v}, c, faults) ?? null;
      if (faults.length !== f_${v}) placeBelow(faults, f_${v}, ${key});
    }`;
}

/** The selections below a field, from every place where it is written. One that always counts has no condition any more. */
function occurrencesBelow(selected: readonly Selected[]): Occurrence[] {
  const [first] = selected;
  const alike = selected.every(({ condition }) => first !== undefined && sameCondition(condition, first.condition));
  return selected.flatMap((each) => {
    const { selectionSet } = each.field;
    if (selectionSet === undefined) return [];
    const parentType = getNamedType(typeOf(each)) as GraphQLCompositeType;
    return [{ selectionSet, parentType, condition: alike ? always : each.condition }];
  });
}

function listSource(element: GraphQLOutputType, at: ValueScope): string {
  const { variable: v, key, where } = at;
  const elementOf = isNonNullType(element) ? element.ofType : element;
  // Any value will do, null too: the list is taken as it is.
  if (elementOf === element && isLeafType(element) && leafTest(element, v, {}) === null)
    return `if (!Array.isArray(${v})) ${v} = invalidValue(faults, ${key}, ${quoted(where)});`;
  const [item, index, list, bad, from] = [`e_${v}`, `i_${v}`, `l_${v}`, `b_${v}`, `p_${v}`];
  const below = valueSource(element, {
    ...at,
    variable: item,
    key: index,
    where: `array element of type ${String(elementOf)}`,
    onNull: `${bad} = true;`,
  });
  return `if (!Array.isArray(${v})) ${v} = invalidValue(faults, ${key}, ${quoted(where)});
    else {
      const ${from} = faults.length;
      const ${list} = new Array(${v}.length);
      let ${bad} = false;
      for (let ${index} = 0; ${index} < ${list}.length; ${index} += 1) {
        let ${item} = ${v}[${index}];
        ${below}
        ${list}[${index}] = ${item};
      }
      if (faults.length !== ${from}) placeBelow(faults, ${from}, ${key});
      ${v} = ${bad} ? null : ${list};
    }`;
}
