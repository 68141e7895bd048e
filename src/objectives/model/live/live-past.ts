import { ceilTo, DAY_MS, floorTo, HOUR_MS, type Interval, type SaveReader, type SaveWriter } from "#kernel";
import { type BurnDown, type BurnDownNote, lineOf, noteOf } from "../budgets/burn-down.ts";
import { type Past, PastCounts, type PastQuery } from "../budgets/past-counts.ts";
import type { Engine } from "../engine/engine.ts";
import type { SlotLists } from "../engine/slot-lists.ts";
import { SlicedSums } from "../engine/row-sums.ts";
import type { SliceMethod, SliceVerdict } from "../engine/slices.ts";
import { GRID_MS, objectiveWindowFrom } from "../engine/windows.ts";
import { type Objective, periodMsOf } from "../objective.ts";
import type { ExcludedSums } from "../objective-results.ts";
import { RowHistory } from "../whatif/row-history.ts";
import { RowPast } from "./row-past.ts";

/** A burn-down has about as many points as its picture has columns. */
const POINTS = 240;

/** What is remembered of an objective as a whole for as long as its window is: its slots, and how its budget fell. */
export class LivePast {
  readonly #engine: Engine;
  readonly #objective: number;
  readonly #stepMs: number;
  readonly #keptMs: number;
  readonly #slots: RowPast;
  /** What excluded time took out of them: nothing, mostly. */
  readonly #excluded: RowPast;
  #notes: BurnDownNote[] = [];

  constructor(engine: Engine, objective: number, lists: SlotLists) {
    this.#engine = engine;
    this.#objective = objective;
    const periodMs = periodMsOf(this.#promised.window);
    this.#stepMs = Math.max(GRID_MS, floorTo(periodMs / POINTS, GRID_MS));
    // A month has a day more than it is said to have; the pace of a forecast is that of a day.
    this.#keptMs = Math.max(periodMs, DAY_MS) + 2 * DAY_MS;
    this.#slots = new RowPast(lists, this.#keptMs);
    this.#excluded = new RowPast(lists, this.#keptMs);
  }

  /** Requests of the objective as a whole. */
  count(slot: number, counts: SliceVerdict): void {
    this.#slots.add(slot, counts);
  }

  /** Requests in excluded time, which would have counted for the objective as a whole. */
  countExcluded(slot: number, counts: SliceVerdict): void {
    this.#excluded.add(slot, counts);
  }

  /** To be called at each tick, after the engine's. */
  tick(at: number): void {
    const last = this.#notes.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    if (floorTo(at, this.#stepMs) > last) this.#notes.push(noteOf(this.#engine, this.#objective, at));
    if (at % HOUR_MS !== 0) return;
    this.#slots.forget(at);
    this.#excluded.forget(at);
    this.#notes = this.#notes.filter((note) => note.at >= at - this.#keptMs);
  }

  /** The requests in a slice of time until now. */
  inSlice(slot: number, sliceMs: number): SliceVerdict {
    const from = floorTo(slot, sliceMs);
    return this.#slots.sumIn({ from, to: from + sliceMs });
  }

  /** The requests in the slices of the objective's window that are over; undefined where no slices are counted. */
  requestsInSlices(): SliceVerdict | undefined {
    const { method } = this.#engine.policyOf(this.#row);
    if (method.kind === "Occurrences") return undefined;
    const from = ceilTo(this.#engine.fromOf(this.#row), method.sliceMs);
    return this.#slots.sumIn({ from, to: floorTo(this.#engine.sums.head, method.sliceMs) });
  }

  /** What excluded time took out of the objective's window; undefined when that is nothing. */
  excluded(): ExcludedSums | undefined {
    const { method, period } = this.#engine.policyOf(this.#row);
    const window = { from: this.#engine.fromOf(this.#row), to: this.#engine.sums.head };
    const taken = this.#excluded.sumIn(window);
    if (taken.valid === 0) return undefined;
    const more = method.kind === "Occurrences" ? taken : this.#moreInSlices(method, window);
    const valid = this.#engine.validOf(this.#row, period) + more.valid;
    return { taken, without: { valid, bad: this.#engine.badOf(this.#row, period) + more.bad } };
  }

  /** What the slices of a window that are over would add to its sums if they had what was excluded, too. */
  #moreInSlices(method: SliceMethod, { from, to }: Interval): SliceVerdict {
    const { sliceMs } = method;
    const span = { from: ceilTo(from, sliceMs), to: floorTo(to, sliceMs) };
    const excluded = this.#excluded.cells({ ...span, coarseUntil: span.from }, this.#row);
    const more = { valid: 0, bad: 0 };
    for (const part of slicesAround(excluded.slots, sliceMs)) {
      const kept = this.#slots.cells({ ...part, coarseUntil: part.from }, this.#row);
      const [without, now] = [[kept, excluded], [kept]].map((lists) =>
        new SlicedSums(
          lists,
          () => part,
          () => method,
        ).of(this.#row),
      ) as [SliceVerdict, SliceVerdict];
      more.valid += without.valid - now.valid;
      more.bad += without.bad - now.bad;
    }
    return more;
  }

  /** What a forecast is made from. */
  pastFor(query: PastQuery): Past {
    const isCoarse = query.method.kind === "Occurrences" && (query.bucketMs >= HOUR_MS || this.#isCalendar);
    const from = Math.min(query.from, query.paceFrom);
    const cells = this.#slots.cells({ from, to: query.to, coarseUntil: isCoarse ? query.paceFrom : from }, this.#row);
    return new PastCounts(cells, new Map([[this.#row, query]])).of(this.#row);
  }

  /** How the budget fell; over the last window. */
  burnDown(): BurnDown {
    const to = this.#engine.sums.head;
    const startedAt = this.#engine.startedAtOf(this.#row);
    const shownFrom = objectiveWindowFrom(this.#promised.window, to);
    const fromSlots = startedAt >= shownFrom && this.#countsRequests;
    const notes = fromSlots
      ? this.#notesFromSlots(startedAt, to)
      : this.#notes.filter(({ at }) => at >= shownFrom && at < to);
    const line = lineOf(this.#promised, [...notes, noteOf(this.#engine, this.#objective, to)], { from: startedAt, to });
    // What began before the first point shown did not begin with the whole budget.
    return startedAt >= shownFrom ? line : { ...line, points: line.points.slice(1) };
  }

  /** The counts since the beginning, at each step: from the slots, so that what came late fell where it belongs. */
  #notesFromSlots(from: number, to: number): BurnDownNote[] {
    // A young history has as many points as an old one.
    const fine = Math.max(GRID_MS, ceilTo((to - from) / POINTS, GRID_MS));
    const stepMs = fine < HOUR_MS ? fine : ceilTo(fine, HOUR_MS);
    const { slots, valid, bad } = this.#slots.cells({ from, to, coarseUntil: stepMs < HOUR_MS ? from : to }, this.#row);
    const notes: BurnDownNote[] = [];
    const sums = { valid: 0, bad: 0 };
    let next = 0;
    for (let at = floorTo(from, stepMs) + stepMs; at < to; at += stepMs) {
      for (; next < slots.length && (slots[next] as number) < at; next++) {
        sums.valid += valid[next] as number;
        sums.bad += bad[next] as number;
      }
      notes.push({ at, from, ...sums, burnRate: null });
    }
    return notes;
  }

  /** All slots that are remembered, to be tried with other targets. */
  history(): RowHistory {
    const { instances } = this.#engine;
    const to = this.#engine.sums.head;
    const from = Math.max(this.#engine.startedAtOf(this.#row), this.#slots.forgottenUntil);
    const coverage = this.#engine.coverageOf(this.#row);
    const cells = this.#slots.cells({ from, to, coarseUntil: from }, this.#row);
    const watched = coverage === undefined ? {} : { coverage: new Map([[this.#promised.api, coverage]]) };
    return new RowHistory({ instances, cells, span: { from, to }, ...watched }, this.#row);
  }

  release(): void {
    this.#slots.release();
    this.#excluded.release();
  }

  save(to: SaveWriter): void {
    this.#slots.save(to);
    if (!this.#excluded.isEmpty) this.#excluded.save(to.within("excluded"));
    to.json("notes", this.#notes);
  }

  restore(from: SaveReader): void {
    this.#slots.restore(from);
    const excluded = from.within("excluded");
    if (excluded.has("past")) this.#excluded.restore(excluded);
    this.#notes = from.json("notes") as BurnDownNote[];
  }

  get #row(): number {
    return this.#engine.instances.baseOf(this.#objective);
  }

  get #promised(): Objective {
    return this.#engine.instances.objectives[this.#objective] as Objective;
  }

  /** Not slices of time, and not what its members count. */
  get #countsRequests(): boolean {
    const { method } = this.#engine.policyOf(this.#row);
    return method.kind === "Occurrences" && this.#engine.composite(this.#row) === undefined;
  }

  get #isCalendar(): boolean {
    return this.#promised.window.kind === "calendar";
  }
}

/** The slices around ascending slots, those that are less than an hour apart in one: their hours are read at once. */
function slicesAround(slots: Iterable<number>, sliceMs: number): Interval[] {
  const parts: { from: number; to: number }[] = [];
  for (const slot of slots) {
    const from = floorTo(slot, sliceMs);
    const last = parts.at(-1);
    if (last !== undefined && from < last.to + HOUR_MS) last.to = from + sliceMs;
    else parts.push({ from, to: from + sliceMs });
  }
  return parts;
}
