import { compareText, dateTimeText, durationText, MINUTE_MS } from "#kernel";
import { type Decision, decided, type Receiver, undecided } from "./decision.ts";
import type { Facts, Found } from "./facts.ts";
import { openAt } from "./open-at.ts";
import { awaitsAnswer, type PageState } from "./page-state.ts";
import { roundPauseMs, targetText } from "./policy.ts";

/** Whoever holds a page is asked when the acknowledgement ends, and has so long to answer. */
const ANSWER_MS = 5 * MINUTE_MS;
/** When nobody at all can be reached, it is tried again so often. */
const UNREACHED_AGAIN_MS = 5 * MINUTE_MS;

/**
 * What is due of a page at an instant, with what comes next: THE function of escalation. Pure. A page that awaits an
 * answer and is not over has an instant at which something is due, always. What is late is done once, and later dues
 * count from now: after an absence there is one message, not the backlog.
 */
export function decidePage(state: PageState, now: number, facts: Facts): Decision {
  let decision = undecided(state);
  // Each turn moves on to the next step, round or wait: a policy has a bounded number of them.
  while (isDue(decision.state, now)) decision = decideOnce(decision, now, facts);
  return decision;
}

function isDue({ next, over }: PageState, now: number): boolean {
  return over === null && next !== null && next.at <= now;
}

function decideOnce(decision: Decision, now: number, facts: Facts): Decision {
  const { state } = decision;
  switch (state.next?.what) {
    case "step":
      return runStep(decision, now, facts);
    case "fallback":
      return pageFallback(decision, now, facts);
    case "expiry":
      return askHolders(decision, now);
    case "answer":
      return decided(decision, fromStart(now), {
        what: "escalated",
        why: state.reassigned === null ? "Whoever held it did not answer." : `${state.reassigned.to} did not answer.`,
      });
    case "wake":
      return decided(decision, fromStart(now), { what: "woke", why: "The snooze is over." });
    case undefined:
      return decision;
  }
}

/** From step 1, as if it had just begun; nobody holds it. The first step does not wait again. */
export function fromStart(now: number): Partial<PageState> {
  const free = { acknowledgements: [], acknowledgedUntil: null, snoozed: null, reassigned: null };
  return { ...free, step: 0, round: 1, reached: false, next: { at: now, what: "step" } };
}

function runStep(decision: Decision, now: number, facts: Facts): Decision {
  const { state } = decision;
  const { policy, urgency, step, round } = state;
  const at = policy.steps[step];
  if (at === undefined) return nextRound(decision, now);
  if (policy.only !== null && urgency === "ticket") {
    const opens = openAt(policy.only, now);
    if (opens > now) {
      const why = `It is a ticket, and the policy acts at its hours only: next ${dateTimeText(opens)}.`;
      return decided(decision, { next: { at: opens, what: "step" } }, { what: "waits", why });
    }
  }
  const found = facts.steps[step] ?? [];
  const to = receiversOf(found);
  const place = `step ${step + 1} of ${policy.steps.length}, round ${round} of ${policy.rounds}`;
  const inputs = { step: step + 1, round, targets: found.map(({ target }) => targetText(target)), found };
  if (to.length === 0) {
    const why = `Nobody is reached by ${place}: ${troublesOf(found)}.`;
    return stepped(decision, { step: step + 1, at: now }, { what: "skipped", why, inputs });
  }
  const event = at.act === "page" && urgency === "page" ? "page" : "ticket";
  const after = policy.steps[step + 1]?.afterMs ?? roundPauseMs(policy);
  const why = `${namesOf(to)} by ${place}${reasonsOf(found)}.`;
  return stepped(
    { ...decision, state: { ...state, reached: true } },
    { step: step + 1, at: now + after },
    { what: "told", why, inputs, event, to },
  );
}

/** The step is done: what follows it. A ticket, and what wants no answer, is gone through once. */
function stepped(
  decision: Decision,
  { step, at }: { readonly step: number; readonly at: number },
  part: Parameters<typeof decided>[2],
): Decision {
  const { state } = decision;
  const isLast = step >= state.policy.steps.length;
  if (isLast && !awaitsAnswer(state)) return decided(decision, { step, next: null }, part);
  return decided(decision, { step, next: { at, what: "step" } }, part);
}

/** A round in which nobody was reached is not repeated: the fallback is next, at once. */
function nextRound(decision: Decision, now: number): Decision {
  const { round, policy, reached } = decision.state;
  if (reached && round < policy.rounds) {
    return decided(decision, { step: 0, round: round + 1, reached: false, next: { at: now, what: "step" } });
  }
  return decided(decision, { next: { at: now, what: "fallback" } });
}

function pageFallback(decision: Decision, now: number, { fallback }: Facts): Decision {
  const { repeatMs, reached, policy } = decision.state;
  if (fallback.length === 0) {
    const again = { at: now + UNREACHED_AGAIN_MS, what: "fallback" } as const;
    if (decision.state.lost) return decided(decision, { next: again });
    return decided(
      decision,
      { next: again, lost: true },
      {
        what: "unreached",
        why: `Nobody can be reached: no step, no fallback, no administrator has a verified contact method. It is tried again in ${durationText(UNREACHED_AGAIN_MS)}.`,
      },
    );
  }
  const why = reached
    ? `Nobody answered in ${policy.rounds === 1 ? "the round" : `${policy.rounds} rounds`}, so ${namesOf(fallback)} is paged as the fallback.`
    : `No step reached anybody, so ${namesOf(fallback)} is paged as the fallback.`;
  const next = { at: now + repeatMs, what: "fallback" } as const;
  return decided(decision, { next, lost: false }, { what: "fallback", why, event: "page", to: fallback });
}

function askHolders(decision: Decision, now: number): Decision {
  const { acknowledgements } = decision.state;
  const to = acknowledgements.map(({ by }): Receiver => ({ kind: "person", name: by }));
  const why = `The acknowledgement has lasted its time, so ${namesOf(to)} is asked. Without an answer it escalates again in ${durationText(ANSWER_MS)}.`;
  const next = { at: now + ANSWER_MS, what: "answer" } as const;
  return decided(decision, { next, acknowledgedUntil: null }, { what: "expired", why, event: "asked", to });
}

/** Each receiver once, in the order in which the step names them. */
function receiversOf(found: readonly Found[]): Receiver[] {
  const byKey = new Map(found.flatMap(({ receivers }) => receivers.map((one) => [`${one.kind}:${one.name}`, one])));
  return [...byKey.values()];
}

/** "ana and ben". */
export function namesOf(receivers: readonly Receiver[]): string {
  const names = receivers.map(({ kind, name }) => (kind === "channel" ? `channel ${name}` : name));
  return new Intl.ListFormat("en", { type: "conjunction" }).format(names.toSorted(compareText));
}

/** Behind who is told: what led to them, where it was not their own name. */
function reasonsOf(found: readonly Found[]): string {
  const reasons = found.flatMap(({ target, receivers, trouble }) => {
    if (receivers.length === 0) return [trouble ?? `${targetText(target)} leads to nobody`];
    return target.kind === "person" ? [] : [`${targetText(target)} is ${namesOf(receivers)}`];
  });
  return reasons.length === 0 ? "" : `: ${reasons.join("; ")}`;
}

function troublesOf(found: readonly Found[]): string {
  return found.length === 0
    ? "it names nobody"
    : found.map(({ target, trouble }) => trouble ?? `${targetText(target)} leads to nobody`).join("; ");
}
