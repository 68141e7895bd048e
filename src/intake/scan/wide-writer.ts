import { textOf } from "#kernel";
import type { RecordColumns, WideField } from "#records";
import { type LiveDecoding, WIDE_BYTES_MAX } from "../model/live-decoding.ts";
import { RECORD_FIELDS } from "../model/ndjson.ts";
import type { LineBytes } from "./line-bytes.ts";

const SLASH = 0x2f;
const utf8 = new TextEncoder();

type Texts = NonNullable<RecordColumns["wide"]>[WideField];

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
  /** The columns that were written last, and theirs of `#kept`: to look them up by name for each record takes longer than to write them. */
  #columns: RecordColumns | null = null;
  #texts: Texts[] = [];

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

  /** `filled` has a bit for each field that has a value; the span of the path ends before its query. */
  write(line: LineBytes, filled: number, columns: RecordColumns): void {
    if (columns !== this.#columns) this.#meet(columns);
    const kept = this.#kept;
    for (let i = 0; i < kept.length; i++) {
      const one = kept[i] as Kept;
      const texts = this.#texts[i] as Texts;
      if ((filled & (1 << one.code)) !== 0 && texts !== null) this.#writeOne(one, line, texts, columns.length);
    }
  }

  #meet(columns: RecordColumns): void {
    this.#columns = columns;
    this.#texts = this.#kept.map(({ field }) => columns.wide?.[field] ?? null);
  }

  #writeOne(
    { field, code, bytesMax, change }: Kept,
    { bytes, view }: LineBytes,
    texts: NonNullable<Texts>,
    row: number,
  ): void {
    const start = this.#spans[2 * code] as number;
    const end = this.#spans[2 * code + 1] as number;
    if (change !== undefined) {
      const changed = utf8.encode(change(textOf(bytes, start, end) ?? ""));
      if (changed.length <= bytesMax) texts.write(row, changed, [0, changed.length]);
      else this.#leaveOut(field);
    } else if (end - start <= bytesMax) {
      texts.moveTo(row);
      texts.writeWords(view, start, end);
    } else this.#leaveOut(field);
  }

  #leaveOut(field: WideField): void {
    this.#leftOut.set(field, (this.#leftOut.get(field) ?? 0) + 1);
  }
}
