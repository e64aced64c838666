import { expect, test } from '@jest/globals';
import type { Mail, Mailer } from '../src/mail/mailer.ts';

export const aMail = (changes: Partial<Mail> = {}): Mail => ({
  id: '7b0c9c62-0d34-4a35-9a2c-111111111111',
  to: { name: 'Zoë Ωμέγα', address: 'zoe@example.com' },
  subject: 'Ein neues Paßwort, bitte',
  text: 'Hello Zoë,\n\n.a line that begins with a dot\nhttps://shop.example/reset-password?token=abc_DEF-123\n',
  date: new Date('2026-03-04T05:06:07.000Z'),
  ...changes,
});

/** A letter as the other side has it: header fields in lower case, and the text decoded. */
export interface Received {
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** What every mailer does. @param open a mailer that sends from `Shop <shop@example.com>`, and what has arrived from it */
export function mailerContract(open: () => { mailer: Mailer; received: () => Promise<Received[]> }): void {
  test('brings a letter with its reader, its subject and its text, in any script', async () => {
    const { mailer, received } = open();
    await mailer.send(aMail());
    const [letter] = await received();
    expect(Object.fromEntries(letter?.headers ?? [])).toMatchObject({
      from: 'Shop <shop@example.com>',
      'message-id': '<7b0c9c62-0d34-4a35-9a2c-111111111111@mosaico>',
      date: 'Wed, 04 Mar 2026 05:06:07 +0000',
      'auto-submitted': 'auto-generated',
      to: expect.stringMatching(/<zoe@example\.com>$/),
      subject: expect.stringMatching(/^=\?UTF-8\?/),
    });
    expect(letter?.text).toBe(aMail().text);
  });

  test('lets nobody put header fields into a letter by their name', async () => {
    const { mailer, received } = open();
    const name = 'Eve\r\nBcc: everybody@example.com';
    await mailer.send(aMail({ to: { name, address: 'eve@example.com' } }));
    const [letter] = await received();
    expect(letter?.headers.has('bcc')).toBe(false);
    expect(letter?.headers.get('to')).toContain('<eve@example.com>');
  });

  test('brings one letter after another, and the same one as the same', async () => {
    const { mailer, received } = open();
    await mailer.send(aMail({ id: 'first' }));
    await mailer.send(aMail({ id: 'second' }));
    await mailer.send(aMail({ id: 'first' }));
    const ids = (await received()).map(({ headers }) => headers.get('message-id'));
    expect(new Set(ids)).toEqual(new Set(['<first@mosaico>', '<second@mosaico>']));
  });
}

/** Reads a letter in its wire form, RFC 5322, of one plain text part. */
export function readLetter(raw: string): Received {
  const lines = raw.replaceAll('\r\n', '\n');
  const end = lines.indexOf('\n\n');
  const fields = lines
    .slice(0, end)
    .replaceAll(/\n[ \t]+/g, ' ')
    .split('\n');
  const headers = new Map(
    fields.map((field): [string, string] => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
    }),
  );
  const body = lines.slice(end + 2);
  const coding = headers.get('content-transfer-encoding');
  if (coding === 'base64') return { headers, text: Buffer.from(body, 'base64').toString('utf8') };
  if (coding !== 'quoted-printable') return { headers, text: body };
  const bytes = body
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return { headers, text: Buffer.from(bytes, 'latin1').toString('utf8') };
}
