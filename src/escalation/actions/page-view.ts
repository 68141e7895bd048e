import type { z } from "zod";
import type { GroupNotice } from "#alerting";
import { isoText, isoTextOrNull } from "#kernel";
import type { Reader } from "#storage";
import type { pageSchema } from "../contract.ts";
import type { Receiver } from "../model/decision.ts";
import { isHeld, type PageState, stateOfText } from "../model/page-state.ts";
import type { PageRow } from "../model/rows.ts";
import { nextWords, pageSentence } from "../model/words.ts";
import { toldOf } from "../store/entries.ts";
import { findPolicy } from "../store/policies.ts";

/** What is known beside the page's row. */
interface Beside {
  /** The handle of whoever asks; null: a token. */
  readonly person: string | null;
  /** Whom the next step would tell, if it ran now. */
  readonly nextTo?: readonly Receiver[];
}

/** A page as it is shown. */
export async function pageView(read: Reader, row: PageRow, beside: Beside): Promise<z.input<typeof pageSchema>> {
  const state = stateOfText(row.state);
  const notice = JSON.parse(row.notice) as GroupNotice;
  const { person, nextTo = [] } = beside;
  const what = nextWords(state);
  const told = person === null ? [] : await toldOf(read, row.id);
  const mine = told.some(({ kind, name }) => kind === "person" && name === person) || holds(state, person);
  const { title, sentences, url, labels, firing } = notice;
  return {
    page: row.id,
    group: row.group_id,
    title,
    sentence: pageSentence(state, notice),
    sentences: [...sentences],
    url,
    labels: { ...labels },
    urgency: state.urgency,
    state: standingOf(state),
    firing,
    policy: state.policyName,
    policyChanged: state.over === null && (await isChanged(read, state)),
    since: isoText(row.since_at),
    begunAt: isoText(row.begun_at),
    toldAt: isoTextOrNull(row.told_at),
    reactedAt: isoTextOrNull(row.reacted_at),
    overAt: isoTextOrNull(row.over_at),
    acknowledgements: state.acknowledgements.map(({ by, at }) => ({ by, at: isoText(at) })),
    needed: state.policy.acknowledgements,
    acknowledgedUntil: isoTextOrNull(state.acknowledgedUntil),
    snoozedUntil: isoTextOrNull(state.snoozed?.until ?? null),
    reassignedTo: state.reassigned?.to ?? null,
    next: state.next === null || what === null ? null : { at: isoText(state.next.at), what, who: [...nextTo] },
    mine,
    revision: row.revision,
  };
}

function standingOf(state: PageState): z.input<typeof pageSchema>["state"] {
  if (state.over !== null) return state.over.why;
  if (state.snoozed !== null) return "snoozed";
  return isHeld(state) ? "acknowledged" : "open";
}

function holds({ acknowledgements, reassigned }: PageState, person: string | null): boolean {
  return reassigned?.to === person || acknowledgements.some(({ by }) => by === person);
}

async function isChanged(read: Reader, { policyName, policyRevision }: PageState): Promise<boolean> {
  const row = await findPolicy(read, policyName);
  return (row?.revision ?? 0) !== policyRevision;
}
