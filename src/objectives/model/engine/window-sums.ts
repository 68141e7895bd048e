import type { SaveReader } from "../saved/save-reader.ts";
import type { SaveWriter } from "../saved/save-writer.ts";
import { floorTo, HOUR_MS, invariant, MINUTE_MS } from "#kernel";
import type { ObjectiveWindow } from "../objective.ts";
import { CalendarTails } from "./calendar-tails.ts";
import { grownTo } from "./grown-to.ts";
import { HandDown } from "./hand-down.ts";
import { Level } from "./level.ts";
import { ListShelf } from "./list-shelf.ts";
import type { SlotCounts } from "./slice-fold.ts";
import type { SliceVerdict } from "./slices.ts";
import type { Part } from "./part.ts";
import type { SlotLists } from "./slot-lists.ts";
import { TouchedRows } from "./touched-rows.ts";
import { GRID_MS, stepOf, windowFrom } from "./windows.ts";

/** A list is closed when nothing can come to it that is not late by more than this. */
const OPEN_MS = 2 * MINUTE_MS;

interface Step {
  readonly level: Level;
  /** Rolling windows whose tail moves on this step. */
  readonly windows: readonly number[];
}

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
  /** All that was ever seen: valid of row r at 2r, bad at 2r + 1. */
  seen: Float64Array;
  /** For each window what has left it, in the same places: what is in it is the difference. So a count is added once, not once a window. */
  left: readonly Float64Array[];
  readonly #lengths: readonly number[];
  readonly #steps: readonly Step[];
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
  #head: number;

  constructor({ windows, startedAt, watched, deciders, lists }: WindowSumsOptions) {
    const rows = watched.length;
    this.windows = windows;
    this.seen = new Float64Array(2 * rows);
    this.left = windows.map(() => new Float64Array(2 * rows));
    this.#lengths = windows.flatMap((window) => (window.kind === "rolling" ? [window.lengthMs] : []));
    this.#shelf = new ListShelf(lists);
    this.#steps = stepsFor(this.#lengths, this.#shelf);
    this.#froms = new Float64Array(windows.length).fill(Number.NEGATIVE_INFINITY);
    this.#calendars = new CalendarTails(windows, this.#froms, startedAt);
    this.#deciders = deciders;
    this.#head = startedAt;
    this.#touched = new TouchedRows(watched, this.seen);
    this.#handDown = new HandDown(rows, this.#shelf);
  }

  /** Makes room for more rows; `watched` is the same as before, and longer. */
  grow(watched: Uint8Array): void {
    this.seen = grownTo(this.seen, 2 * watched.length);
    this.left = this.left.map((column) => grownTo(column, 2 * watched.length));
    this.#touched.grow(watched, this.seen);
    this.#handDown.grow(watched.length);
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
    // The text is made only when it is needed: this runs for each of a tick's counts.
    if (slot % GRID_MS !== 0) invariant(false, `slot ${slot} is not on the grid`);
    if (slot < this.#movingTo) {
      this.#waiting.push({ slot, row, counts });
      return;
    }
    const list = this.#finest.listOf(slot);
    list.append(row, [counts.valid, counts.bad], list.length === 0 ? this.#finest.lengthBefore(list) : 1);
    if (slot < this.#head) this.#addLate(slot, row, counts);
  }

  /** Moves the end of all windows to `at`, in slices. Counting between slices is allowed (into the sums at the end of the move), another `moveTo` is not. */
  *moveTo(at: number): Generator<void, void> {
    this.#movingTo = at;
    for (let end = this.#calendars.nextEnd; end < at; end = this.#calendars.nextEnd) {
      yield* this.#admit(end);
      yield* this.#calendars.begin(this, Math.min(at - GRID_MS, this.#finest.firstFrom(end)?.start ?? at));
    }
    yield* this.#admit(at);
    yield* this.#close(at);
    for (const [index, step] of this.#steps.entries()) {
      for (const window of step.windows) yield* this.#expire(step.level, window, at);
      yield* this.#passOn(index);
    }
    this.#movingTo = Number.NEGATIVE_INFINITY;
    for (const { slot, row, counts } of this.#waiting.splice(0)) this.count(slot, row, counts);
  }

  /** The first instant at which a rolling window changes though nothing more is counted; Infinity when none will. */
  get nextAt(): number {
    let next = Number.POSITIVE_INFINITY;
    const pending = this.#finest.firstFrom(this.#head);
    if (pending !== undefined) next = pending.start + GRID_MS;
    for (const [index, step] of this.#steps.entries()) {
      for (const window of step.windows) next = Math.min(next, this.#expiryOf(window, index));
    }
    return next;
  }

  /** Of `rows` rows. Not while a move is under way. */
  save(to: SaveWriter, rows: number): void {
    invariant(this.#movingTo === Number.NEGATIVE_INFINITY, "window sums cannot be saved while they move");
    to.numbers("seen", this.seen.subarray(0, 2 * rows));
    this.left.forEach((column, window) => to.numbers(`left${window}`, column.subarray(0, 2 * rows)));
    to.numbers("froms", this.#froms);
    to.numbers("instants", Float64Array.of(this.#head, this.#closedUntil, ...this.#calendars.ends));
    to.numbers("touched", Int32Array.from(this.#touched.all));
    for (const { level } of this.#steps) level.save(to.within(`level${level.stepMs}`));
  }

  /** Into sums of the same windows, with room for all rows, that have seen nothing. */
  restore(from: SaveReader): void {
    this.seen.set(from.float64("seen"));
    this.left.forEach((column, window) => column.set(from.float64(`left${window}`)));
    this.#froms.set(from.float64("froms"));
    const [head, closedUntil, ...ends] = from.float64("instants");
    this.#head = head as number;
    this.#closedUntil = closedUntil as number;
    this.#calendars.restore(ends);
    for (const row of from.int32("touched")) this.#touched.touch(row);
    for (const { level } of this.#steps) level.restore(from.within(`level${level.stepMs}`));
  }

  /** Releases all slot lists: nobody will ask anything any more. */
  release(): void {
    for (const { level } of this.#steps) {
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

  get #finest(): Level {
    return (this.#steps[0] as Step).level;
  }

  #addLate(slot: number, row: number, counts: SliceVerdict): void {
    addTo(this.seen, row, counts);
    this.left.forEach((column, window) => {
      if (slot < (this.#froms[window] as number)) addTo(column, row, counts);
    });
    this.touch(row);
  }

  *#admit(at: number): Generator<void, void> {
    for (;;) {
      const list = this.#finest.firstFrom(this.#head);
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
      const list = this.#finest.firstFrom(this.#closedUntil);
      if (list === undefined || list.start + GRID_MS + OPEN_MS > at) return;
      yield* this.#handDown.pack(list, this.#finest);
      this.#closedUntil = list.start + GRID_MS;
    }
  }

  /** Hands the lists that this step needs no more to the next one, a whole coarse list at a time; past the last step they go. */
  *#passOn(index: number): Generator<void, void> {
    const step = this.#steps[index] as Step;
    const needed = this.#neededFrom(step);
    const coarser = this.#steps[index + 1]?.level;
    if (coarser === undefined) {
      for (const list of step.level.takeBefore(needed)) list.release();
      return;
    }
    for (let oldest = step.level.oldest; oldest !== undefined; oldest = step.level.oldest) {
      const end = floorTo(oldest.start, coarser.stepMs) + coarser.stepMs;
      if (end > needed) return;
      yield* this.#handDown.merge(step.level.takeBefore(end), coarser);
    }
  }

  #neededFrom(step: Step): number {
    return step.windows.reduce((least, window) => Math.min(least, this.#froms[window] as number), this.#head);
  }

  /** When the oldest bucket in this window leaves it; it may still lie on a finer step than the window's own. */
  #expiryOf(window: number, ownStep: number): number {
    const stepMs = (this.#steps[ownStep] as Step).level.stepMs;
    let next = Number.POSITIVE_INFINITY;
    for (let index = 0; index <= ownStep; index++) {
      const oldest = (this.#steps[index] as Step).level.firstFrom(this.#froms[window] as number);
      if (oldest === undefined) continue;
      next = Math.min(next, floorTo(oldest.start, stepMs) + stepMs + (this.#lengths[window] as number));
    }
    return next;
  }
}

function addTo(column: Float64Array, row: number, { valid, bad }: SliceVerdict): void {
  column[2 * row] = (column[2 * row] as number) + valid;
  column[2 * row + 1] = (column[2 * row + 1] as number) + bad;
}

/** The finest step is always there: it takes the counts in. */
function stepsFor(lengths: readonly number[], shelf: ListShelf): Step[] {
  const steps = [...new Set([GRID_MS, ...lengths.map(stepOf)])].toSorted((a, b) => a - b);
  invariant(
    steps.every((step) => HOUR_MS % step === 0),
    "a step does not divide the hour",
  );
  return steps.map((stepMs) => {
    const own = lengths.filter((length) => stepOf(length) === stepMs);
    return {
      level: new Level(stepMs, Math.max(stepMs, ...own), shelf),
      windows: lengths.flatMap((length, window) => (stepOf(length) === stepMs ? [window] : [])),
    };
  });
}
