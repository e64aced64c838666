import type { ObjectId } from 'mongodb';
import type { Fields } from '../../checks/plain.ts';
import { typeOf, typeRank } from '../../values/bson-type.ts';

/**
 * Encodes a value so that bytes compare as MongoDB compares the values: a type byte, then a body that no other
 * body is a prefix of. Encodings can therefore be joined (compound keys) and inverted (descending keys).
 */
export function encodeValue(value: unknown): Buffer {
  const writer = new KeyWriter();
  writer.value(value);
  return writer.bytes();
}

/** All bits flipped: sorts the other way round. */
export function invert(bytes: Uint8Array): Buffer {
  const inverted = Buffer.allocUnsafe(bytes.length);
  for (let at = 0; at < bytes.length; at++) inverted[at] = ~(bytes[at] as number);
  return inverted;
}

/** The least byte string above everything that begins with these bytes; undefined when there is none. */
export function successor(bytes: Uint8Array): Buffer | undefined {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0xff) end--;
  if (end === 0) return undefined;
  const next = Buffer.from(bytes.subarray(0, end));
  next[end - 1] = (next[end - 1] as number) + 1;
  return next;
}

/** What the encoding of every string that begins with `prefix` begins with. */
export function encodeStringPrefix(prefix: string): Buffer {
  const whole = encodeValue(prefix);
  return whole.subarray(0, whole.length - 2);
}

class KeyWriter {
  #buffer = Buffer.allocUnsafe(48);
  #length = 0;

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  value(value: unknown): void {
    const type = typeOf(value);
    this.#byte(typeRank[type]);
    switch (type) {
      case 'missing':
      case 'null':
        return;
      case 'number': {
        this.#number(value as number);
        return;
      }
      case 'date': {
        this.#number((value as Date).getTime());
        return;
      }
      case 'bool': {
        this.#byte(value === true ? 1 : 0);
        return;
      }
      case 'string': {
        this.#text(value as string);
        return;
      }
      case 'objectId': {
        this.#raw((value as ObjectId).id);
        return;
      }
      case 'binData': {
        this.#binary(value as Uint8Array);
        return;
      }
      case 'array':
        for (const element of value as unknown[]) this.value(element ?? null);
        {
          this.#byte(0);
          return;
        }
      case 'object': {
        this.#object(value as Fields);
        return;
      }
    }
  }

  /** An IEEE double whose bits are turned so that they sort: the sign bit flipped, or all bits if negative. */
  #number(value: number): void {
    this.#reserve(8);
    if (Number.isNaN(value)) {
      this.#buffer.fill(0, this.#length, this.#length + 8);
    } else {
      this.#buffer.writeDoubleBE(value === 0 ? 0 : value, this.#length);
      const negative = value < 0;
      for (let at = this.#length; at < this.#length + 8; at++) {
        const byte = this.#buffer[at] as number;
        this.#buffer[at] = negative ? ~byte : at === this.#length ? byte ^ 0x80 : byte;
      }
    }
    this.#length += 8;
  }

  /** UTF-8 in which a zero byte becomes 00 FF, ended by 00 00. */
  #text(text: string): void {
    const size = Buffer.byteLength(text);
    this.#reserve(2 * size + 2);
    if (text.includes('\0')) {
      for (const byte of Buffer.from(text)) {
        this.#byte(byte);
        if (byte === 0) this.#byte(0xff);
      }
    } else {
      this.#length += this.#buffer.write(text, this.#length);
    }
    this.#byte(0);
    this.#byte(0);
  }

  #binary(bytes: Uint8Array): void {
    this.#reserve(4);
    this.#length = this.#buffer.writeUInt32BE(bytes.length, this.#length);
    this.#raw(bytes);
  }

  #object(fields: Fields): void {
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      this.#byte(typeRank[typeOf(value)]);
      this.#text(name);
      this.value(value);
    }
    this.#byte(0);
  }

  #raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = byte;
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(2 * (this.#length + size));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
