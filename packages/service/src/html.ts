/** Text that is HTML already and needs no escaping. */
export interface Html {
  readonly text: string;
}

type Part = string | number | Html | readonly Html[];

/** HTML from a template: text that is put in is escaped, HTML is not. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = strings.map((string, index) => {
    const part = parts[index];
    return part === undefined ? string : string + rendered(part);
  });
  return { text: text.join('') };
}

/** Marks text as HTML; it must not hold anything a client sent. */
export function raw(text: string): Html {
  return { text };
}

function rendered(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'text' in part ? part.text : part.map(({ text }) => text).join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
