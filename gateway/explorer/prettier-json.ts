import { applyEdits, format } from 'jsonc-parser';
import type { Parser, Printer } from 'prettier';

interface JsonText {
  readonly text: string;
}

/** A Prettier plugin that formats JSON with comments, which the editors for variables and headers hold. */
const parser: Parser<JsonText> = {
  parse: (text) => ({ text }),
  astFormat: 'json-text',
  locStart: () => 0,
  locEnd: ({ text }) => text.length,
};

const printer: Printer<JsonText> = {
  print: ({ node: { text } }) => applyEdits(text, format(text, undefined, { insertSpaces: true, tabSize: 2 })),
};

export const parsers = { jsonc: parser };
export const printers = { 'json-text': printer };
