import { textOf } from "#kernel";

/** Bytes that are no protobuf message: cut short, or with a tag that no field has. */
export class MalformedProtobuf extends Error {}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;
const VARINT_BYTES_MAX = 10;

/** One field of a message: its number, and its value in whichever way it came. */
export interface ProtobufField {
  readonly number: number;
  /** Of a varint, fixed64 or fixed32, without sign; 0n where the value is bytes. */
  readonly value: bigint;
  /** What follows its length; null where the value is a number. */
  readonly bytes: Uint8Array | null;
}

/**
 * The fields of a message in the order in which they stand, one level deep. Throws `MalformedProtobuf`. Groups, which
 * the language gave up in 2008, are malformed too.
 */
export function* protobufFields(message: Uint8Array): Generator<ProtobufField> {
  const cursor = new Cursor(message);
  while (!cursor.isAtEnd) {
    const tag = cursor.varint();
    const number = Number(tag >> 3n);
    if (number === 0 || number > MAX_FIELD) throw new MalformedProtobuf();
    const type = Number(tag & 7n);
    if (type === LENGTH) yield { number, value: 0n, bytes: cursor.bytes(cursor.length()) };
    else yield { number, value: cursor.number(type), bytes: null };
  }
}

/** Text in bytes; undefined when they are no UTF-8. */
export function protobufText(bytes: Uint8Array): string | undefined {
  return textOf(bytes, 0, bytes.length);
}

/** The largest number that a field may have. */
const MAX_FIELD = 536_870_911;

class Cursor {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  varint(): bigint {
    let value = 0n;
    for (let i = 0; i < VARINT_BYTES_MAX; i++) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new MalformedProtobuf();
      value |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new MalformedProtobuf();
  }

  length(): number {
    const length = this.varint();
    if (length > BigInt(this.#bytes.length - this.#at)) throw new MalformedProtobuf();
    return Number(length);
  }

  bytes(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw new MalformedProtobuf();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  number(type: number): bigint {
    if (type === VARINT) return this.varint();
    if (type !== FIXED64 && type !== FIXED32) throw new MalformedProtobuf();
    const bytes = this.bytes(type === FIXED64 ? 8 : 4);
    return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  }
}
