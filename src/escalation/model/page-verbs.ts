import { dateTimeText } from "#kernel";
import { fromStart } from "./decide-page.ts";
import { type Decision, decided, type Receiver, undecided } from "./decision.ts";
import { awaitsAnswer, type PageState } from "./page-state.ts";
import type { PolicyNow } from "./take-notice.ts";

/** Who does something, and when (epoch ms). By a link in a message: `link`. */
export interface Act {
  /** A handle, or the name of a token. */
  readonly by: string;
  readonly at: number;
  readonly link?: boolean;
}

/** Somebody takes the page. It stops when enough people did; again by the same person makes it last anew. */
export function acknowledge(state: PageState, { by, at, link = false }: Act): Decision {
  const { policy, acknowledgements } = state;
  const others = acknowledgements.filter((one) => one.by !== by);
  const all = [...others, { by, at }];
  const inputs = { needed: policy.acknowledgements, have: all.length, link };
  if (!awaitsAnswer(state)) {
    const why = `${by} took it; it wanted no answer.`;
    return decided(
      undecided(state),
      { acknowledgements: all, snoozed: null, next: null },
      { what: "acknowledged", who: by, why, inputs },
    );
  }
  if (all.length < policy.acknowledgements) {
    const why = `${by} acknowledged it: ${all.length} of the ${policy.acknowledgements} people it takes, so it goes on.`;
    return decided(undecided(state), { acknowledgements: all }, { what: "acknowledged", who: by, why, inputs });
  }
  const until = at + policy.acknowledgementMs;
  const why = `${by} acknowledged it${link ? " by the link in a message" : ""}, so nobody else is paged until ${dateTimeText(until)}.`;
  const held = { acknowledgements: all, acknowledgedUntil: until, snoozed: null, reassigned: null } as const;
  return decided(
    undecided(state),
    { ...held, next: { at: until, what: "expiry" } },
    { what: "acknowledged", who: by, why, inputs },
  );
}

/** Nobody holds it any more: it is escalated from the first step, at once. */
export function unacknowledge(state: PageState, { by, at }: Act): Decision {
  const why = `${by} gave it back, so it is escalated again from the first step.`;
  return decided(undecided(state), fromStart(at), { what: "unacknowledged", who: by, why });
}

/** It rests until an instant, then is escalated from the first step. */
export function snooze(state: PageState, { by, at }: Act, until: number): Decision {
  const why = `${by} snoozed it until ${dateTimeText(until)}; then it is escalated again.`;
  return decided(
    undecided(state),
    { snoozed: { by, until }, acknowledgedUntil: null, acknowledgements: [], next: { at: until, what: "wake" } },
    { what: "snoozed", who: by, why, inputs: { from: at, until } },
  );
}

/** It is another person's: they are paged, and without their answer it is escalated from the first step. */
export function reassign(state: PageState, { by, at }: Act, to: string): Decision {
  const wait = state.policy.steps[1]?.afterMs ?? REASSIGNED_ANSWER_MS;
  const free = { acknowledgements: [], acknowledgedUntil: null, snoozed: null };
  const next = awaitsAnswer(state) ? ({ at: at + wait, what: "answer" } as const) : null;
  const why = `${by} gave it to ${to}, who is paged${next === null ? "" : `; without an answer by ${dateTimeText(next.at)} it escalates again`}.`;
  return decided(
    undecided(state),
    { ...free, reassigned: { to, by }, next },
    { what: "reassigned", who: by, why, event: eventOf(state), to: [personOf(to)] },
  );
}

const REASSIGNED_ANSWER_MS = 300_000;

/** The next step runs now, whoever holds it. */
export function escalateNow(state: PageState, { by, at }: Act): Decision {
  const free = { acknowledgements: [], acknowledgedUntil: null, snoozed: null, reassigned: null };
  const what = state.next?.what === "fallback" ? "fallback" : "step";
  const restarts = what === "step" && state.next === null;
  const change = restarts ? fromStart(at) : { ...free, next: { at, what } as const };
  return decided(undecided(state), change, { what: "escalated", who: by, why: `${by} escalated it at once.` });
}

/** One more person is asked to help; nothing else changes. */
export function addResponder(state: PageState, { by }: Act, person: string): Decision {
  const why = `${by} asked ${person} to help.`;
  const part = { what: "responder", who: by, why, event: eventOf(state), to: [personOf(person)] } as const;
  return decided(undecided(state), {}, part);
}

/**
 * Closed by hand. Those told learn of it; where its alerts still fire it says so, and they learn of their end when it
 * comes.
 */
export function resolve(
  state: PageState,
  { by, at, link = false }: Act,
  { firing, told }: { readonly firing: number; readonly told: readonly Receiver[] },
): Decision {
  const still = firing === 0 ? "" : ` ${firing} of its alerts still fire: if that lasts, it is told again.`;
  const why = `${by} closed it${link ? " by the link in a message" : ""}.${still}`;
  const to = told.filter(({ name }) => name !== by);
  const telling = to.length === 0 ? {} : ({ event: "update", to } as const);
  return decided(
    undecided(state),
    { next: null, over: { at, why: "resolved", by } },
    { what: "resolved", who: by, why, inputs: { firing, link }, ...telling },
  );
}

/** From now on the policy as it is now decides; what is next is its first step, unless somebody holds the page. */
export function switchPolicy(state: PageState, { by, at }: Act, { name, policy, revision }: PolicyNow): Decision {
  const now: PageState = { ...state, policy, policyName: name, policyRevision: revision };
  const why = `${by} switched it to the policy "${name}" as it is now.`;
  const inputs = { from: state.policyRevision, to: revision };
  const isWaiting = state.next?.what === "step" || state.next?.what === "fallback" || state.next === null;
  return decided(undecided(now), isWaiting && (awaitsAnswer(now) || state.next !== null) ? fromStart(at) : {}, {
    what: "switched",
    who: by,
    why,
    inputs,
  });
}

/** The auditor found that nothing was due, or that what was due did not happen: the fallback, now. */
export function audit(state: PageState, now: number): Decision {
  const why =
    state.next === null
      ? "It was open with nothing due: the auditor pages the fallback. This is a fault of ours."
      : `What was due at ${dateTimeText(state.next.at)} did not happen: the auditor pages the fallback. This is a fault of ours.`;
  return decided(
    undecided(state),
    { next: { at: now, what: "fallback" } },
    { what: "audited", why, inputs: { found: state.next } },
  );
}

function eventOf({ urgency }: PageState): "page" | "ticket" {
  return urgency;
}

function personOf(name: string): Receiver {
  return { kind: "person", name };
}
