import { ceilTo, floorTo, type Interval, invariant } from "#kernel";
import type { Coverage } from "../engine/coverage.ts";
import { sliceVerdict } from "../engine/slices.ts";
import type { CountCells } from "../engine/walk.ts";
import { GRID_MS } from "../engine/windows.ts";
import type { HeldBack } from "../alerts/held-back.ts";
import { exclude } from "../exclude.ts";
import { heldBackIn } from "../held-back-in.ts";
import { type BudgetingMethod, type Objective, OCCURRENCES } from "../objective.ts";
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
  /** When nobody is told. */
  readonly heldBack: HeldBack;
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
    const heldBack = heldBackIn(recording);
    this.heldBack = (_, at) => heldBack(row, at);
    const { method = OCCURRENCES } = this.objective;
    const units = unitsOf(exclude(recording).kept, row, method);
    const unitMs = method.kind === "Occurrences" ? slotMs : method.sliceMs;
    this.starts = units.starts.slice(0, units.length);
    this.knownAt = this.starts.map((start) => this.instantFrom(start + unitMs));
    this.valid = runningSums(units.valid, units.length);
    this.bad = runningSums(units.bad, units.length);
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

/** Slots or slices in order, in columns that may be longer than `length`. */
interface Units {
  readonly starts: Float64Array;
  readonly valid: Float64Array;
  readonly bad: Float64Array;
  readonly length: number;
}

/** The slots of one row, or the slices that a method makes of them; without those that count for nothing. */
function unitsOf({ slots, rows, valid, bad }: CountCells, row: number, method: BudgetingMethod): Units {
  const isSliced = method.kind !== "Occurrences";
  const room = rows.reduce((sum, other) => sum + (other === row ? 1 : 0), 0);
  const units = { starts: new Float64Array(room), valid: new Float64Array(room), bad: new Float64Array(room) };
  let last = -1;
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] !== row) continue;
    const slot = slots[i] as number;
    const start = isSliced ? floorTo(slot, method.sliceMs) : slot;
    if (last < 0 || units.starts[last] !== start) units.starts[++last] = start;
    units.valid[last] = (units.valid[last] as number) + (valid[i] as number);
    units.bad[last] = (units.bad[last] as number) + (bad[i] as number);
  }
  return counted({ ...units, length: last + 1 }, method);
}

/** In the unit of the method, moved together over those that are empty. */
function counted({ starts, valid, bad, length }: Units, method: BudgetingMethod): Units {
  let kept = 0;
  for (let i = 0; i < length; i++) {
    const requests = { valid: valid[i] as number, bad: bad[i] as number };
    const unit = method.kind === "Occurrences" ? requests : sliceVerdict(method, requests.valid, requests.bad);
    if (unit.valid === 0 && unit.bad === 0) continue;
    starts[kept] = starts[i] as number;
    valid[kept] = unit.valid;
    bad[kept] = unit.bad;
    kept++;
  }
  return { starts, valid, bad, length: kept };
}

function runningSums(counts: Float64Array, length: number): Float64Array {
  const sums = new Float64Array(length + 1);
  for (let i = 0; i < length; i++) sums[i + 1] = (sums[i] as number) + (counts[i] as number);
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
