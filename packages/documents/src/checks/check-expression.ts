import { invalidArgument, UnsupportedOperatorError } from '../errors.ts';
import { supportedOperators } from '../supported-operators.ts';
import { isFieldName } from './check-path.ts';
import { copyValue } from './copy-value.ts';
import { expressionShapes } from './expression-shapes.ts';
import { type Fields, hasOperators, isPlainObject, show } from './plain.ts';

type Scope = ReadonlySet<string>;

const noVariables: Scope = new Set();

/** Refuses an aggregation expression that is malformed or uses an operator or a variable that is not supported. */
export function checkExpression(what: string, expression: unknown, scope: Scope = noVariables): void {
  if (typeof expression === 'string') {
    checkReference(what, expression, scope);
    return;
  }
  if (Array.isArray(expression)) {
    expression.forEach((element: unknown) => {
      checkExpression(what, element, scope);
    });
  } else if (hasOperators(expression)) checkOperator(what, expression, scope);
  else if (isPlainObject(expression)) {
    for (const [name, value] of Object.entries(expression)) {
      if (!isFieldName(name)) throw invalidArgument(`${what} makes a field named ${show(name)}.`);
      checkExpression(`${what}.${name}`, value, scope);
    }
  } else copyValue(expression, what);
}

function checkReference(what: string, text: string, scope: Scope): void {
  if (!text.startsWith('$')) return;
  const [head = '', ...path] = text.split('.');
  if (head.startsWith('$$')) {
    const system: readonly string[] = supportedOperators.variable;
    if (!system.includes(head) && !scope.has(head.slice(2))) {
      throw new UnsupportedOperatorError(
        head,
        `${what} uses ${head}, which nothing binds; known are ${system.join(' ')}.`,
      );
    }
  } else path.unshift(head.slice(1));
  if (!path.every(isFieldName)) throw invalidArgument(`${what} refers to ${show(text)}, which is not a path.`);
  if (path.some((part) => /^\d+$/.test(part))) {
    throw invalidArgument(`${what} refers to ${show(text)}: in an expression take an element with $arrayElemAt.`);
  }
}

function checkOperator(what: string, expression: Fields, scope: Scope): void {
  const [operator = '', ...others] = Object.keys(expression);
  if (others.length > 0) throw invalidArgument(`${what} must have one operator, got ${show(expression)}.`);
  const shape = expressionShapes[operator];
  if (shape === undefined) {
    throw new UnsupportedOperatorError(
      operator,
      `${what} uses ${operator}, which is not one of ${supportedOperators.expression.join(' ')}.`,
    );
  }
  const operand = expression[operator];
  const within = `${what}.${operator}`;
  switch (shape.kind) {
    case 'literal':
      return void copyValue(operand, within);
    case 'arguments': {
      checkArguments(within, operand, shape, scope);
      return;
    }
    case 'named': {
      checkNamed(within, operand, shape, scope);
      return;
    }
    case 'conditional':
      if (Array.isArray(operand)) {
        checkArguments(within, operand, { least: 3, most: 3 }, scope);
        return;
      }
      {
        checkNamed(within, operand, { required: ['if', 'then', 'else'], optional: [] }, scope);
        return;
      }
    case 'switch': {
      checkSwitch(within, operand, scope);
      return;
    }
    case 'let': {
      checkLet(within, operand, scope);
      return;
    }
  }
}

function checkArguments(what: string, operand: unknown, shape: { least: number; most: number }, scope: Scope): void {
  const given = Array.isArray(operand) ? (operand as unknown[]) : [operand];
  if (given.length < shape.least || given.length > shape.most) {
    const wanted = shape.least === shape.most ? shape.least : `${shape.least} to ${shape.most}`;
    throw invalidArgument(`${what} takes ${wanted} arguments, got ${given.length}.`);
  }
  for (const argument of given) checkExpression(what, argument, scope);
}

interface NamedShape {
  required: readonly string[];
  optional: readonly string[];
  /** The argument that names a variable, and the variables bound inside another argument. */
  binds?: { within: string; as?: string; names: readonly string[] };
}

function checkNamed(what: string, operand: unknown, shape: NamedShape, scope: Scope): asserts operand is Fields {
  const known = [...shape.required, ...shape.optional];
  const given = isPlainObject(operand) ? Object.keys(operand) : [];
  if (!isPlainObject(operand) || shape.required.some((name) => !given.includes(name))) {
    throw invalidArgument(`${what} takes an object with ${known.join(', ')}, got ${show(operand)}.`);
  }
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UnsupportedOperatorError(unknown, `${what} takes ${known.join(', ')}, not ${unknown}.`);

  const as = shape.binds?.as === undefined ? undefined : operand[shape.binds.as];
  if (as !== undefined && (typeof as !== 'string' || !/^[a-z]\w*$/.test(as))) {
    throw invalidArgument(`${what}.as must be a variable name such as "item", got ${show(as)}.`);
  }
  const bound = new Set([...scope, ...(as === undefined ? (shape.binds?.names ?? []) : [as])]);
  for (const name of given) {
    if (name === shape.binds?.as) continue;
    checkExpression(`${what}.${name}`, operand[name], name === shape.binds?.within ? bound : scope);
  }
}

function checkSwitch(what: string, operand: unknown, scope: Scope): void {
  if (!isPlainObject(operand) || !Array.isArray(operand['branches']) || !('default' in operand)) {
    throw invalidArgument(`${what} takes branches and a default, got ${show(operand)}.`);
  }
  for (const branch of operand['branches'] as unknown[]) {
    checkNamed(`${what}.branches`, branch, { required: ['case', 'then'], optional: [] }, scope);
  }
  checkNamed(what, { default: operand['default'] }, { required: ['default'], optional: [] }, scope);
}

function checkLet(what: string, operand: unknown, scope: Scope): void {
  if (!isPlainObject(operand) || !isPlainObject(operand['vars']) || !('in' in operand)) {
    throw invalidArgument(`${what} takes vars and in, got ${show(operand)}.`);
  }
  for (const [name, value] of Object.entries(operand['vars'])) {
    if (!/^[a-z]\w*$/.test(name)) throw invalidArgument(`${what} binds ${show(name)}, which is not a variable name.`);
    checkExpression(`${what}.vars`, value, scope);
  }
  checkExpression(`${what}.in`, operand['in'], new Set([...scope, ...Object.keys(operand['vars'])]));
}
