import { ATTRIBUTES, type AttributeName } from "../model/otlp/attributes.ts";

/** Entries: first those of the attributes that are read, by their codes, then the two beginnings, then what was learned. */
const ENTRIES = 128;
/** What stands before the first attribute of a span, and of a resource. */
export const SPAN_START = 32;
export const RESOURCE_START = 33;
const LEARNED = 34;
/** A step that fits nothing. */
const STOP = 0xff00;

/** Bytes of an entry: seven words of eight bytes, and the last eight bytes once more; no shorter one can be compared so. */
const HEAD_BITS = 6;
const HEAD_MAX = 56;
const HEAD_MIN = 8;
const TAIL = 56;
/** Where a step has the bytes of the head and the kind of the value. */
const LENGTH_SHIFT = 8;
const KIND_SHIFT = 16;

/** Kinds of values. */
const UNREAD = 0;
const TEXT = 1;
const WHOLE = 2;
const OTHER = 3;

/** Before a key its tag and its length, behind it the tag of the value. */
const AROUND_KEY = 3;
const KEY_TAG = 0x0a;
const VALUE_TAG = 0x12;

const SLOTS = 256;
const SHIFT = 24;
const NUMBERS: ReadonlySet<AttributeName> = new Set([
  "http.response.status_code",
  "http.status_code",
  "server.port",
  "net.host.port",
  "http.response.body.size",
  "http.response_content_length",
]);
/** By code the kind of its value. Headers can be lists; only log records, which no scanner reads, tell a duration. */
const KINDS = ATTRIBUTES.map((name) => {
  if (name === "http.request.header.x-api-key" || name === "http.server.request.duration") return OTHER;
  return NUMBERS.has(name) ? WHOLE : TEXT;
});

/** Tries of multipliers that hash all names apart; the first thousand have always held some. */
const TRIES_MAX = 100_000;

/**
 * What stands before the value of an attribute (the tag of the key, its length, the key, the tag of the value) → its
 * entry, which of those that are read is the attribute's code (`ATTRIBUTES`). Senders write the same attributes in the
 * same order span after span, so each entry remembers which came next the last time; the guess is compared whole. What
 * was not guessed is looked for by the length of its key, its first and its last four bytes, in a table in which no two
 * of ours meet. Names that are none of ours are learned too, the latest of them.
 */
export class OtlpKeys {
  /** Of entry e the words from 8 e on: the head from its beginning, and in the eighth its last eight bytes. */
  readonly heads: Float64Array;
  /**
   * By entry, what came after it the last time: the entry in the lowest eight bits, the length of its head in the next
   * eight, the kind of its value above.
   */
  readonly steps = new Int32Array(ENTRIES).fill(STOP);
  readonly #bytes = new DataView(new ArrayBuffer(ENTRIES << HEAD_BITS));
  readonly #lengths = new Int32Array(ENTRIES);
  readonly #slots = new Int8Array(SLOTS).fill(-1);
  readonly #learnedSlots = new Int8Array(SLOTS).fill(-1);
  /** By learned entry its slot; -1: it has none. */
  readonly #slotOf = new Int32Array(ENTRIES).fill(-1);
  readonly #factor: number;
  /** The entry that is given to the next new name. */
  #turn = LEARNED;

  constructor() {
    this.heads = new Float64Array(this.#bytes.buffer);
    for (const [code, name] of ATTRIBUTES.entries()) {
      const head = Uint8Array.of(KEY_TAG, name.length, ...new TextEncoder().encode(name), VALUE_TAG);
      this.#write(code, new DataView(head.buffer), 0, head.length);
    }
    this.#factor = this.#spread();
  }

  /**
   * The entry of the `KeyValue` at [from, to), whatever came before it; it is guessed after `previous` from now on. -1:
   * none of those that are read, and not remembered; -2: unusual.
   */
  find(view: DataView, from: number, to: number, previous: number): number {
    const keyLength = view.getUint8(from + 1);
    const length = keyLength + AROUND_KEY;
    if (view.getUint8(from) !== KEY_TAG || keyLength >= 0x80 || from + length >= to) return -2;
    if (view.getUint8(from + length - 1) !== VALUE_TAG) return -2;
    if (length < HEAD_MIN || length > HEAD_MAX) return -1;
    const slot = slotOf(view, from + 2, keyLength, this.#factor);
    const own = this.#slots[slot] as number;
    const entry = own >= 0 && this.#isAt(own, view, from, length) ? own : this.#learned(slot, view, from, length);
    this.steps[previous] = entry | (length << LENGTH_SHIFT) | (this.kindOf(entry) << KIND_SHIFT);
    return entry;
  }

  /** 1 a text, 2 a whole number, 3 something else that is read, 0 none that is read. */
  kindOf(entry: number): number {
    return KINDS[entry] ?? UNREAD;
  }

  #isAt(entry: number, view: DataView, from: number, length: number): boolean {
    if (this.#lengths[entry] !== length) return false;
    const head = entry << HEAD_BITS;
    for (let i = 0; i < length; i++) if (view.getUint8(from + i) !== this.#bytes.getUint8(head + i)) return false;
    return true;
  }

  /** That of a name that is none of ours, which replaces the one that had its place. */
  #learned(slot: number, view: DataView, from: number, length: number): number {
    const there = this.#learnedSlots[slot] as number;
    if (there >= 0 && this.#isAt(there, view, from, length)) return there;
    const entry = there >= 0 ? there : this.#oldest();
    this.#write(entry, view, from, length);
    this.#learnedSlots[slot] = entry;
    this.#slotOf[entry] = slot;
    return entry;
  }

  /** The learned entry that was not given to another name for the longest time, with its place free. */
  #oldest(): number {
    const entry = this.#turn;
    this.#turn = entry + 1 < ENTRIES ? entry + 1 : LEARNED;
    const slot = this.#slotOf[entry] as number;
    if (slot >= 0) this.#learnedSlots[slot] = -1;
    return entry;
  }

  #write(entry: number, view: DataView, from: number, length: number): void {
    const head = entry << HEAD_BITS;
    for (let i = 0; i < length; i++) this.#bytes.setUint8(head + i, view.getUint8(from + i));
    for (let i = 1; i <= HEAD_MIN; i++) {
      this.#bytes.setUint8(head + TAIL + HEAD_MIN - i, view.getUint8(from + length - i));
    }
    this.#lengths[entry] = length;
  }

  #spread(): number {
    for (let factor = 0x2c1b3c6d, tries = 0; tries < TRIES_MAX; factor = (factor + 0x3d4d51c2) | 1, tries++) {
      this.#slots.fill(-1);
      const isApart = ATTRIBUTES.every((name, code) => {
        const slot = slotOf(this.#bytes, (code << HEAD_BITS) + 2, name.length, factor);
        if (this.#slots[slot] !== -1) return false;
        this.#slots[slot] = code;
        return true;
      });
      if (isApart) return factor;
    }
    throw new Error("no multiplier keeps the names of attributes apart");
  }
}

function slotOf(view: DataView, start: number, length: number, factor: number): number {
  const ends = view.getInt32(start + length - 4, true) ^ Math.imul(view.getInt32(start, true), 0x297a2d39);
  return Math.imul((ends ^ (ends >>> 15)) + length, factor) >>> SHIFT;
}
