import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** `Decimal`: a decimal number as a string; the inside keeps it a string too, so that nothing is ever rounded by the way. */
export const Decimal = stringScalar<string>({
  name: 'Decimal',
  required: 'a decimal number as a string, such as "12.50"',
  parse: (text) => (/^-?\d{1,15}(\.\d{1,10})?$/.test(text) ? text : null),
  print: String,
});

/** `DateTime`: an instant; the inside is a `Date`. */
export const DateTime = stringScalar<Date>({
  name: 'DateTime',
  required: 'an ISO 8601 instant with a time zone, such as "2026-03-01T09:30:00.000Z"',
  parse(text) {
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
    return isCalendarDay(text.slice(0, 10)) ? validDate(text) : null;
  },
  print: (value) => value.toISOString(),
});

/** `Date`: a day as `YYYY-MM-DD`; the inside is the same string. */
export const CalendarDate = stringScalar<string>({
  name: 'Date',
  required: 'a day as "YYYY-MM-DD"',
  parse: (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) && isCalendarDay(text) ? text : null),
  print: String,
});

/** `YearMonth`: a month as `YYYY-MM`; the inside is the same string. */
export const YearMonth = stringScalar<string>({
  name: 'YearMonth',
  required: 'a month as "YYYY-MM"',
  parse: (text) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : null),
  print: String,
});

function stringScalar<T>(options: {
  name: string;
  required: string;
  parse: (text: string) => T | null;
  print: (value: T) => string;
}): GraphQLScalarType<T, string> {
  const { name, required, parse, print } = options;
  const accept = (value: unknown): T => {
    const parsed = typeof value === 'string' ? parse(value) : null;
    if (parsed !== null) return parsed;
    throw new GraphQLError(`${name} must be ${required}; got ${shortened(value)}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  };
  return new GraphQLScalarType<T, string>({
    name,
    serialize: (value) => print(value as T),
    parseValue: accept,
    parseLiteral: (node) => accept(node.kind === Kind.STRING ? node.value : undefined),
  });
}

function validDate(text: string): Date | null {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

function isCalendarDay(text: string): boolean {
  const date = validDate(`${text}T00:00:00.000Z`);
  return date !== null && date.toISOString().startsWith(text);
}

/** A value as a message may show it: enough to recognise, never the whole of an attack. */
export function shortened(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return 'something else';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
