import type { RecordColumns } from "#records";
import { LINE_BYTES_MAX, LineSplitter, type LineTaker } from "../line-splitter.ts";
import type { Decoder } from "../model/decoder.ts";
import type { Dropped, DropReason } from "../model/record.ts";
import type { ColumnsPool } from "./columns-pool.ts";
import { RowPages } from "./row-pages.ts";

/** Dropped lines that an answer shows. */
const EXAMPLES_MAX = 10;

/** A dropped line as an answer shows it. */
interface DroppedLine {
  readonly line: number;
  readonly reason: DropReason;
  readonly detail: string;
}

/** The records of one body while it comes in. They belong to the body until `release`. */
export class BodyRecords implements LineTaker {
  readonly #pages: RowPages;
  readonly dropped = new Map<DropReason, number>();
  readonly examples: DroppedLine[] = [];
  readonly unknownFields = new Map<string, number>();
  kept = 0;
  /** Lines that are not blank. */
  lines = 0;
  readonly #decoder: Decoder;
  readonly #splitter = new LineSplitter(this);
  #line = 0;

  constructor(decoder: Decoder, pool: ColumnsPool) {
    this.#decoder = decoder;
    this.#pages = new RowPages(pool);
  }

  get columns(): readonly RecordColumns[] {
    return this.#pages.columns;
  }

  /** There was no room for all of them: none may be kept. */
  get overfull(): boolean {
    return this.#pages.overfull;
  }

  /** Gives the columns back; nobody may read them afterwards. */
  release(): void {
    this.#pages.release();
  }

  push(chunk: Buffer): void {
    this.#decode(() => this.#splitter.push(chunk));
  }

  /** The body is whole: its last line needs no line feed. */
  end(): void {
    this.#decode(() => this.#splitter.end());
  }

  line(bytes: Uint8Array, start: number, end: number): void {
    this.#line++;
    if (end === start || this.#pages.overfull) return;
    const columns = this.#pages.room();
    if (columns === undefined) return;
    this.lines++;
    const dropped = this.#decoder.decode(bytes, start, end, columns);
    if (dropped === null) this.kept++;
    else this.#drop(dropped);
  }

  ahead(bytes: Uint8Array, start: number): number {
    if (this.#pages.overfull) return -1;
    const columns = this.#pages.room();
    if (columns === undefined) return -1;
    const next = this.#decoder.decodeAhead(bytes, start, columns);
    if (next < 0) return -1;
    this.#line++;
    this.lines++;
    this.kept++;
    return next;
  }

  tooLong(): void {
    this.#line++;
    this.lines++;
    this.#drop({ drop: "tooLong", detail: `the line has more than ${LINE_BYTES_MAX} bytes` });
  }

  /** Whatever happens, nothing of this body stays behind in the decoder, which serves all of them. */
  #decode(lines: () => void): void {
    try {
      lines();
    } finally {
      this.#decoder.settle();
    }
    this.#countUnknown();
  }

  #drop({ drop, detail }: Dropped): void {
    this.dropped.set(drop, (this.dropped.get(drop) ?? 0) + 1);
    if (this.examples.length < EXAMPLES_MAX) this.examples.push({ line: this.#line, reason: drop, detail });
  }

  /** The decoder serves all bodies; what it has counted while it read a piece of this one belongs to this one. */
  #countUnknown(): void {
    const counts = this.#decoder.takeUnknownFields();
    if (counts === null) return;
    for (const [name, count] of counts) this.unknownFields.set(name, (this.unknownFields.get(name) ?? 0) + count);
  }
}
