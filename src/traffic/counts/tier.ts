import { join } from "node:path";
import type { Interval, SaveReader, SaveWriter } from "#kernel";
import type { CellKeys } from "../model/cell-keys.ts";
import { FoldGuard } from "../model/fold-guard.ts";
import type { RowColumns } from "../model/row-columns.ts";
import type { Run, RunBuilder, RunMemory } from "../model/run.ts";
import { lowOf, partOf, timeOf } from "../model/run-keys.ts";
import { BLOCK_ROWS_MAX, type Content } from "./block.ts";
import { CountFile } from "./count-file.ts";
import type { Level } from "./levels.ts";
import { guardedPart } from "./guarded-part.ts";
import { OpenRuns } from "./open-runs.ts";
import type { RowKind } from "./row-kind.ts";
import { firstSlice, inBlocks, inFewParts, narrowedPart, rowsIn, type RunPart, viewOf } from "./run-parts.ts";
import type { HeldRuns } from "./held-runs.ts";

/** What a tier has in files. */
export interface WrittenTier {
  /** Bytes by file number. */
  readonly lengths: readonly (readonly [number: number, length: number])[];
  readonly folded: number;
}

/** What a tier needs to go on where it was, beside its rows. */
interface SavedTier extends WrittenTier {
  /** The step and the number of each run that is open. */
  readonly open: readonly (readonly [step: number, run: number])[];
  /** Of each run that is being written, by group, the first step of its file and its number. */
  readonly closing: readonly (readonly (readonly [first: number, run: number])[])[];
}

export interface TierOptions {
  readonly directory: string;
  readonly now: () => number;
  readonly memory: RunMemory;
  readonly level: Level;
  readonly kind: RowKind;
  /** Undefined for the coarsest. */
  readonly coarser: Tier | undefined;
}

/**
 * One kind of rows of one level: runs in memory whose time is not over, and files of those whose time is. Each row that
 * is written also goes to the next coarser tier, so what a coarser tier lacks lies in the memory of the finer ones.
 */
export class Tier {
  readonly level: Level;
  readonly kind: RowKind;
  readonly guard: FoldGuard;
  /** Rows that are being written. */
  closingRows = 0;
  readonly #directory: string;
  readonly #now: () => number;
  readonly #coarser: Tier | undefined;
  readonly #files = new Map<number, CountFile>();
  readonly #open: OpenRuns;
  /** What is being written: parts of one step and the same keys, to be merged; what lies before a part is written. */
  readonly #closing: (readonly RunPart[])[] = [];
  readonly #memory: RunMemory;

  constructor({ directory, now, memory, level, kind, coarser }: TierOptions) {
    this.#directory = directory;
    this.#now = now;
    this.#memory = memory;
    this.#open = new OpenRuns(memory);
    this.level = level;
    this.kind = kind;
    this.#coarser = coarser;
    this.guard = new FoldGuard(level.rowsMax[kind.name]);
  }

  /** Rows whose time is not over. */
  get openRows(): number {
    return this.#open.rows;
  }

  /** Files by number: that of the time they hold ÷ its length. */
  get files(): ReadonlyMap<number, CountFile> {
    return this.#files;
  }

  /** Adds rows of one step; their times are that of the step. */
  add(step: number, run: Run): void {
    if (run.rows > 0) this.#open.add(step, run);
  }

  /** Sums up the rows of steps that came one after the other, in slices. */
  merge(): Generator<void, void> {
    return this.#open.merge();
  }

  /** A slice of that. Answers whether all is summed up. */
  mergeSome(): boolean {
    return this.#open.mergeSome();
  }

  /** Lets the steps before `time` be written: nothing is added to their rows any more. */
  release(time: number): void {
    this.#release((step, runs) => (step < time ? runs : []));
  }

  /** Lets rows be written whose keys are not these: as long as one is in memory, all keys are that were numbered with its own. */
  releaseOlder(keys: CellKeys): void {
    this.#release((_step, runs) => runs.filter((run) => run.keys !== keys));
  }

  #release(chosenOf: (step: number, runs: readonly Run[]) => readonly Run[]): void {
    const short: RunPart[] = [];
    const now = this.#now();
    for (const [step, runs] of this.#open) {
      const chosen = chosenOf(step, runs);
      if (chosen.length === 0) continue;
      this.#open.remove(step, chosen);
      const parts = chosen.map((run) => this.#whole(step, run));
      // What would be removed at once, as in a log that is read again, is not written.
      if (this.#isOver(this.#numberOf(step), now)) this.#handUpWhole(parts);
      else if (rowsIn(parts) < BLOCK_ROWS_MAX) short.push(...parts);
      else for (const ofKeys of Map.groupBy(parts, ({ run }) => run.keys).values()) this.#close(ofKeys);
    }
    for (const part of inFewParts(short, this.#memory)) this.#close([part]);
  }

  /** Writes about `most` released rows and hands them to the coarser tier, each part wholly or not at all. Answers how many. */
  write(most: number): number {
    let left = most;
    for (let [parts] = this.#closing; parts !== undefined && left > 0; [parts] = this.#closing) {
      const { slice, rest } = firstSlice(parts, left, this.#memory);
      this.#writePart(slice);
      const rows = rowsIn(parts) - rowsIn(rest);
      left -= rows;
      this.closingRows -= rows;
      const kept = new Set(rest.map(({ run }) => run));
      const read = new Set([slice, ...parts].map(({ run }) => run));
      for (const run of read.difference(kept)) this.#memory.giveBack(run);
      if (rest.length === 0) this.#closing.shift();
      else this.#closing[0] = rest;
    }
    return most - left;
  }

  /**
   * A copy of the rows in memory of one API that stand for a content, in parts of at most a block. Totals are not held: the
   * cells stand for them. Steps that do not lie in the range are left out, where that is known without looking at rows.
   */
  rowsInMemory({ api, content, range }: InMemory): RowColumns[] {
    if (api < 0) return [];
    const { stepMs } = this.level;
    const wanted = [Math.ceil(range.from / stepMs), Math.floor(range.to / stepMs)] as const;
    const ids = this.kind.rangeOf(api, content);
    return this.#parts(wanted)
      .flatMap((part) => inBlocks(narrowedPart(part, ids)))
      .map((part) => this.kind.columnsOf([part]));
  }

  /** Removes the files that ended longer ago than they are kept. */
  forget(now: number): void {
    for (const [number, file] of this.#files) {
      if (!this.#isOver(number, now)) continue;
      file.remove();
      this.#files.delete(number);
    }
  }

  /** What is true now, and on disk once `flush` has ended. */
  save(to: SaveWriter, held: HeldRuns): void {
    to.json("tier", {
      ...this.written,
      open: [...this.#open].flatMap(([step, runs]) => runs.map((run) => [step, held.hold(run)])),
      closing: this.#closing.map((group) => group.map((part) => [part.first, held.hold(viewOf(part))])),
    } satisfies SavedTier);
  }

  /** What is in files now. */
  get written(): WrittenTier {
    return { lengths: [...this.#files].map(([number, file]) => [number, file.length]), folded: this.guard.folded };
  }

  async flush(): Promise<void> {
    for (const file of this.#files.values()) await file.flush();
  }

  /** Goes on from what was saved. The files are not touched yet. */
  restore(from: SaveReader, runs: readonly Run[]): void {
    const saved = from.json("tier") as SavedTier;
    this.goOn(saved);
    for (const [step, number] of saved.open) this.#open.append(step, runs[number] as Run);
    for (const group of saved.closing) {
      this.#close(
        group.map(([first, number]) => {
          const run = runs[number] as Run;
          return { run, from: 0, to: run.rows, first };
        }),
      );
    }
  }

  /** Goes on from what was in files. They are not touched yet. */
  goOn({ folded, lengths }: WrittenTier): void {
    this.guard.folded = folded;
    for (const [number, length] of lengths) this.#files.set(number, new CountFile(this.#pathOf(number), length));
  }

  #close(parts: readonly RunPart[]): void {
    this.#closing.push(parts);
    this.closingRows += rowsIn(parts);
  }

  #writePart(part: RunPart): void {
    const guarded = guardedPart(part, this.guard, { kind: this.kind, memory: this.#memory });
    const blocks = [...this.kind.blocksOf(guarded.part), ...this.kind.summaryOf(guarded.part, this.#memory)];
    const bytes = Buffer.concat(blocks);
    const file = this.#file(this.#numberOf(part.first));
    file.write(bytes);
    file.keep(bytes);
    for (const [time, rows] of guarded.rows) this.guard.made(part.first + time, rows);
    this.guard.folded += guarded.folded;
    this.#handUp(guarded.part);
    if (guarded.part !== part) this.#memory.giveBack(guarded.part.run);
  }

  /** Hands whole runs to the coarser tier, and gives their memory back. */
  #handUpWhole(parts: readonly RunPart[]): void {
    for (const part of parts) {
      this.#handUp(part);
      this.#memory.giveBack(part.run);
    }
  }

  #handUp({ run, from, to, first }: RunPart): void {
    const coarser = this.#coarser;
    if (coarser === undefined) return;
    const ratio = coarser.level.stepMs / this.level.stepMs;
    const builders = new Map<number, RunBuilder>();
    let step = Number.NaN;
    let time = 0;
    let builder: RunBuilder | undefined;
    for (let row = from; row < to; row++) {
      const low = run.low[row] as number;
      const ofRow = Math.floor((first + timeOf(low)) / ratio);
      if (builder === undefined || ofRow !== step) {
        step = ofRow;
        time = step - coarser.#firstOf(coarser.#numberOf(step));
        builder = builders.get(step) ?? this.#memory.builder(run);
        builders.set(step, builder);
      }
      builder.add(run.high[row] as number, lowOf(partOf(low), time), run, row);
    }
    for (const [ofRows, summed] of builders) coarser.add(ofRows, summed.run());
  }

  /** All rows in memory; of those that are open, only the steps from the first to before the second. */
  #parts([from, to]: readonly [from: number, to: number] = [-Infinity, Infinity]): RunPart[] {
    const asked = [...this.#open].filter(([step]) => step >= from && step < to);
    const open = asked.flatMap(([step, runs]) => runs.map((run) => this.#whole(step, run)));
    return [...open, ...this.#closing.flat()];
  }

  /** All of a run of a step. */
  #whole(step: number, run: Run): RunPart {
    return { run, from: 0, to: run.rows, first: this.#firstOf(this.#numberOf(step)) };
  }

  /** Whether a file ended longer ago than it is kept. */
  #isOver(number: number, now: number): boolean {
    return (number + 1) * this.level.fileMs + this.level.keptMs[this.kind.name] <= now;
  }

  /** The file in which a step lies. */
  #numberOf(step: number): number {
    return Math.floor((step * this.level.stepMs) / this.level.fileMs);
  }

  /** The first step of a file. */
  #firstOf(number: number): number {
    return number * (this.level.fileMs / this.level.stepMs);
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

/** Which rows in memory are asked for. */
interface InMemory {
  readonly api: number;
  readonly content: Content;
  readonly range: Interval;
}

/** How the name of each file of counts ends. */
export const COUNT_FILE = ".counts";
