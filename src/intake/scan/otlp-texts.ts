import type { RecordColumns } from "#records";
import { type LiveDecoding, WIDE_BYTES_MAX } from "../model/live-decoding.ts";
import { RECORD_FIELDS } from "../model/ndjson.ts";
import type { LineBytes } from "./line-bytes.ts";
import { WideWriter } from "./wide-writer.ts";

const TRACE_BYTES = 16;
const NAMES = [...RECORD_FIELDS];
const PATH = NAMES.indexOf("path");
const utf8 = new TextEncoder();

type TextColumn = NonNullable<NonNullable<RecordColumns["wide"]>["path"]>;

/** Writes the texts of spans that are kept: trace ids, which OTLP carries as bytes, in hex as the column has them. */
export class OtlpTexts {
  /** Whether more is kept than path and trace id. */
  readonly keepsMore: boolean;
  readonly #wide: WideWriter;
  readonly #isTraceKept: boolean;
  readonly #isPathKept: boolean;
  readonly #changesPath: boolean;
  readonly #changeTrace: ((text: string) => string) | undefined;
  /** Of each field where its value starts and ends. */
  readonly #spans: Int32Array;
  /** The columns that were written last, and theirs of paths and trace ids. */
  #columns: RecordColumns | null = null;
  #paths: TextColumn | null = null;
  #traceIds: TextColumn | null = null;

  constructor(live: LiveDecoding, spans: Int32Array) {
    const { changes, kept } = live.redaction;
    this.keepsMore = kept.includes("ip") || kept.includes("userAgent");
    this.#wide = new WideWriter(live, spans);
    this.#spans = spans;
    this.#isTraceKept = kept.includes("traceId");
    this.#isPathKept = kept.includes("path");
    this.#changesPath = changes.path !== undefined;
    this.#changeTrace = changes.traceId;
  }

  /** Those besides path and trace id into row columns.length. `filled` has a bit for each field that has a value. */
  writeMore(line: LineBytes, filled: number, columns: RecordColumns): void {
    this.#wide.write(line, filled, columns);
  }

  /** The path at [start, end), without its query. */
  writePath(line: LineBytes, start: number, end: number, columns: RecordColumns): void {
    if (columns !== this.#columns) this.#meet(columns);
    const texts = this.#paths;
    if (texts === null) return;
    if (this.#changesPath || end - start > WIDE_BYTES_MAX.path) {
      this.#spans[2 * PATH] = start;
      this.#spans[2 * PATH + 1] = end;
      this.#wide.write(line, 1 << PATH, columns);
      return;
    }
    texts.moveTo(columns.length);
    texts.writeWords(line.view, start, end);
  }

  /** The trace id at `at`. */
  writeTrace(view: DataView, at: number, columns: RecordColumns): void {
    if (columns !== this.#columns) this.#meet(columns);
    const texts = this.#traceIds;
    if (texts === null) return;
    const row = columns.length;
    texts.moveTo(row);
    texts.writeHex(view, at, at + TRACE_BYTES);
    if (this.#changeTrace === undefined) return;
    const changed = utf8.encode(this.#changeTrace(texts.textOf(row)));
    texts.write(row, changed, [0, changed.length]);
  }

  #meet(columns: RecordColumns): void {
    this.#columns = columns;
    this.#paths = this.#isPathKept ? (columns.wide?.path ?? null) : null;
    this.#traceIds = this.#isTraceKept ? (columns.wide?.traceId ?? null) : null;
  }
}
