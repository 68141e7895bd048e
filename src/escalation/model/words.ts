import { dateTimeText, unreachable } from "#kernel";
import type { Entry, EntryKind } from "./decision.ts";
import type { GroupNotice } from "#alerting";
import { isHeld, type PageState } from "./page-state.ts";

/** What an order's message says: what fires, and why it is told to whoever reads it. */
export function sentencesOf(entry: Pick<Entry, "what" | "why">, notice: GroupNotice): string[] {
  const why = entry.what === "updated" || entry.what === "resolved" ? entry.why : `Why you: ${entry.why}`;
  return entry.what === "expired" ? [ASKED, ...notice.sentences] : [...notice.sentences, why];
}

const ASKED =
  "You acknowledged this, and it still fires. Acknowledge it again to keep it, or it is escalated in 5 min.";

/** How a page stands, in one sentence. `now` is epoch ms. */
export function pageSentence(state: PageState, { title, firing }: Pick<GroupNotice, "title" | "firing">): string {
  const { over } = state;
  if (over !== null) {
    const end = over.why === "ended" ? "is over" : `was closed by ${over.by ?? "somebody"}`;
    return `${title}: this ${end}, ${dateTimeText(over.at)}.`;
  }
  const count = firing === 1 ? "1 alert fires" : `${firing} alerts fire`;
  return `${title}: ${count}, ${standing(state)}`;
}

function standing(state: PageState): string {
  const { snoozed, acknowledgements, acknowledgedUntil, next, reassigned, policy } = state;
  if (snoozed !== null) return `${snoozed.by} snoozed it until ${dateTimeText(snoozed.until)}.`;
  const holders = acknowledgements.map(({ by }) => by).join(" and ");
  if (acknowledgedUntil !== null) return `${holders} has it until ${dateTimeText(acknowledgedUntil)}.`;
  if (isHeld(state)) return `${holders} has it.`;
  if (next?.what === "answer") {
    const who = reassigned?.to ?? holders;
    return `${who} is asked, and has until ${dateTimeText(next.at)} to answer.`;
  }
  if (acknowledgements.length > 0) {
    return `${holders} acknowledged it, and ${policy.acknowledgements} people must.`;
  }
  return "nobody has it.";
}

/** What comes next, without its instant: "page step 2 of 2 (person:ben)". Null: nothing comes by itself. */
export function nextWords(state: PageState): string | null {
  const { next, policy, step, round } = state;
  if (next === null) return null;
  const { what } = next;
  switch (what) {
    case "step":
      if (step < policy.steps.length) return placeWords(step, state);
      return round < policy.rounds ? `step 1, round ${round + 1} of ${policy.rounds}` : "the fallback is paged";
    case "fallback":
      return "the fallback is paged";
    case "expiry":
      return "whoever has it is asked whether they still do";
    case "answer":
      return "without an answer it is escalated from the first step";
    case "wake":
      return "the snooze ends, and it is escalated from the first step";
    default:
      return unreachable(what);
  }
}

function placeWords(step: number, { policy, round }: PageState): string {
  return `step ${step + 1} of ${policy.steps.length}, round ${round} of ${policy.rounds}`;
}

/** What an entry is called where it is listed. */
export const ENTRY_WORDS: Readonly<Record<EntryKind, string>> = {
  began: "Began",
  told: "Told",
  skipped: "Skipped",
  waits: "Waits",
  fallback: "Fallback paged",
  unreached: "Nobody reached",
  updated: "Changed",
  unchanged: "Told again",
  upgraded: "Became a page",
  acknowledged: "Acknowledged",
  unacknowledged: "Given back",
  expired: "Acknowledgement over",
  escalated: "Escalated",
  snoozed: "Snoozed",
  woke: "Snooze over",
  reassigned: "Reassigned",
  responder: "Help asked",
  switched: "Policy switched",
  audited: "Found by the auditor",
  resolved: "Closed",
  ended: "Over",
};
