import { HEAD_BYTES, padding, type SavedPart } from "./saved-part.ts";

/** Numbers that a part may hold as they lie in memory. */
type SavedArray = Float64Array | Int32Array | Uint32Array | Uint8Array;

/**
 * Collects the state of several objects, by name, to bytes: at once, so that it is one moment's. Plain values go as JSON
 * (no Infinity, no undefined in lists), numbers as they lie in memory.
 */
export class SaveWriter {
  readonly #entries: SavedPart[];
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

  /** Only refers to them, as copying twice would take as long again: they must not change before `finish`. */
  numbers(name: string, array: SavedArray): void {
    this.#add(name, kindOf(array), new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }

  /** All parts, copied one after another behind a head that names them: into `room` (zeros) where that is enough. */
  finish(room: Uint8Array = new Uint8Array(0)): Uint8Array {
    const head = new TextEncoder().encode(JSON.stringify(this.#entries));
    const all = [head, ...this.#parts];
    const length = all.reduce((sum, part) => sum + part.length + padding(part.length), HEAD_BYTES);
    const bytes = room.length < length ? new Uint8Array(length) : room.subarray(0, length);
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, head.length, true);
    let at = HEAD_BYTES;
    for (const part of all) {
      bytes.set(part, at);
      at += part.length + padding(part.length);
    }
    return bytes;
  }

  #add(name: string, kind: SavedPart["kind"], bytes: Uint8Array): void {
    this.#entries.push({ name: this.#prefix + name, kind, bytes: bytes.length });
    this.#parts.push(bytes);
  }
}

function kindOf(array: SavedArray): SavedPart["kind"] {
  if (array instanceof Float64Array) return "Float64Array";
  if (array instanceof Uint32Array) return "Uint32Array";
  return array instanceof Int32Array ? "Int32Array" : "Uint8Array";
}
