import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import type { Question } from './executors.ts';

/**
 * Makes up an operation, nearly always a valid one: aliases, arguments as literals and variables, fragments, skip and include.
 * @param options.repeats whether a field may be selected several times under one name
 */
export function makeUpOperation(options: { schema: GraphQLSchema; random: () => number; repeats: boolean }): Question {
  const { schema, random, repeats } = options;
  const operation = new Map<string, { type: string; value: unknown }>();
  const fragments: string[] = [];
  let aliases = 0;
  let left = 24;
  const below = (limit: number) => Math.floor(random() * limit);
  const chance = (probability: number) => random() < probability;
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value;

  function valueOf(type: GraphQLInputType): unknown {
    if (!isNonNullType(type) && chance(0.1)) return null;
    const nullable = getNullableType(type);
    if (isListType(nullable)) return Array.from({ length: below(3) }, () => valueOf(nullable.ofType));
    if (isEnumType(nullable)) return { enum: pick(nullable.getValues()).name };
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields()).filter((field) => isRequiredInputField(field) || chance(0.3));
      return Object.fromEntries(fields.map((field) => [field.name, valueOf(field.type)]));
    }
    if (nullable.name === 'Int') return below(50);
    if (nullable.name === 'Float') return below(50) / 4;
    if (nullable.name === 'Boolean') return chance(0.5);
    return `t${below(9)} "quoted"`;
  }

  function argumentOf({ name, type }: GraphQLArgument): string {
    const value = valueOf(type);
    if (chance(0.5)) return `${name}: ${literalOf(value)}`;
    const variable = `v${operation.size}`;
    operation.set(variable, { type: String(type), value: jsonOf(value) });
    return `${name}: $${variable}`;
  }

  function directive(): string {
    if (!chance(0.12)) return '';
    const name = pick(['skip', 'include']);
    if (chance(0.3)) return ` @${name}(if: ${String(chance(0.5))})`;
    const variable = `c${below(3)}`;
    operation.set(variable, { type: chance(0.5) ? 'Boolean!' : 'Boolean! = true', value: chance(0.5) });
    return ` @${name}(if: $${variable})`;
  }

  function selectionSet(type: GraphQLCompositeType, depth: number): string {
    const parts: string[] = [];
    if (chance(0.25)) parts.push(`${!repeats || chance(0.3) ? `n${(aliases += 1)}: ` : ''}__typename`);
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    for (let count = fields.length === 0 ? 0 : 1 + below(4); count > 0 && left > 0; count -= 1) {
      const field = pick(fields);
      const named = getNamedType(field.type);
      if (isCompositeType(named) && depth === 0) continue;
      left -= 1;
      const given = field.args.filter((argument) => isRequiredArgument(argument) || chance(0.25)).map(argumentOf);
      const name = given.length > 0 || !repeats || chance(0.3) ? `a${(aliases += 1)}: ${field.name}` : field.name;
      const call = `${name}${given.length > 0 ? `(${given.join(', ')})` : ''}`;
      // Twice in one place: the selections below are merged.
      for (let times = repeats && chance(0.12) ? 2 : 1; times > 0; times -= 1) {
        const selection = isCompositeType(named) ? ` ${selectionSet(named, depth - 1)}` : '';
        parts.push(`${call}${directive()}${selection}`);
      }
    }
    const others = isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
    const count = isAbstractType(type) ? 1 + below(3) : chance(0.15) ? 1 : 0;
    for (let each = 0; each < count && depth > 0; each += 1) {
      const condition = pick(others);
      if (chance(0.3)) {
        const name = `F${fragments.length}`;
        fragments.push('');
        fragments[Number(name.slice(1))] =
          `fragment ${name} on ${condition.name} ${selectionSet(condition, depth - 1)}`;
        parts.push(`...${name}${directive()}`);
      } else {
        parts.push(`... on ${condition.name}${directive()} ${selectionSet(condition, depth - 1)}`);
      }
    }
    return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
  }

  const root = schema.getQueryType();
  if (!root) throw new Error('The schema must have queries.');
  const body = selectionSet(root, 6);
  const definitions = [...operation].map(([name, { type }]) => `$${name}: ${type}`).join(', ');
  return {
    query: [`query Made${definitions === '' ? '' : `(${definitions})`} ${body}`, ...fragments].join('\n'),
    variables: Object.fromEntries([...operation].map(([name, { value }]) => [name, value])),
  };
}

function literalOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if ('enum' in value) return String(value.enum);
  return `{ ${Object.entries(value)
    .map(([name, each]) => `${name}: ${literalOf(each)}`)
    .join(', ')} }`;
}

function jsonOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== 'object' || value === null) return value;
  if ('enum' in value) return value.enum;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, jsonOf(each)]));
}
