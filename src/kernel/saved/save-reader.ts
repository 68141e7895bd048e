import { invariant } from "../invariant.ts";
import { ALIGNED, HEAD_BYTES, padding, type SavedPart } from "./saved-part.ts";

/** Reads what a `SaveWriter` wrote. Numbers are views of it: to be copied, unless most of it is to be kept. */
export class SaveReader {
  readonly #parts: ReadonlyMap<string, { readonly kind: SavedPart["kind"]; readonly bytes: Uint8Array }>;
  readonly #prefix: string;

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

  /** The caller knows what it wrote. */
  json(name: string): unknown {
    return JSON.parse(new TextDecoder().decode(this.#bytesOf(name, "json")));
  }

  float64(name: string): Float64Array {
    const { buffer, byteOffset, length } = this.#bytesOf(name, "Float64Array");
    return new Float64Array(buffer, byteOffset, length / Float64Array.BYTES_PER_ELEMENT);
  }

  int32(name: string): Int32Array {
    const { buffer, byteOffset, length } = this.#bytesOf(name, "Int32Array");
    return new Int32Array(buffer, byteOffset, length / Int32Array.BYTES_PER_ELEMENT);
  }

  uint32(name: string): Uint32Array {
    const { buffer, byteOffset, length } = this.#bytesOf(name, "Uint32Array");
    return new Uint32Array(buffer, byteOffset, length / Uint32Array.BYTES_PER_ELEMENT);
  }

  uint8(name: string): Uint8Array {
    return this.#bytesOf(name, "Uint8Array");
  }

  #bytesOf(name: string, kind: SavedPart["kind"]): Uint8Array {
    const part = this.#parts.get(this.#prefix + name);
    invariant(part?.kind === kind, `the saved state has no ${this.#prefix}${name}`);
    return part.bytes;
  }
}

function partsOf(
  saved: Uint8Array,
): ReadonlyMap<string, { readonly kind: SavedPart["kind"]; readonly bytes: Uint8Array }> {
  // Numbers can only be looked at where they are aligned.
  const bytes = saved.byteOffset % ALIGNED === 0 ? saved : saved.slice();
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const entries = JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD_BYTES, HEAD_BYTES + length))) as SavedPart[];
  let at = HEAD_BYTES + length + padding(length);
  return new Map(
    entries.map((entry) => {
      const part = bytes.subarray(at, at + entry.bytes);
      at += entry.bytes + padding(entry.bytes);
      return [entry.name, { kind: entry.kind, bytes: part }];
    }),
  );
}
