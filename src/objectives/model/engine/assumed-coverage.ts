import { ceilTo, floorTo, HOUR_MS, type Interval } from "#kernel";
import type { Coverage } from "./coverage.ts";
import { GRID_MS } from "./windows.ts";
import type { RecordColumns } from "#records";

/** Silence up to this long between two records of the past is silence; longer, nobody knows whether it was measured. */
const BRIDGED_MS = HOUR_MS;

/**
 * What the sources of one API watched, as far as it can be told of records that are pushed: all the time while the
 * server runs; and for records that come later, the time they tell of, with gaps of up to an hour between them.
 */
export class AssumedCoverage {
  readonly marks: Coverage;

  constructor(marks: Coverage) {
    this.marks = marks;
  }

  /** The server ran in [from, to). */
  ran(from: number, to: number): void {
    this.marks.mark({ from, to });
  }

  /** Requests of [from, to) passed of which no record will ever come: its slots were not watched. */
  missed({ from, to }: Interval): void {
    this.marks.miss({ from: floorTo(from, GRID_MS), to: ceilTo(to, GRID_MS) });
  }

  /** A record of the past tells that its slot was watched. */
  toldOf(slot: number): void {
    const { marks } = this;
    if (marks.nextCovered(slot) === slot) return;
    const before = marks.coveredUntil(slot);
    const behind = marks.nextCovered(slot);
    marks.mark({
      from: slot - before <= BRIDGED_MS ? before : slot,
      to: behind - slot <= BRIDGED_MS ? behind : slot + GRID_MS,
    });
  }
}

/** Marks what the records of a batch tell of, up to `until` (where the server's own running begins to tell): by API id. */
export function markTold(
  columns: RecordColumns,
  until: number,
  coverageOf: (api: number) => AssumedCoverage | undefined,
): void {
  let [lastApi, lastSlot] = [-1, -1];
  for (let row = 0; row < columns.length; row++) {
    const at = columns.at[row] as number;
    if (at >= until) continue;
    const api = columns.api[row] as number;
    const slot = at - (at % GRID_MS);
    if (api === lastApi && slot === lastSlot) continue;
    [lastApi, lastSlot] = [api, slot];
    coverageOf(api)?.toldOf(slot);
  }
}
