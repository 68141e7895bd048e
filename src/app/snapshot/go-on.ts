import { join } from "node:path";
import { IdempotencyRegister } from "#intake";
import { type Clock, Refusal } from "#kernel";
import { FileSlotLists, LiveObjectives, type SavedLists } from "#objectives";
import type { RecordLog } from "#records";
import { TrafficCounts } from "#traffic";
import { COUNTS_FOLDER, LISTS_FOLDER } from "./copy-measured.ts";
import { savedLists, type SavedState, savedState } from "./measured-state.ts";
import type { SnapshotFiles, SnapshotParts } from "./snapshot-files.ts";

/** What is counted from the log, and up to where. */
export interface GoneOn {
  readonly traffic: TrafficCounts;
  readonly lists: FileSlotLists;
  readonly objectives: LiveObjectives;
  readonly register: IdempotencyRegister;
  /** Of the snapshot; undefined when everything is to be counted from the log. */
  readonly saved: Pick<SavedState, "position" | "at"> | undefined;
}

export interface GoOnOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly log: RecordLog;
  readonly snapshots: SnapshotFiles;
  /** Told of each snapshot that is left aside, and why. */
  readonly report: (fault: unknown) => void;
}

/**
 * Goes on from the newest snapshot from which that is possible; in the end with nothing, so that the log is counted from
 * its beginning. Refuses an empty log beside a snapshot: then the log is missing, and no figure would be right.
 */
export function goOn(options: GoOnOptions): GoneOn {
  const { log, snapshots, report } = options;
  const found = snapshots.newestFirst();
  for (const snapshot of found) {
    const { name } = snapshot;
    try {
      const saved = usable(snapshot.read(), log);
      const others = found.flatMap((one) => (one === snapshot ? [] : (savedLists(one.first()) ?? [])));
      return restored(options, saved, others);
    } catch (fault) {
      if (!(fault instanceof Refusal) || log.position === 0) throw fault;
      report(new Error(`${name} is left aside, and what came since the one before is counted again`, { cause: fault }));
    }
  }
  if (found.length > 0) {
    report(new Error("No snapshot can be gone on from: everything that the log has is counted again"));
  }
  return empty(options);
}

/** Refuses a snapshot that is damaged, or of records that the log does not have. */
function usable(parts: SnapshotParts | undefined, { position }: RecordLog): SavedState {
  if (parts === undefined) {
    throw new Refusal("unavailable", "snapshot.damaged", "The snapshot is not what was written: its disk is at fault.");
  }
  const saved = savedState(parts);
  if (saved.position <= position) return saved;
  throw new Refusal(
    "unavailable",
    "snapshot.ahead",
    `The snapshot counts ${saved.position} frames, but the record log has only ${position}: records that were acknowledged are missing. Put the log back that belongs to it, from the last backup; without its snapshots, the server counts what the log has.`,
    { frames: saved.position, position },
  );
}

function restored({ directory, clock, log }: GoOnOptions, saved: SavedState, others: readonly SavedLists[]): GoneOn {
  const { names } = log;
  const lists = new FileSlotLists(join(directory, LISTS_FOLDER), saved.lists, others);
  return {
    lists,
    traffic: TrafficCounts.open({ directory: join(directory, COUNTS_FOLDER), names, clock, state: saved.traffic }),
    objectives: LiveObjectives.restore(saved.objectives, { names, lists }),
    register: IdempotencyRegister.restore(saved.register),
    saved,
  };
}

function empty({ directory, clock, log }: GoOnOptions): GoneOn {
  const { names } = log;
  const lists = new FileSlotLists(join(directory, LISTS_FOLDER));
  const objectives = new LiveObjectives({ names, lists });
  const traffic = TrafficCounts.open({ directory: join(directory, COUNTS_FOLDER), names, clock });
  return { lists, objectives, traffic, register: new IdempotencyRegister(), saved: undefined };
}
