import { join } from "node:path";
import { invariant } from "#kernel";
import { FoldGuard } from "../model/fold-guard.ts";
import { addRows } from "../model/row-columns.ts";
import type { SumTable } from "../model/sum-table.ts";
import { CONTENT, HEAD_BYTES, headOf, rowsOf } from "./block.ts";
import { CountFile } from "./count-file.ts";
import type { Level } from "./levels.ts";
import { allRows, type RowKind } from "./row-kind.ts";

/** More rows than this in memory are written before their time is over: a block is a sum, so it may come in parts. */
const OPEN_ROWS_MAX = 400_000;

/** Room for what comes next, so that a table does not grow again from nothing after each closing. */
const ROOM_ROWS = 4_000;

/** What a tier needs to go on where it was. */
export interface TierState {
  /** Bytes by file number. */
  readonly lengths: readonly (readonly [number: number, length: number])[];
  /** The rows in memory, as blocks. */
  readonly open: Buffer;
  readonly folded: number;
}

/**
 * One table of one level: rows in memory whose time is not over, and files of those whose time is. Each row that is
 * written also goes to the next coarser tier, so what a coarser tier lacks lies in the memory of the finer ones.
 */
export class Tier {
  readonly level: Level;
  readonly kind: RowKind;
  readonly guard: FoldGuard;
  table: SumTable;
  readonly #directory: string;
  readonly #coarser: Tier | undefined;
  readonly #files = new Map<number, CountFile>();

  constructor(directory: string, [level, kind]: readonly [level: Level, kind: RowKind], coarser: Tier | undefined) {
    this.#directory = directory;
    this.level = level;
    this.kind = kind;
    this.#coarser = coarser;
    this.guard = new FoldGuard(level.rowsMax[kind.name]);
    this.table = kind.table();
  }

  /** Files by number: that of the time they hold ÷ its length. */
  get files(): ReadonlyMap<number, CountFile> {
    return this.#files;
  }

  get overfull(): boolean {
    return this.table.rows > OPEN_ROWS_MAX;
  }

  /**
   * Writes at most `most` rows of times before `time` (numbers of this level) and hands them to the coarser tier: all
   * or nothing. Answers how many.
   */
  close(time: number, most = Infinity): number {
    const { closed, rest } = this.#partition(time, most);
    if (closed.length === 0) return 0;
    const writes = [...this.#byFile(closed)].map(([number, rows]) => ({
      file: this.#file(number),
      bytes: Buffer.concat(this.kind.blocksOf(this.table, rows)),
    }));
    for (const { file, bytes } of writes) file.write(bytes);
    for (const { file, bytes } of writes) file.keep(bytes);
    this.#handUp(closed);
    this.table = this.table.copyOf(rest, ROOM_ROWS);
    if (this.#coarser?.overfull === true) this.#coarser.close(Infinity);
    return closed.length;
  }

  /** Removes the files that ended longer ago than they are kept. */
  forget(now: number): void {
    const { fileMs, keptMs } = this.level;
    for (const [number, file] of this.#files) {
      if ((number + 1) * fileMs + keptMs[this.kind.name] > now) continue;
      file.remove();
      this.#files.delete(number);
    }
  }

  /** What `restore` takes. True of the moment of the call once `flush` has ended. */
  state(): TierState {
    return {
      lengths: [...this.#files].map(([number, file]) => [number, file.length]),
      open: Buffer.concat(this.kind.blocksOf(this.table, allRows(this.table))),
      folded: this.guard.folded,
    };
  }

  async flush(): Promise<void> {
    for (const file of this.#files.values()) await file.flush();
  }

  /** Goes on from a state. The files are not touched yet. */
  restore({ lengths, open, folded }: TierState): void {
    this.guard.folded = folded;
    for (const [number, length] of lengths) this.#files.set(number, new CountFile(this.#pathOf(number), length));
    this.table = this.kind.table();
    for (let at = 0; at < open.length;) {
      const bytes = open.subarray(at);
      const [head, rows] = [headOf(bytes), rowsOf(bytes)];
      invariant(head !== undefined && rows !== undefined, "the open rows of a saved state cannot be read");
      // Totals are made anew from the cells.
      if (head.content !== CONTENT.totals) addRows(rows, this.table);
      at += HEAD_BYTES + head.bodyBytes;
    }
  }

  #partition(time: number, most: number): { closed: Int32Array; rest: Int32Array } {
    const { keys, keyWidth, rows } = this.table;
    const order = new Int32Array(rows);
    let closed = 0;
    let rest = rows;
    for (let row = 0; row < rows; row++) {
      if (closed < most && (keys[row * keyWidth] as number) < time) order[closed++] = row;
      else order[--rest] = row;
    }
    return { closed: order.subarray(0, closed), rest: order.subarray(closed).toReversed() };
  }

  #byFile(rows: Int32Array): Map<number, Int32Array> {
    const { keys, keyWidth } = this.table;
    const steps = this.level.fileMs / this.level.stepMs;
    const numberOf = (row: number): number => Math.floor((keys[row * keyWidth] as number) / steps);
    const numbers = new Set<number>();
    for (const row of rows) numbers.add(numberOf(row));
    const [only] = numbers;
    if (numbers.size === 1 && only !== undefined) return new Map([[only, rows]]);
    return new Map([...numbers].map((number) => [number, rows.filter((row) => numberOf(row) === number)]));
  }

  #handUp(rows: Int32Array): void {
    if (this.#coarser === undefined) return;
    const { table, guard } = this.#coarser;
    const ratio = this.#coarser.level.stepMs / this.level.stepMs;
    const key = new Int32Array(this.table.keyWidth);
    for (const row of rows) {
      this.table.readKey(row, key);
      const time = Math.floor((key[0] as number) / ratio);
      key[0] = time;
      if (guard.isFull(time)) {
        this.kind.fold(key);
        guard.folded += this.table.sums[row * this.table.sumWidth] as number;
      }
      const known = table.rows;
      table.addSums(key, this.table, row);
      if (table.rows !== known) guard.made(time);
    }
  }

  #file(number: number): CountFile {
    const known = this.#files.get(number);
    if (known !== undefined) return known;
    const made = new CountFile(this.#pathOf(number), 0);
    this.#files.set(number, made);
    return made;
  }

  /** `DATA/counts/hour-cells-1280.counts`. */
  #pathOf(number: number): string {
    return join(this.#directory, `${this.level.name}-${this.kind.name}-${number}${COUNT_FILE}`);
  }
}

/** How the name of each file of counts ends. */
export const COUNT_FILE = ".counts";
