import { deserialize, serialize } from "node:v8";
import { invariant, nextTurn, stopwatchMs } from "#kernel";
import type { RunMemory } from "../model/run.ts";
import type { RowKind } from "./row-kind.ts";
import { inBlocks, inFewParts, type RunPart } from "./run-parts.ts";
import type { TierState } from "./tier.ts";

/** The longest that making a state keeps others waiting. */
const SLICE_MS = 5;

/** What `TrafficCounts` needs to go on: by tier, in the order in which it has them. */
export interface SavedState {
  readonly version: 1;
  readonly tiers: readonly TierState[];
  /** Records that no KPI sees, by kind. */
  readonly aside: readonly number[];
}

/** The rows of a moment as blocks, made in slices, so that others have their turn. */
export async function openBlocks(
  { kind, open }: { readonly kind: RowKind; readonly open: readonly RunPart[] },
  memory: RunMemory,
): Promise<Buffer> {
  const blocks: Buffer[] = [];
  let began = stopwatchMs();
  for (const part of inFewParts(open, memory).flatMap(inBlocks)) {
    blocks.push(...kind.blocksOf(part));
    if (stopwatchMs() - began < SLICE_MS) continue;
    await nextTurn();
    began = stopwatchMs();
  }
  return Buffer.concat(blocks);
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
