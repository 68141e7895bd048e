import type { IdempotencyRegister } from "#intake";
import { invariant } from "#kernel";
import type { FileSlotLists, LiveObjectives, SavedLists } from "#objectives";
import type { LogPosition } from "#records";
import type { TrafficCounts } from "#traffic";
import type { SnapshotParts } from "./snapshot-files.ts";

/** Who knows what a snapshot keeps. */
export interface Measured {
  readonly position: LogPosition;
  /** Where the objectives stand. */
  readonly at: number;
  readonly traffic: TrafficCounts;
  readonly objectives: LiveObjectives;
  readonly lists: FileSlotLists;
  readonly register: IdempotencyRegister;
}

/** A snapshot, read. */
export interface SavedState {
  readonly position: LogPosition;
  readonly at: number;
  readonly lists: SavedLists;
  readonly traffic: Uint8Array;
  readonly objectives: Uint8Array;
  readonly register: Uint8Array;
}

/**
 * All that was measured up to one position of the log, taken in one moment: between two ticks, and with no record counted
 * in between. What it refers to on disk is durable when it resolves.
 */
export async function measuredState({
  position,
  at,
  traffic,
  objectives,
  lists,
  register,
}: Measured): Promise<SnapshotParts> {
  // Before the lists: to be saved, the objectives put hours that are still open on that shelf.
  const live = objectives.save();
  const saved = lists.save();
  const keys = register.save();
  // Takes its state at once, and answers when that is on disk.
  const counts = traffic.save();
  await lists.sync();
  return new Map<string, Uint8Array>([
    // The first one: it is read by itself.
    ["meta", Buffer.from(JSON.stringify({ position, at, lists: saved }))],
    ["objectives", live],
    ["traffic", await counts],
    // The last one: its length is odd, and others are read in place.
    ["register", keys],
  ]);
}

/** What `measuredState` kept. */
export function savedState(parts: SnapshotParts): SavedState {
  const { position, at, lists } = metaOf(partOf(parts, "meta"));
  return {
    position,
    at,
    lists,
    traffic: partOf(parts, "traffic"),
    objectives: partOf(parts, "objectives"),
    register: partOf(parts, "register"),
  };
}

/** The lists of a snapshot of which only the first part was read; undefined when it is none. */
export function savedLists(meta: Uint8Array | undefined): SavedLists | undefined {
  try {
    return meta === undefined ? undefined : metaOf(meta).lists;
  } catch (fault) {
    if (fault instanceof SyntaxError) return undefined;
    throw fault;
  }
}

function metaOf(bytes: Uint8Array): Pick<SavedState, "position" | "at" | "lists"> {
  return JSON.parse(Buffer.from(bytes).toString()) as Pick<SavedState, "position" | "at" | "lists">;
}

function partOf(parts: SnapshotParts, name: string): Uint8Array {
  const part = parts.get(name);
  invariant(part !== undefined, `the snapshot has no part ${name}`);
  return part;
}
