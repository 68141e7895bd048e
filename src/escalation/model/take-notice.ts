import { dateTimeText } from "#kernel";
import { decidePage, fromStart, namesOf } from "./decide-page.ts";
import { type Decision, decided, type EntryPart, undecided } from "./decision.ts";
import type { Facts } from "./facts.ts";
import type { GroupNotice } from "#alerting";
import { awaitsAnswer, isHeld, type PageState } from "./page-state.ts";
import type { Policy } from "./policy.ts";

/** The policy that is in force, by its name, with its revision. */
export interface PolicyNow {
  readonly name: string;
  readonly policy: Policy;
  readonly revision: number;
}

/** A page comes to be of a notice. */
export function beginPage(notice: GroupNotice, { name, policy, revision }: PolicyNow, facts: Facts): Decision {
  const state: PageState = {
    policy,
    policyName: name,
    policyRevision: revision,
    urgency: notice.urgency,
    repeatMs: notice.repeatMs,
    step: 0,
    round: 1,
    reached: false,
    lost: false,
    next: { at: notice.at + (policy.steps[0]?.afterMs ?? 0), what: "step" },
    acknowledgements: [],
    acknowledgedUntil: null,
    snoozed: null,
    reassigned: null,
    over: null,
  };
  const inputs = { reason: notice.reason, policy: name, revision, urgency: notice.urgency, since: notice.since };
  const began = decided(undecided(state), {}, { what: "began", why: beganWhy(notice, name), inputs });
  return thenDue(began, notice.at, facts);
}

/** Whether a ticket becomes a page: then it is escalated anew, by the policy that the notice names. */
export function isUpgrade(before: Pick<PageState, "urgency">, notice: GroupNotice): boolean {
  return notice.reason !== "ended" && notice.urgency === "page" && before.urgency === "ticket";
}

/** What a notice does to a page that is there. `facts` are of the policy in force: `inForce` of an upgrade, else the page's own. */
export function takeNotice(
  before: PageState,
  notice: GroupNotice,
  { inForce, facts }: { readonly inForce: PolicyNow; readonly facts: Facts },
): Decision {
  if (isUpgrade(before, notice)) return upgraded(before, notice, { inForce, facts });
  const state = { ...before, repeatMs: notice.repeatMs };
  switch (notice.reason) {
    case "ended":
      return decided(
        undecided(state),
        { next: null, over: { at: notice.at, why: "ended", by: null } },
        { what: "ended", why: "All alerts of the group ended. Whoever was told is told so." },
      );
    case "unchanged":
      return unchanged(state, notice, facts);
    case "first":
    case "changed":
      return changed(state, notice, facts);
  }
}

function upgraded(
  before: PageState,
  notice: GroupNotice,
  { inForce, facts }: { readonly inForce: PolicyNow; readonly facts: Facts },
): Decision {
  const { name, policy, revision } = inForce;
  const state: PageState = {
    ...before,
    urgency: "page",
    repeatMs: notice.repeatMs,
    policy,
    policyName: name,
    policyRevision: revision,
  };
  const why = `What was a ticket is a page now, so it is escalated by the policy "${name}" from its first step.`;
  const inputs = { firing: notice.firing, came: notice.came, policy: name, revision };
  const decision = decided(undecided(state), fromStart(notice.at), { what: "upgraded", why, inputs });
  return thenDue(decision, notice.at, facts);
}

/** Those told hear what is new; nobody is escalated to anew. */
function changed(state: PageState, notice: GroupNotice, facts: Facts): Decision {
  const counts = { firing: notice.firing, came: notice.came, ended: notice.ended };
  const said = `${notice.came} came and ${notice.ended} ended; ${notice.firing} fire`;
  const part: EntryPart =
    facts.told.length === 0
      ? { what: "updated", why: `${said}. Nobody has been told yet.`, inputs: counts }
      : {
          what: "updated",
          why: `${said}, so ${namesOf(facts.told)} is told of it.`,
          inputs: counts,
          event: "update",
          to: facts.told,
        };
  return thenDue(decided(undecided(state), {}, part), notice.at, facts);
}

/** It begins again only where nobody holds it and all that the policy says was done. */
function unchanged(state: PageState, notice: GroupNotice, facts: Facts): Decision {
  const isUsedUp = awaitsAnswer(state) ? state.next?.what === "fallback" : state.next === null;
  if (isHeld(state) || state.acknowledgements.length > 0 || !isUsedUp) return undecided(state);
  const why = "It still fires, unchanged, and nobody acknowledged it, so it is escalated again from the first step.";
  return thenDue(decided(undecided(state), fromStart(notice.at), { what: "unchanged", why }), notice.at, facts);
}

/** Goes on with what is due at once. */
export function thenDue(decision: Decision, now: number, facts: Facts): Decision {
  const rest = decidePage(decision.state, now, facts);
  return { state: rest.state, entries: [...decision.entries, ...rest.entries] };
}

function beganWhy({ reason, since, at }: GroupNotice, policy: string): string {
  const by = `it is escalated by the policy "${policy}"`;
  if (reason === "first") return `It fires since ${dateTimeText(since)}, so ${by}.`;
  return `It still fires at ${dateTimeText(at)} although its last page was closed, so ${by} anew.`;
}
