import type { RecordColumns } from "#records";
import type { LineBytes } from "./line-bytes.ts";
import type { NameMemo } from "./name-memo.ts";
import { writeShort } from "./short-memo.ts";

/** What a `ShortMemo` takes. */
const SHORT_BYTES = 16;
const PENDING_MAX = 128;
/** Words of a pending name: the five of `writeShort`, one for the look, then its row. */
const PENDING_BITS = 3;
const ROW = 6;

/**
 * Writes the ids of clients some rows later. A hundred thousand names do not stay in the processor's caches, so that a look
 * for one waits for memory; a hundred looks in a row wait together, each for itself would stop the reading of its line.
 */
export class LateClients {
  readonly #names: NameMemo;
  readonly #pending = new Int32Array(PENDING_MAX << PENDING_BITS);
  #count = 0;
  #columns: RecordColumns | null = null;

  constructor(names: NameMemo) {
    this.#names = names;
  }

  /** Row columns.length gets the id of the client named at [start, end), at the latest by `settle`. */
  write(line: LineBytes, start: number, end: number, columns: RecordColumns): void {
    const row = columns.length;
    if (end - start > SHORT_BYTES) {
      columns.client[row] = this.#names.idAt(line, start, end);
      return;
    }
    if (this.#count === PENDING_MAX || columns !== this.#columns) {
      this.settle();
      this.#columns = columns;
    }
    const at = this.#count++ << PENDING_BITS;
    writeShort(line.view, start, end, this.#pending, at);
    this.#pending[at | ROW] = row;
  }

  settle(): void {
    const count = this.#count;
    const client = this.#columns?.client;
    this.#count = 0;
    this.#columns = null;
    if (client === undefined) return;
    const names = this.#names;
    const pending = this.#pending;
    for (let i = 0; i < count; i++) names.seekShort(pending, i << PENDING_BITS);
    for (let i = 0; i < count; i++) {
      const at = i << PENDING_BITS;
      client[pending[at | ROW] as number] = names.idOfSought(pending, at);
    }
  }
}
