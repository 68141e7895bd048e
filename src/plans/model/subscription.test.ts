import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decideSubscription, type DecisionMoment, type SubscriptionCommand } from "./decide-subscription.ts";
import {
  needsApproval,
  planAt,
  planByHistory,
  type PlanEvent,
  type SubscriptionFacts,
  subscriptionState,
} from "./subscription.ts";

const NEW: SubscriptionFacts = {
  plan: "free",
  requestedAt: 0,
  approvedAt: null,
  suspendedAt: null,
  endedAt: null,
  next: null,
  wanted: null,
};
const PERIOD = 100;

/** What somebody would write on a card: the state, the plan, what comes and what is asked for. */
interface Card {
  state: string;
  plan: string;
  coming: { plan: string; from: number } | null;
  asked: { plan: string; from: string } | null;
}

/** The real thing: facts and history, changed by decisions only. */
interface Real {
  facts: SubscriptionFacts;
  events: PlanEvent[];
}

class Step implements fc.Command<Card, Real> {
  readonly command: SubscriptionCommand;
  readonly now: number;

  constructor(command: SubscriptionCommand, now: number) {
    this.command = command;
    this.now = now;
  }

  check(): boolean {
    return true;
  }

  run(card: Card, real: Real): void {
    const before = Math.max(0, ...real.events.map(({ seq }) => seq));
    const now = before * 10 + (this.now % 10);
    const moment: DecisionMoment = { now, periodEnd: (Math.floor(now / PERIOD) + 1) * PERIOD };
    if (card.coming !== null && card.coming.from <= now) Object.assign(card, { plan: card.coming.plan, coming: null });
    const decision = decideSubscription(real.facts, this.command, moment);
    if ("refused" in decision) {
      assert.equal(follow(card, this.command, moment), false, `${this.command.verb} in ${card.state} was refused`);
      real.events.push({ seq: before + 1, plan: null, planFrom: null });
      return;
    }
    assert.equal(follow(card, this.command, moment), true, `${this.command.verb} in ${card.state} was allowed`);
    real.events.push({ seq: before + 1, plan: decision.plan, planFrom: decision.planFrom });
    real.facts = decision.facts;
    assert.equal(subscriptionState(real.facts), card.state);
    assert.equal(planAt(real.facts, now), card.plan);
    assert.deepEqual(real.facts.next, card.coming);
    assert.deepEqual(real.facts.wanted && { plan: real.facts.wanted.plan, from: real.facts.wanted.from }, card.asked);
    assert.equal(needsApproval(real.facts), card.state === "requested" || card.asked !== null);
    if (card.state === "active") {
      assert.equal(planByHistory(real.events, now), card.plan);
      assert.equal(planByHistory(real.events, now + PERIOD), card.coming?.plan ?? card.plan);
    }
  }

  toString(): string {
    return `${JSON.stringify(this.command)} +${this.now % 10}`;
  }
}

/** What the card says afterwards, and whether that was allowed. Written from the words of the manual, not from the code. */
function follow(card: Card, command: SubscriptionCommand, { periodEnd }: DecisionMoment): boolean {
  const isUsed = card.state === "active" || card.state === "suspended";
  if (card.state === "ended") return false;
  if (command.verb === "suspend" || command.verb === "resume") {
    if (card.state !== (command.verb === "suspend" ? "active" : "suspended")) return false;
    card.state = command.verb === "suspend" ? "suspended" : "active";
    return true;
  }
  if (command.verb === "end" || (command.verb === "decline" && card.state === "requested")) {
    if (command.verb === "end") card.coming = null;
    Object.assign(card, { state: "ended", asked: null });
    return true;
  }
  if (command.verb === "decline" || command.verb === "approve") {
    if (isUsed && card.asked === null) return false;
    if (!isUsed) card.state = "active";
    else if (command.verb === "approve" && card.asked !== null) take(card, card.asked, periodEnd);
    card.asked = null;
    return true;
  }
  if (!("plan" in command)) return false;
  if (command.plan === card.plan && card.coming === null && card.asked === null) return false;
  if (!isUsed) Object.assign(card, { plan: command.plan, state: command.isApproved ? "active" : "requested" });
  else if (command.isApproved || command.plan === card.plan) {
    take(card, command, periodEnd);
    card.asked = null;
  } else card.asked = { plan: command.plan, from: command.from };
  return true;
}

function take(card: Card, { plan, from }: { plan: string; from: string }, periodEnd: number): void {
  const isAtOnce = from === "now" || plan === card.plan;
  if (isAtOnce) card.plan = plan;
  card.coming = isAtOnce ? null : { plan, from: periodEnd };
}

test("a subscription goes only the ways that the manual allows, and its facts, its state and its history agree at each step", () => {
  const verb = fc
    .constantFrom("approve" as const, "decline" as const, "suspend" as const, "resume" as const, "end" as const)
    .map((name): SubscriptionCommand => ({ verb: name }));
  const change = fc
    .tuple(
      fc.constantFrom("free", "silver", "gold"),
      fc.constantFrom("now" as const, "next period" as const),
      fc.boolean(),
    )
    .map(([plan, from, isApproved]): SubscriptionCommand => ({ verb: "change", plan, from, isApproved }));
  const step = fc
    .tuple(fc.oneof({ arbitrary: verb, weight: 2 }, { arbitrary: change, weight: 3 }), fc.nat())
    .map(([command, now]) => new Step(command, now));
  fc.assert(
    fc.property(fc.commands([step], { maxCommands: 60 }), (commands) => {
      const model: Card = { state: "requested", plan: "free", coming: null, asked: null };
      const real: Real = { facts: NEW, events: [{ seq: 1, plan: "free", planFrom: null }] };
      fc.modelRun(() => ({ model, real }), commands);
    }),
    { numRuns: 1_000 },
  );
});

test("a change from the next period counts from its first millisecond, and not before", () => {
  const active = { ...NEW, approvedAt: 0 };
  const decided = decideSubscription(
    active,
    { verb: "change", plan: "gold", from: "next period", isApproved: true },
    { now: 7, periodEnd: 100 },
  );
  assert.ok("facts" in decided);
  assert.deepEqual([planAt(decided.facts, 99), planAt(decided.facts, 100)], ["free", "gold"]);
  assert.equal(decided.planFrom, 100);
});
