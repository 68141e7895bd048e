import { invariant } from "#kernel";

/** Numbers that a part may hold as they lie in memory. */
export type SavedArray = Float64Array | Int32Array | Uint8Array;

const KINDS = { Float64Array, Int32Array, Uint8Array } as const;
type Kind = keyof typeof KINDS;

interface Entry {
  readonly name: string;
  readonly kind: Kind | "json";
  readonly bytes: number;
}

/** Parts begin at multiples of this. */
const ALIGNED = 8;
const HEAD_BYTES = 8;

/**
 * Collects the state of several objects, by name, to bytes: at once, so that it is one moment's. Plain values go as JSON
 * (no Infinity, no undefined in lists), numbers as they lie in memory.
 */
export class SaveWriter {
  readonly #entries: Entry[];
  readonly #parts: Uint8Array[];
  readonly #prefix: string;

  constructor(prefix = "", into?: SaveWriter) {
    this.#prefix = prefix;
    this.#entries = into === undefined ? [] : into.#entries;
    this.#parts = into === undefined ? [] : into.#parts;
  }

  /** A writer for a part of this state: its names stand behind the prefix. */
  within(name: string): SaveWriter {
    return new SaveWriter(`${this.#prefix}${name}/`, this);
  }

  json(name: string, value: unknown): void {
    this.#add(name, "json", new TextEncoder().encode(JSON.stringify(value)));
  }

  /** Copies them. */
  numbers(name: string, array: SavedArray): void {
    const copy = array.slice();
    const bytes = new Uint8Array(copy.buffer, copy.byteOffset, copy.byteLength);
    this.#add(name, kindOf(array), bytes);
  }

  /** All parts, to be written one after another. */
  finish(): Uint8Array[] {
    const head = new TextEncoder().encode(JSON.stringify(this.#entries));
    const length = new Uint8Array(HEAD_BYTES);
    new DataView(length.buffer).setUint32(0, head.length, true);
    return [length, ...[head, ...this.#parts].flatMap((part) => [part, new Uint8Array(padding(part.length))])];
  }

  #add(name: string, kind: Entry["kind"], bytes: Uint8Array): void {
    this.#entries.push({ name: this.#prefix + name, kind, bytes: bytes.length });
    this.#parts.push(bytes);
  }
}

/** Reads what a `SaveWriter` wrote. */
export class SaveReader {
  readonly #parts: ReadonlyMap<string, { readonly kind: Entry["kind"]; readonly bytes: Uint8Array }>;
  readonly #prefix: string;

  /** `bytes`: all parts joined. */
  constructor(bytes: Uint8Array | SaveReader, prefix = "") {
    this.#prefix = prefix;
    this.#parts = bytes instanceof SaveReader ? bytes.#parts : partsOf(bytes);
  }

  within(name: string): SaveReader {
    return new SaveReader(this, `${this.#prefix}${name}/`);
  }

  has(name: string): boolean {
    return this.#parts.has(this.#prefix + name);
  }

  json<T>(name: string): T {
    return JSON.parse(new TextDecoder().decode(this.#bytesOf(name, "json"))) as T;
  }

  float64(name: string): Float64Array {
    const bytes = this.#bytesOf(name, "Float64Array");
    return new Float64Array(bytes.buffer, 0, bytes.length / Float64Array.BYTES_PER_ELEMENT);
  }

  int32(name: string): Int32Array {
    const bytes = this.#bytesOf(name, "Int32Array");
    return new Int32Array(bytes.buffer, 0, bytes.length / Int32Array.BYTES_PER_ELEMENT);
  }

  uint8(name: string): Uint8Array {
    return this.#bytesOf(name, "Uint8Array");
  }

  /** A copy, which begins its own buffer. */
  #bytesOf(name: string, kind: Entry["kind"]): Uint8Array<ArrayBuffer> {
    const part = this.#parts.get(this.#prefix + name);
    invariant(part?.kind === kind, `the saved state has no ${this.#prefix}${name}`);
    return Uint8Array.from(part.bytes);
  }
}

function partsOf(bytes: Uint8Array): ReadonlyMap<string, { readonly kind: Entry["kind"]; readonly bytes: Uint8Array }> {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const entries = JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD_BYTES, HEAD_BYTES + length))) as Entry[];
  let at = HEAD_BYTES + length + padding(length);
  return new Map(
    entries.map((entry) => {
      const part = bytes.subarray(at, at + entry.bytes);
      at += entry.bytes + padding(entry.bytes);
      return [entry.name, { kind: entry.kind, bytes: part }];
    }),
  );
}

function padding(length: number): number {
  return (ALIGNED - (length % ALIGNED)) % ALIGNED;
}

function kindOf(array: SavedArray): Kind {
  if (array instanceof Float64Array) return "Float64Array";
  return array instanceof Int32Array ? "Int32Array" : "Uint8Array";
}
