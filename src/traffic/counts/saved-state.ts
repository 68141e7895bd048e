import { deserialize, serialize } from "node:v8";
import { invariant } from "#kernel";
import type { TierState } from "./tier.ts";

/** What `TrafficCounts` needs to go on: by tier, in the order in which it has them. */
export interface SavedState {
  readonly version: 1;
  readonly tiers: readonly TierState[];
  /** Records that no KPI sees, by kind. */
  readonly aside: readonly number[];
}

export function stateBytes(state: SavedState): Uint8Array {
  return serialize(state);
}

/** The state in bytes that `stateBytes` made. Whoever keeps them makes sure that they are whole. */
export function savedStateOf(bytes: Uint8Array): SavedState {
  const state = deserialize(bytes) as SavedState;
  invariant(state.version === 1, `counts were saved in the form ${String(state.version)}, which is not known`);
  return state;
}
