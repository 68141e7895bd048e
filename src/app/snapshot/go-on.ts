import { join } from "node:path";
import { IdempotencyRegister } from "#intake";
import { type Clock, Refusal } from "#kernel";
import { FileSlotLists, LiveObjectives, type SavedLists } from "#objectives";
import type { Dictionaries, LogPosition, RecordLog } from "#records";
import { TrafficCounts } from "#traffic";
import type { CountMark, CountMarks } from "./count-marks.ts";
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
  /** What of the log `traffic` holds already. */
  readonly countedTo: LogPosition;
}

export interface GoOnOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly log: RecordLog;
  readonly snapshots: SnapshotFiles;
  readonly marks: CountMarks;
  /** Which clients have objectives of their own however many came before. */
  readonly isRegistered: (client: number, names: Dictionaries) => boolean;
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

function restored(
  { directory, clock, log, marks, isRegistered }: GoOnOptions,
  saved: SavedState,
  others: readonly SavedLists[],
): GoneOn {
  const { names } = log;
  const lists = new FileSlotLists(join(directory, LISTS_FOLDER), saved.lists, others);
  marks.forgetAfter(saved.position);
  return {
    lists,
    traffic: TrafficCounts.open({ directory: join(directory, COUNTS_FOLDER), names, clock, state: saved.traffic }),
    objectives: LiveObjectives.restore(saved.objectives, {
      names,
      lists,
      isRegistered: (client) => isRegistered(client, names),
    }),
    register: IdempotencyRegister.restore(saved.register),
    saved,
    countedTo: saved.position,
  };
}

/** Everything is counted from the log; of the counts, what came since the last mark. */
function empty(options: GoOnOptions): GoneOn {
  const { directory, log, isRegistered } = options;
  const { names } = log;
  const lists = new FileSlotLists(join(directory, LISTS_FOLDER));
  const objectives = new LiveObjectives({ names, lists, isRegistered: (client) => isRegistered(client, names) });
  return { lists, objectives, register: new IdempotencyRegister(), saved: undefined, ...countsSinceMark(options) };
}

function countsSinceMark({ directory, clock, log, marks, report }: GoOnOptions): Pick<GoneOn, "traffic" | "countedTo"> {
  const options = { directory: join(directory, COUNTS_FOLDER), names: log.names, clock };
  for (const { position, written } of usableMarks(marks, log)) {
    marks.forgetAfter(position);
    if (position < log.size.first) report(gap(position, log.size.first));
    try {
      return { traffic: TrafficCounts.open({ ...options, written }), countedTo: position };
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      report(new Error("Counts cannot go on from their last mark", { cause: fault }));
    }
  }
  marks.forgetAfter(-1);
  return { traffic: TrafficCounts.open(options), countedTo: 0 };
}

/** A mark behind the end of the log is of records that are missing: their names would be those of others. */
function usableMarks(marks: CountMarks, { position }: RecordLog): CountMark[] {
  return [...marks.newestFirst()].filter((mark) => mark.position <= position);
}

function gap(from: LogPosition, to: LogPosition): Error {
  return new Error(
    `The counts of the frames ${from} to ${to} are missing: no snapshot can be read, and the record log has let go of them`,
  );
}
