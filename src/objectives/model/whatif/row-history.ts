import { ceilTo, floorTo, type Interval, invariant } from "#kernel";
import type { Coverage } from "../engine/coverage.ts";
import { type SliceMethod, sliceVerdict } from "../engine/slices.ts";
import type { CountCells } from "../engine/walk.ts";
import { GRID_MS } from "../engine/windows.ts";
import { exclude } from "../exclude.ts";
import { type Objective, OCCURRENCES } from "../objective.ts";
import type { Recorded } from "../recorded.ts";

/** What of a recorded history can be tried out. */
export type Recording = Pick<Recorded, "instances" | "cells" | "span" | "slotMs" | "coverage" | "exclusions">;

/**
 * What one row of a recorded history counted, prepared once so that many candidates can be judged by it: its non-empty
 * slots (or slices, where those are the unit of its budget) in order, and sums of all before each. 32 B a slot.
 */
export class RowHistory {
  /** As it is promised now, for this row alone. */
  readonly objective: Objective;
  readonly span: Interval;
  readonly slotMs: number;
  readonly coverage: Coverage | undefined;
  /** Starts of the slots, ascending, each once. */
  readonly starts: Float64Array;
  /** The instants at which they are known. */
  readonly knownAt: Float64Array;
  /** valid[i] is the sum of the slots before the i-th; one longer than `starts`. */
  readonly valid: Float64Array;
  /** The same for bad, in parts of the method's unit. */
  readonly bad: Float64Array;

  constructor(recording: Recording, row: number) {
    const { instances, span, slotMs = GRID_MS, coverage } = recording;
    this.objective = { ...(instances.objectives[instances.objectiveOf(row)] as Objective), perClient: false };
    invariant(this.objective.indicator.kind !== "composite", "a composite has no counts of its own");
    this.span = span;
    this.slotMs = slotMs;
    this.coverage = coverage?.get(this.objective.api);
    const { method = OCCURRENCES } = this.objective;
    const slots = slotsOf(exclude(recording).kept, row);
    const units = (method.kind === "Occurrences" ? slots : slicesOf(slots, method)).filter(isCounted);
    const unitMs = method.kind === "Occurrences" ? slotMs : method.sliceMs;
    this.starts = Float64Array.from(units, ({ start }) => start);
    this.knownAt = this.starts.map((start) => this.instantFrom(start + unitMs));
    this.valid = runningSums(units.map(({ valid }) => valid));
    this.bad = runningSums(units.map(({ bad }) => bad));
  }

  /** When the measurement began. */
  get startedAt(): number {
    return this.coverage?.startedAt ?? this.span.from;
  }

  /** The first instant of judgement at `due` or later: those lie a slot apart. */
  instantFrom(due: number): number {
    return this.span.from + ceilTo(due - this.span.from, this.slotMs);
  }

  /** How many slots start before `instant`. */
  slotsBefore(instant: number): number {
    return countBelow(this.starts, instant);
  }

  /** How many slots are known at `instant`. */
  slotsKnownAt(instant: number): number {
    return countBelow(this.knownAt, instant + 1);
  }
}

interface Unit {
  readonly start: number;
  valid: number;
  bad: number;
}

/** The cells of one row, those of a slot together. */
function slotsOf({ slots, rows, valid, bad }: CountCells, row: number): Unit[] {
  const units: Unit[] = [];
  for (let i = 0; i < slots.length; i++) {
    if (rows[i] !== row) continue;
    addTo(units, { start: slots[i] as number, valid: valid[i] as number, bad: bad[i] as number });
  }
  return units;
}

function slicesOf(slots: readonly Unit[], method: SliceMethod): Unit[] {
  const requests: Unit[] = [];
  for (const { start, valid, bad } of slots) addTo(requests, { start: floorTo(start, method.sliceMs), valid, bad });
  return requests.map(({ start, valid, bad }) => ({ start, ...sliceVerdict(method, valid, bad) }));
}

function addTo(units: Unit[], unit: Unit): void {
  const last = units.at(-1);
  if (last?.start !== unit.start) units.push(unit);
  else {
    last.valid += unit.valid;
    last.bad += unit.bad;
  }
}

function isCounted({ valid, bad }: Unit): boolean {
  return valid !== 0 || bad !== 0;
}

function runningSums(counts: readonly number[]): Float64Array {
  const sums = new Float64Array(counts.length + 1);
  counts.forEach((count, i) => (sums[i + 1] = (sums[i] as number) + count));
  return sums;
}

function countBelow(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
