import { isSystemError, MINUTE_MS, Refusal } from "#kernel";
import type { Beat } from "./heartbeat.ts";

/** The same fault is told again after this long. */
const TOLD_EVERY_MS = MINUTE_MS;

/**
 * A beat that may fail for what the world around it does: it is reported, at most once a minute while it lasts, and the
 * beat is made again when it is due. Anything else that it throws is a bug, and goes on to stop the heartbeat.
 */
export function tolerated(beat: Beat, report: (fault: unknown) => void): Beat {
  let toldAt = Number.NEGATIVE_INFINITY;
  return async (now) => {
    try {
      await beat(now);
    } catch (fault) {
      if (!isOfTheWorld(fault)) throw fault;
      if (now - toldAt < TOLD_EVERY_MS) return;
      toldAt = now;
      report(fault);
    }
  };
}

/** A full or broken disk, missing rights, a database that is away: nothing of ours is wrong, and it may pass. */
export function isOfTheWorld(fault: unknown): boolean {
  if (fault instanceof Refusal) return fault.kind === "unavailable";
  return isSystemError(fault);
}
