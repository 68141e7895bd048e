import type { Interval } from "#kernel";
import type { Coverage } from "./engine/coverage.ts";
import type { Instances } from "./engine/instances.ts";
import type { CountCells } from "./engine/walk.ts";
import type { Blame } from "./results.ts";

/** Time that does not count: its requests leave valid and bad alike. */
export interface Exclusion extends Interval {
  readonly api: string;
  /** Only this client (its id in `Instances`); absent = everybody. */
  readonly client?: number;
  /** "Maintenance announced on 2 March". */
  readonly reason: string;
}

/** A recorded history, bucketed, and the objectives to judge it by. */
export interface Recorded {
  readonly instances: Instances;
  readonly cells: CountCells;
  /** From the first watched slot to the instant of judgement; both on the grid of the slots. */
  readonly span: Interval;
  /** Length of a slot; a multiple of 10 s, 10 s when absent. */
  readonly slotMs?: number;
  readonly guard: boolean;
  readonly clientName: (client: number) => string;
  /** Asked for alerts of a whole API, and for those of a client that were not muted. */
  readonly blame: (row: number, window: Interval) => Blame;
  /** Distance of the points of `burnDown`, a multiple of the slot. */
  readonly burnDownStepMs: number;
  /** By API: what its source watched in `span`; an API without one was watched always. */
  readonly coverage?: ReadonlyMap<string, Coverage>;
  readonly exclusions?: readonly Exclusion[];
  /** What the exclusions of clients without an instance of their own took out of `cells` before. */
  readonly takenOut?: CountCells;
}
