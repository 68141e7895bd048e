import type { NotificationMessage } from "#notification";
import type { Tx } from "#storage";
import type { Decision, Entry, Receiver } from "../model/decision.ts";
import type { GroupNotice } from "#alerting";
import { awaitsAnswer, isHeld, type PageState } from "../model/page-state.ts";
import type { PageRow } from "../model/rows.ts";
import { sentencesOf } from "../model/words.ts";
import { insertEntries, insertTold } from "../store/entries.ts";
import { insertPage, updatePage } from "../store/pages.ts";
import { actToken, LINK_MS } from "./act-token.ts";
import type { EscalationPorts } from "./ports.ts";

/** What keeping a page stands on. */
export type KeepingPorts = Pick<EscalationPorts, "notifications" | "base" | "linkSecret" | "alarm">;

/** A page before a decision; `isNew`: it has no row yet. */
export interface KeptPage {
  readonly row: PageRow;
  readonly isNew: boolean;
  readonly now: number;
}

/** After these nobody is told any more of what was ordered before. */
const CANCELLING = new Set<Entry["what"]>(["acknowledged", "snoozed", "reassigned", "resolved"]);
const REACTIONS = new Set<Entry["what"]>([
  "acknowledged",
  "snoozed",
  "reassigned",
  "resolved",
  "escalated",
  "responder",
]);

/**
 * Writes what was decided, with whom it tells, in the transaction of its cause: state, entries and orders, or nothing of
 * them. A step whose receivers turn out to have no way to be reached is followed by the next one at once.
 */
export async function keepPage(
  tx: Tx,
  { row: before, isNew, now }: KeptPage,
  { decision, ports }: { readonly decision: Decision; readonly ports: KeepingPorts },
): Promise<PageRow> {
  const { state, entries } = decision;
  const told = entries.flatMap((entry) => (entry.event === undefined ? [] : entry.to));
  const reaction = entries.find(({ what, who }) => who !== null && REACTIONS.has(what));
  const row: PageRow = {
    ...before,
    urgency: state.urgency,
    policy: state.policyName,
    state: JSON.stringify(state),
    told_at: before.told_at ?? (told.length > 0 ? now : null),
    reacted_at: before.reacted_at ?? (reaction === undefined ? null : now),
    reacted_by: before.reacted_by ?? reaction?.who ?? null,
    over_at: state.over?.at ?? null,
    next_at: state.next?.at ?? null,
    awaits: awaitsAnswer(state) ? 1 : 0,
    seq: before.seq + entries.length,
    revision: before.revision + 1,
  };
  if (isNew) await insertPage(tx, row);
  else await updatePage(tx, row);
  await insertEntries(
    tx,
    entries.map((entry, index) => entryRow(entry, { page: row.id, seq: before.seq + index + 1, now })),
  );
  const stops =
    entries.some(({ what }) => CANCELLING.has(what)) &&
    (isHeld(state) || state.over !== null || state.reassigned !== null);
  if (stops) await ports.notifications.cancel(tx, row.id);
  let isReached = true;
  for (const [index, entry] of entries.entries()) {
    if (entry.what === "audited" || entry.what === "unreached") ports.alarm(`page ${row.id}: ${entry.why}`);
    isReached = await tellAll(tx, { row, entry, seq: before.seq + index + 1, now }, ports);
  }
  return isReached ? row : await hastened(tx, row, { state, now });
}

/** The last step reached nobody after all: the next one does not wait for an answer that cannot come. */
async function hastened(
  tx: Tx,
  row: PageRow,
  { state, now }: { readonly state: PageState; readonly now: number },
): Promise<PageRow> {
  if (state.next?.what !== "step") return row;
  const next = { at: now, what: "step" } as const;
  const sooner = { ...row, next_at: now, state: JSON.stringify({ ...state, next }) };
  await updatePage(tx, sooner);
  return sooner;
}

interface Telling {
  readonly row: PageRow;
  readonly entry: Entry;
  readonly seq: number;
  readonly now: number;
}

/** Whether anybody of those it names can be reached; also where it names nobody. */
async function tellAll(tx: Tx, { row, entry, seq, now }: Telling, ports: KeepingPorts): Promise<boolean> {
  const { event, to } = entry;
  if (event === undefined || to.length === 0) return true;
  const notice = JSON.parse(row.notice) as GroupNotice;
  const urgency = row.urgency === "page" ? "page" : "ticket";
  let reachedOnes = 0;
  for (const receiver of to) {
    const message = messageOf({ page: row.id, entry, notice, receiver, now }, ports);
    const order = { subject: row.id, key: `${row.id}/${seq}`, to: receiver, event, urgency, message } as const;
    const { reached } = await ports.notifications.notify(tx, order);
    if (reached) reachedOnes++;
    else ports.alarm(`page ${row.id}: ${receiver.kind} ${receiver.name} could not be reached`);
  }
  const rows = to.map(({ kind, name }) => ({ page_id: row.id, seq, kind, name, event, at: now }));
  await insertTold(tx, rows);
  return reachedOnes > 0;
}

interface Said {
  readonly page: string;
  readonly entry: Entry;
  readonly notice: GroupNotice;
  readonly receiver: Receiver;
  readonly now: number;
}

function messageOf({ page, entry, notice, receiver, now }: Said, ports: KeepingPorts): NotificationMessage {
  const { title, labels, url } = notice;
  const link = { text: "Open the alerts", url };
  const common = { title, sentences: sentencesOf(entry, notice), link, at: now, labels };
  if (receiver.kind === "channel" || entry.event === "update") return { ...common, acts: [] };
  const urlOf = (purpose: "acknowledge" | "resolve"): string => {
    const act = { purpose, page, person: receiver.name, until: now + LINK_MS };
    return `${ports.base}/act/${actToken(act, ports.linkSecret)}`;
  };
  const acknowledge = { what: "acknowledge", text: "Acknowledge", url: urlOf("acknowledge") } as const;
  const resolve = { what: "resolve", text: "Close", url: urlOf("resolve") } as const;
  return { ...common, acts: [acknowledge, resolve] };
}

/** That it is over, for all who were told. */
export function endMessage(notice: GroupNotice, now: number): NotificationMessage {
  const { title, labels, url } = notice;
  const sentences = ["All alerts of this group ended.", ...notice.sentences].slice(0, SENTENCES_MAX);
  return { title, sentences, link: { text: "Open the alerts", url }, acts: [], at: now, labels };
}

const SENTENCES_MAX = 6;

function entryRow(
  { what, who, why, inputs, to, next }: Entry,
  { page, seq, now }: { readonly page: string; readonly seq: number; readonly now: number },
) {
  return {
    page_id: page,
    seq,
    at: now,
    what,
    who,
    why,
    inputs: JSON.stringify(inputs),
    told: JSON.stringify(to),
    next_at: next?.at ?? null,
    next_what: next?.what ?? null,
  };
}
