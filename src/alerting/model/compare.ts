import type { AlertResult, LiveAlert } from "#objectives";
import { type Ending, type StoredAlert, subjectKey } from "./alert.ts";

/** What has to be written, and what told, so that the store says what the engine says. */
export type AlertChange =
  /** New in the store; `tell` when somebody is to hear of it. */
  | { readonly what: "fires"; readonly alert: LiveAlert; readonly tell: boolean }
  /** Known, and its pairs or muting changed; `tell` when it has become audible. */
  | { readonly what: "changes"; readonly id: string; readonly alert: AlertResult; readonly tell: boolean }
  /** Over; `tell` when its beginning was told. */
  | {
      readonly what: "ends";
      readonly id: string;
      readonly alert: AlertResult | null;
      readonly endedAt: number;
      readonly ending: Ending;
      readonly tell: boolean;
    };

/** What is compared. */
export interface Comparison {
  /** All that fire in the store, and those that are over and began when one of the found ones did. */
  readonly stored: readonly StoredAlert[];
  readonly found: readonly LiveAlert[];
  /** The APIs of which everything that fires is found: what fires of them in the store and is not found is withdrawn. */
  readonly complete: readonly string[];
  readonly now: number;
}

/**
 * Compares levels, not edges: whatever was missed (a restart, a recovery that sees an outage begin a little earlier or
 * later) is made up for by the next comparison, and doing it twice changes nothing.
 * - A found alert is the stored one that fires for the same subject and overlaps it, which goes on with the beginning
 *   that was told; else the stored one with the same beginning; else it is new.
 * - What was over before anybody could be told is kept, and not told: it would wake somebody for nothing.
 * - What is over in the store stays so. If the engine says that it goes on after all, another alert begins now.
 */
export function compareAlerts({ stored, found, complete, now }: Comparison): AlertChange[] {
  const open = new Map(stored.filter(({ endedAt }) => endedAt === null).map((alert) => [subjectKey(alert), alert]));
  const known = new Map(stored.map((alert) => [identity(alert), alert]));
  const changes: AlertChange[] = [];
  for (const one of eachOnce(found)) {
    const goesOn = findOverlapped(open, one);
    if (goesOn === undefined) changes.push(...beginning(one, known.get(identity(one)), now));
    else {
      // One stored alert is one found: the next of this subject is another.
      open.delete(subjectKey(goesOn));
      changes.push(...progress(goesOn, one));
    }
  }
  const gone = [...open.values()].filter(({ api }) => complete.includes(api)).map((alert) => withdrawn(alert, now));
  // Ends first, so that of one subject never two fire.
  const all = [...gone, ...changes];
  return [...all.filter(({ what }) => what === "ends"), ...all.filter(({ what }) => what !== "ends")];
}

/** By their beginning. What began and ended in one tick is named twice, and is over. */
function eachOnce(found: readonly LiveAlert[]): LiveAlert[] {
  const once = new Map<string, LiveAlert>();
  for (const alert of found) {
    if (alert.endedAt !== null || !once.has(identity(alert))) once.set(identity(alert), alert);
  }
  return [...once.values()].toSorted((a, b) => a.firedAt - b.firedAt);
}

function identity(alert: Parameters<typeof subjectKey>[0] & { readonly firedAt: number }): string {
  return `${alert.firedAt} ${subjectKey(alert)}`;
}

function findOverlapped(open: ReadonlyMap<string, StoredAlert>, found: AlertResult): StoredAlert | undefined {
  const mine = open.get(subjectKey(found));
  return mine !== undefined && (found.endedAt === null || found.endedAt > mine.firedAt) ? mine : undefined;
}

/** `known` is the stored alert with the same beginning, which is over. */
function beginning(alert: LiveAlert, known: StoredAlert | undefined, now: number): AlertChange[] {
  if (known !== undefined && alert.endedAt !== null) return [];
  const tell = alert.toldAt !== null && alert.endedAt === null;
  return [{ what: "fires", alert: known === undefined ? alert : { ...alert, firedAt: now }, tell }];
}

function progress(mine: StoredAlert, alert: LiveAlert): AlertChange[] {
  if (alert.endedAt !== null) {
    const { endedAt, end } = alert;
    return [{ what: "ends", id: mine.id, alert, endedAt, ending: end ?? "resolved", tell: mine.toldAt !== null }];
  }
  const tell = alert.toldAt !== null && mine.toldAt === null;
  const differs = mine.mutedBy !== alert.mutedBy || JSON.stringify(mine.pairs) !== JSON.stringify(alert.pairs);
  return tell || differs ? [{ what: "changes", id: mine.id, alert, tell }] : [];
}

function withdrawn({ id, toldAt }: StoredAlert, now: number): AlertChange {
  return { what: "ends", id, alert: null, endedAt: now, ending: "withdrawn", tell: toldAt !== null };
}
