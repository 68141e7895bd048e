import { floorTo, invariant, MINUTE_MS, type SaveReader, type SaveWriter } from "#kernel";
import type { ObjectiveWindow } from "../objective.ts";
import { CalendarTails } from "./calendar-tails.ts";
import { HandDown } from "./hand-down.ts";
import type { Level } from "./level.ts";
import { ListShelf } from "./list-shelf.ts";
import type { SlotCounts } from "./slice-fold.ts";
import type { SliceVerdict } from "./slices.ts";
import type { Part } from "./part.ts";
import type { SlotList } from "./slot-list.ts";
import type { SlotLists } from "./slot-lists.ts";
import { type Step, Steps } from "./steps.ts";
import { SumColumns } from "./sum-columns.ts";
import { TouchedRows } from "./touched-rows.ts";
import { GRID_MS, onGrid, windowFrom } from "./windows.ts";

/** A list is closed when nothing can come to it that is not late by more than this. */
const OPEN_MS = 2 * MINUTE_MS;

/** What window sums are made for. */
export interface WindowSumsOptions {
  /** Rolling ones first, ascending by length, then calendar ones. */
  readonly windows: readonly ObjectiveWindow[];
  readonly startedAt: number;
  /** One byte a row: not 0 = look at it after any change. */
  readonly watched: Uint8Array;
  /** For each window the one that decides whether a row whose counts leave it may matter: only with something bad there. Null: never. */
  readonly deciders: readonly (number | null)[];
  /** Where closed slot lists go; absent = they stay in memory, unpacked. */
  readonly lists?: SlotLists;
}

/**
 * Valid and bad requests of many instances ("rows") in several windows that all end at one instant, kept up to date
 * by what comes in at the head and what leaves at the tails. Each count lies in one bucket only: it is handed from the 10 s
 * buckets to coarser ones when no window of the finer step needs it. Fixed memory a row: 16 B a window, 38 B beside.
 */
export class WindowSums {
  readonly windows: readonly ObjectiveWindow[];
  readonly #columns: SumColumns;
  readonly #lengths: readonly number[];
  readonly #steps: Steps;
  readonly #calendars: CalendarTails;
  readonly #froms: Float64Array;
  readonly #deciders: WindowSumsOptions["deciders"];
  readonly #touched: TouchedRows;
  readonly #handDown: HandDown;
  readonly #shelf: ListShelf;
  /** Lists of the finest level before this one are packed. */
  #closedUntil = Number.NEGATIVE_INFINITY;
  /** What was counted, for slots behind it, between the slices of the move that is under way: tails may have passed some of it. */
  readonly #waiting: SlotCounts[] = [];
  #movingTo = Number.NEGATIVE_INFINITY;
  /** Coarse lists to which late counts came since the last move. */
  readonly #late = new Map<SlotList, Level>();
  /** The list that took the last count. It starts at the head or later, or is of no use any more. */
  #latest: SlotList | undefined;
  #head: number;

  constructor({ windows, startedAt, watched, deciders, lists }: WindowSumsOptions) {
    const rows = watched.length;
    this.windows = windows;
    this.#columns = new SumColumns(rows, windows.length);
    this.#lengths = windows.flatMap((window) => (window.kind === "rolling" ? [window.lengthMs] : []));
    this.#shelf = new ListShelf(lists);
    this.#steps = new Steps(this.#lengths, this.#shelf);
    this.#froms = new Float64Array(windows.length).fill(Number.NEGATIVE_INFINITY);
    this.#calendars = new CalendarTails(windows, this.#froms, startedAt);
    this.#deciders = deciders;
    this.#head = startedAt;
    this.#touched = new TouchedRows(watched, this.seen);
    this.#handDown = new HandDown(rows, this.#shelf);
  }

  /** Makes room for more rows; `watched` is the same as before, and longer. */
  grow(watched: Uint8Array): void {
    this.#columns.grow(watched.length);
    this.#touched.grow(watched, this.seen);
    if (this.#movingTo !== Number.NEGATIVE_INFINITY) this.#growAll();
  }

  /** All that was ever seen: valid of row r at 2r, bad at 2r + 1. */
  get seen(): Float64Array {
    return this.#columns.seen;
  }

  /** For each window what has left it, in the same places; of rows that are not there yet nothing has. */
  get left(): readonly Float64Array[] {
    return this.#columns.left;
  }

  /** All windows end here; slots from here on are not seen yet. */
  get head(): number {
    return this.#head;
  }

  /** Where a window begins since the last move. */
  fromOf(window: number): number {
    return this.#froms[window] as number;
  }

  /** Counts into a slot, seen from its end on; at once when it is already behind, however far. Counts may be negative then: a correction. */
  count(slot: number, row: number, counts: SliceVerdict): void {
    if (counts.valid === 0 && counts.bad === 0) return;
    if (slot < this.#movingTo) this.#waiting.push({ slot, row, counts: { valid: counts.valid, bad: counts.bad } });
    else if (slot < this.#head) this.#countLate(slot, row, counts);
    else this.#listAt(slot).append(row, counts);
  }

  /** Moves the end of all windows to `at`, in slices. Counting between slices is allowed (into the sums at the end of the move), another `moveTo` is not. */
  *moveTo(at: number): Generator<void, void> {
    this.#movingTo = at;
    yield* this.#columns.growRest();
    this.#handDown.grow(this.seen.length / 2);
    for (let end = this.#calendars.nextEnd; end < at; end = this.#calendars.nextEnd) {
      yield* this.#admit(end);
      yield* this.#calendars.begin(this, Math.min(at - GRID_MS, this.#steps.finest.firstFrom(end)?.start ?? at));
    }
    yield* this.#admit(at);
    yield* this.#close(at);
    yield* this.#packLate();
    for (const [index, step] of this.#steps.all.entries()) {
      for (const window of step.windows) yield* this.#expire(step.level, window, at);
      yield* this.#passOn(index);
    }
    this.#movingTo = Number.NEGATIVE_INFINITY;
    for (const { slot, row, counts } of this.#waiting.splice(0)) this.count(slot, row, counts);
  }

  /** The first instant at which a rolling window changes though nothing more is counted; Infinity when none will. */
  get nextAt(): number {
    let next = Number.POSITIVE_INFINITY;
    const pending = this.#steps.finest.firstFrom(this.#head);
    if (pending !== undefined) next = pending.start + GRID_MS;
    for (const [index, step] of this.#steps.all.entries()) {
      for (const window of step.windows) next = Math.min(next, this.#expiryOf(window, index));
    }
    return next;
  }

  /** Of `rows` rows. Not while a move is under way. */
  save(to: SaveWriter, rows: number): void {
    invariant(this.#movingTo === Number.NEGATIVE_INFINITY, "window sums cannot be saved while they move");
    this.#growAll();
    to.numbers("seen", this.seen.subarray(0, 2 * rows));
    this.left.forEach((column, window) => to.numbers(`left${window}`, column.subarray(0, 2 * rows)));
    to.numbers("froms", this.#froms);
    to.numbers("instants", Float64Array.of(this.#head, this.#closedUntil, ...this.#calendars.ends));
    to.numbers("touched", Int32Array.from(this.#touched.all));
    for (const { level } of this.#steps.all) level.save(to.within(`level${level.stepMs}`));
  }

  /** Into sums of the same windows, with room for all rows, that have seen nothing. */
  restore(from: SaveReader): void {
    this.#growAll();
    this.seen.set(from.float64("seen"));
    this.left.forEach((column, window) => column.set(from.float64(`left${window}`)));
    this.#froms.set(from.float64("froms"));
    const [head, closedUntil, ...ends] = from.float64("instants");
    this.#head = head as number;
    this.#closedUntil = closedUntil as number;
    this.#calendars.restore(ends);
    for (const row of from.int32("touched")) this.#touched.touch(row);
    for (const [index, { level }] of this.#steps.all.entries()) {
      level.restore(from.within(`level${level.stepMs}`));
      this.#steps.passUntil(index, this.#neededFrom(index));
    }
  }

  /** Releases all slot lists: nobody will ask anything any more. */
  release(): void {
    for (const { level } of this.#steps.all) {
      for (const list of level.takeBefore(Number.POSITIVE_INFINITY)) list.release();
    }
  }

  /** Marks a row as changed, so that it will be taken. */
  touch(row: number): void {
    this.#touched.touch(row);
  }

  /** A row that changed so that a pair may begin or cease to hold, each once, in no promised order; undefined when there is none left. */
  takeTouched(): number | undefined {
    return this.#touched.take();
  }

  /** Of slots that are still to come; most counts are for the same one as the count before. */
  #listAt(slot: number): SlotList {
    if (this.#latest?.start === slot) return this.#latest;
    const list = this.#steps.finest.listOf(onGrid(slot));
    if (list.length === 0) list.reserve(this.#steps.finest.lengthBefore(list));
    this.#latest = list;
    return list;
  }

  #countLate(slot: number, row: number, counts: SliceVerdict): void {
    this.#columns.addLate(slot, row, { counts, froms: this.#froms });
    this.touch(row);
    const level = this.#steps.levelOf(onGrid(slot));
    if (level === undefined) return;
    const list = level.listOf(slot);
    list.append(row, counts);
    if (level !== this.#steps.finest) this.#late.set(list, level);
  }

  #growAll(): void {
    this.#columns.growAll();
    this.#handDown.grow(this.seen.length / 2);
  }

  *#admit(at: number): Generator<void, void> {
    for (;;) {
      const list = this.#steps.finest.firstFrom(this.#head);
      if (list === undefined || list.start >= at) break;
      for (let index = 0; index < list.parts; index++) {
        const part = list.part(index);
        part.bucket.addTo(this.seen, part.from, part.to);
        this.#touched.touchComing(part);
        yield;
      }
      this.#head = list.start + GRID_MS;
    }
    this.#head = at;
  }

  *#expire(level: Level, window: number, at: number): Generator<void, void> {
    const to = windowFrom(at, this.#lengths[window] as number);
    for (;;) {
      const list = level.firstFrom(this.#froms[window] as number);
      if (list === undefined || list.start >= to) break;
      for (let index = 0; index < list.parts; index++) {
        this.#leave(list.part(index), window);
        yield;
      }
      this.#froms[window] = list.start + level.stepMs;
    }
    this.#froms[window] = to;
  }

  #leave(part: Part, window: number): void {
    part.bucket.addTo(this.left[window] as Float64Array, part.from, part.to);
    const decider = this.#deciders[window] ?? null;
    if (decider === null) return;
    this.#touched.touchLeaving(part, this.left[decider] as Float64Array);
  }

  /** Packs the lists of the finest level that take no more counts than a few late ones. */
  *#close(at: number): Generator<void, void> {
    if (!this.#shelf.packs) return;
    for (;;) {
      const list = this.#steps.finest.firstFrom(this.#closedUntil);
      if (list === undefined || list.start + GRID_MS + OPEN_MS > at) return;
      yield* this.#handDown.pack(list, this.#steps.finest);
      this.#closedUntil = list.start + GRID_MS;
    }
  }

  /** Of a coarse list what came late is summed up by row: it came by slots of ten seconds. */
  *#packLate(): Generator<void, void> {
    for (const [list, level] of this.#late) yield* this.#handDown.packOpen(list, level);
    this.#late.clear();
  }

  /** Hands the lists that this step needs no more to the next one, a whole coarse list at a time; past the last step they go. */
  *#passOn(index: number): Generator<void, void> {
    const { level } = this.#steps.all[index] as Step;
    const coarser = this.#steps.coarserThan(index);
    const until = this.#steps.passUntil(index, this.#neededFrom(index));
    if (coarser === undefined) {
      for (const list of level.takeBefore(until)) list.release();
      return;
    }
    for (let oldest = level.oldest; oldest !== undefined && oldest.start < until; oldest = level.oldest) {
      const end = floorTo(oldest.start, coarser.stepMs) + coarser.stepMs;
      yield* this.#handDown.merge(level.takeBefore(end), coarser);
    }
  }

  #neededFrom(index: number): number {
    const { windows } = this.#steps.all[index] as Step;
    return windows.reduce((least, window) => Math.min(least, this.#froms[window] as number), this.#head);
  }

  /** When the oldest bucket in this window leaves it; it may still lie on a finer step than the window's own. */
  #expiryOf(window: number, ownStep: number): number {
    const stepMs = (this.#steps.all[ownStep] as Step).level.stepMs;
    let next = Number.POSITIVE_INFINITY;
    for (let index = 0; index <= ownStep; index++) {
      const oldest = (this.#steps.all[index] as Step).level.firstFrom(this.#froms[window] as number);
      if (oldest === undefined) continue;
      next = Math.min(next, floorTo(oldest.start, stepMs) + stepMs + (this.#lengths[window] as number));
    }
    return next;
  }
}
