import { textOf } from "#kernel";
import type { RecordColumns, WideField } from "#records";
import { type LiveDecoding, WIDE_BYTES_MAX } from "../model/live-decoding.ts";
import { RECORD_FIELDS } from "../model/ndjson.ts";
import { endOfPath } from "./json-bytes.ts";
import type { LineBytes } from "./line-bytes.ts";

const SLASH = 0x2f;
const utf8 = new TextEncoder();

interface Kept {
  readonly field: WideField;
  /** Number of its field among the fields of a record. */
  readonly code: number;
  readonly bytesMax: number;
  readonly change: ((text: string) => string) | undefined;
}

/** Writes the texts of an NDJSON record that are kept, from the bytes of its line. */
export class WideWriter {
  readonly #kept: readonly Kept[];
  /** Of each field where its value starts and ends. */
  readonly #spans: Int32Array;
  readonly #leftOut: Map<WideField, number>;
  readonly #path: Kept | undefined;

  constructor({ redaction: { kept, changes }, leftOut }: LiveDecoding, spans: Int32Array) {
    this.#spans = spans;
    this.#leftOut = leftOut;
    this.#kept = kept.map((field) => ({
      field,
      code: [...RECORD_FIELDS].indexOf(field),
      bytesMax: WIDE_BYTES_MAX[field],
      change: changes[field],
    }));
    this.#path = this.#kept.find(({ field }) => field === "path");
  }

  /** Whether the path that would be kept is an ordinary one; of others (absolute form, empty) the slow path knows. */
  takes({ bytes }: LineBytes, filled: number): boolean {
    const path = this.#path;
    return path === undefined || (filled & (1 << path.code)) === 0 || bytes[this.#spans[2 * path.code] ?? 0] === SLASH;
  }

  /** `filled` has a bit for each field that has a value. */
  write(line: LineBytes, filled: number, columns: RecordColumns): void {
    for (const kept of this.#kept) if ((filled & (1 << kept.code)) !== 0) this.#writeOne(kept, line, columns);
  }

  #writeOne({ field, code, bytesMax, change }: Kept, { bytes, view }: LineBytes, columns: RecordColumns): void {
    const start = this.#spans[2 * code] as number;
    const last = this.#spans[2 * code + 1] as number;
    const end = field === "path" ? endOfPath(view, start, last) : last;
    const column = columns.wide?.[field];
    if (change !== undefined) {
      const changed = utf8.encode(change(textOf(bytes, start, end) ?? ""));
      if (changed.length <= bytesMax) column?.write(columns.length, changed, [0, changed.length]);
      else this.#leaveOut(field);
    } else if (end - start <= bytesMax) column?.writeWords(columns.length, view, [start, end]);
    else this.#leaveOut(field);
  }

  #leaveOut(field: WideField): void {
    this.#leftOut.set(field, (this.#leftOut.get(field) ?? 0) + 1);
  }
}
