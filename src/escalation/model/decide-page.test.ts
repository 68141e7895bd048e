import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import { decidePage } from "./decide-page.ts";
import type { Decision, Entry } from "./decision.ts";
import type { Facts } from "./facts.ts";
import { awaitsAnswer, isHeld, type PageState, stateOfText } from "./page-state.ts";
import {
  acknowledge,
  addResponder,
  audit,
  escalateNow,
  reassign,
  resolve,
  snooze,
  switchPolicy,
  unacknowledge,
} from "./page-verbs.ts";
import { facts, notice, paging, policy } from "./pages.testing.ts";
import type { Policy } from "./policy.ts";
import { beginPage, takeNotice } from "./take-notice.ts";

/** Who is told when, as "5m page ben", from the beginning until an instant at which nothing more is looked at. */
function played(started: Decision, until: number, known: Facts): { lines: string[]; state: PageState } {
  const lines = started.entries.flatMap((entry) => linesOf(entry, 0));
  let { state } = started;
  while (state.next !== null && state.next.at <= until) {
    const at = state.next.at;
    const decision = decidePage(state, at, known);
    lines.push(...decision.entries.flatMap((entry) => linesOf(entry, at)));
    state = decision.state;
  }
  return { lines, state };
}

function linesOf({ event, to, what }: Entry, at: number): string[] {
  const when = `${at / MINUTE_MS}m`;
  if (event === undefined) return what === "skipped" || what === "unreached" ? [`${when} ${what}`] : [];
  return to.map(({ name }) => `${when} ${event} ${name}`);
}

const inForce = (written: Policy) => ({ name: "standard", policy: written, revision: 1 });

function begun(written: Policy = policy(), absent: readonly string[] = [], given = {}): Decision {
  return beginPage(notice(given), inForce(written), facts(written, absent));
}

test("each step is told after the one before it, each round waits as long as before its last step, then the fallback is paged again and again", () => {
  const written = policy();
  const { lines } = played(begun(), 10 * HOUR_MS, facts(written));
  assert.deepEqual(lines, [
    "0m page ana",
    "5m page ben",
    "10m page ana",
    "15m page ben",
    "20m page cho",
    "260m page cho",
    "500m page cho",
  ]);
});

test("a step that reaches nobody is skipped at once, and a round that reaches nobody is followed by the fallback at once", () => {
  const written = policy();
  const one = played(begun(written, ["ana"]), 12 * MINUTE_MS, facts(written, ["ana"]));
  assert.deepEqual(one.lines, ["0m skipped", "0m page ben", "5m skipped", "5m page ben", "10m page cho"]);
  const none = played(begun(written, ["ana", "ben"]), MINUTE_MS, facts(written, ["ana", "ben"]));
  assert.deepEqual(none.lines, ["0m skipped", "0m skipped", "0m page cho"]);
});

test("when nobody at all can be reached it says so once, and tries again each five minutes", () => {
  const all = ["ana", "ben", "cho"];
  const { lines } = played(begun(policy(), all), 11 * MINUTE_MS, facts(policy(), all));
  assert.deepEqual(lines, ["0m skipped", "0m skipped", "0m unreached"]);
  const { state } = played(begun(policy(), all), 11 * MINUTE_MS, facts(policy(), all));
  assert.deepEqual(state.next, { at: 15 * MINUTE_MS, what: "fallback" });
  const found = decidePage(state, 15 * MINUTE_MS, facts(policy()));
  assert.deepEqual(
    found.entries.flatMap((entry) => linesOf(entry, 15 * MINUTE_MS)),
    ["15m page cho"],
  );
});

test("an acknowledgement stops it; when its time is over the holder is asked, and without an answer it escalates from the first step", () => {
  const { state } = acknowledge(begun().state, { by: "ana", at: MINUTE_MS });
  const { lines } = played({ state, entries: [] }, 45 * MINUTE_MS, facts(policy()));
  assert.deepEqual(lines, ["31m asked ana", "36m page ana", "41m page ben"]);
});

test("whoever answers when asked holds it for as long again", () => {
  const held = acknowledge(begun().state, { by: "ana", at: 0 }).state;
  const asked = decidePage(held, 30 * MINUTE_MS, facts(policy())).state;
  assert.equal(isHeld(asked), false);
  const again = acknowledge(asked, { by: "ana", at: 31 * MINUTE_MS }).state;
  assert.deepEqual(again.next, { at: 61 * MINUTE_MS, what: "expiry" });
});

test("where two must acknowledge, one does not stop it, and the same one twice is one", () => {
  const written = policy({ acknowledgements: 2 });
  const one = acknowledge(begun(written).state, { by: "ana", at: 1 });
  const twice = acknowledge(one.state, { by: "ana", at: 2 });
  assert.equal(twice.state.next?.what, "step");
  const two = acknowledge(twice.state, { by: "ben", at: 3 });
  assert.equal(two.state.next?.what, "expiry");
  assert.equal(isHeld(two.state), true);
});

test("a ticket waits for the hours of its policy, is told once, and wants no answer; a page never waits", () => {
  const only = { zone: "Europe/Madrid", spans: [{ start: 9 * 60, length: 540 }] };
  const written = policy({ only });
  // The epoch was a Thursday, 01:00 in Madrid; the next Monday 09:00 there is 08:00 UTC.
  const monday = 4 * DAY_MS + 8 * HOUR_MS;
  const ticket = begun(written, [], { urgency: "ticket" });
  assert.deepEqual(ticket.state.next, { at: monday, what: "step" });
  const { lines, state } = played(ticket, 30 * DAY_MS, facts(written));
  assert.deepEqual(lines, [`${monday / MINUTE_MS}m ticket ana`, `${monday / MINUTE_MS + 5}m ticket ben`]);
  assert.equal(state.next, null);
  assert.deepEqual(played(begun(written), 0, facts(written)).lines, ["0m page ana"]);
});

test("a ticket that becomes a page is escalated from the first step, by the policy that the notice names", () => {
  const before = begun(policy(), [], { urgency: "ticket" }).state;
  const night = policy({ steps: paging("dan") });
  const upgrade = notice({ reason: "changed", at: MINUTE_MS });
  const { state, entries } = takeNotice(before, upgrade, {
    inForce: { name: "night", policy: night, revision: 2 },
    facts: facts(night),
  });
  assert.deepEqual(
    entries.map(({ what }) => what),
    ["upgraded", "told"],
  );
  assert.equal(state.policyName, "night");
});

test("a change tells those who were told and escalates nobody; the end of all ends it", () => {
  const held = acknowledge(begun().state, { by: "ana", at: 0 }).state;
  const known = { ...facts(policy()), told: [{ kind: "person", name: "ana" }] } as const;
  const changed = takeNotice(held, notice({ reason: "changed", at: 1 }), { inForce: inForce(policy()), facts: known });
  assert.deepEqual(
    changed.entries.map(({ what, event }) => [what, event]),
    [["updated", "update"]],
  );
  assert.deepEqual(changed.state.next, held.next);
  const over = takeNotice(held, notice({ reason: "ended", at: 9 }), { inForce: inForce(policy()), facts: known });
  assert.deepEqual([over.state.over, over.state.next], [{ at: 9, why: "ended", by: null }, null]);
});

test("unchanged, it begins again only when nobody holds it and its rounds are used up", () => {
  const again = (state: PageState) =>
    takeNotice(state, notice({ reason: "unchanged", at: HOUR_MS }), {
      inForce: inForce(policy()),
      facts: facts(policy()),
    });
  assert.deepEqual(again(begun().state).entries, []);
  assert.deepEqual(again(acknowledge(begun().state, { by: "ana", at: 0 }).state).entries, []);
  const usedUp = played(begun(), 20 * MINUTE_MS, facts(policy())).state;
  assert.deepEqual(
    again(usedUp).entries.map(({ what }) => what),
    ["unchanged", "told"],
  );
});

test("a snooze, and one to whom it was given, are waited for; then it escalates from the first step", () => {
  const snoozed = snooze(begun().state, { by: "ana", at: 0 }, HOUR_MS);
  assert.deepEqual(played(snoozed, 62 * MINUTE_MS, facts(policy())).lines, ["60m page ana"]);
  const given = reassign(begun().state, { by: "ana", at: 0 }, "dan");
  assert.deepEqual(played(given, 6 * MINUTE_MS, facts(policy())).lines, ["0m page dan", "5m page ana"]);
});

test("escalated at once, the next step runs now; a responder changes nothing of what comes", () => {
  const now = escalateNow(begun().state, { by: "ana", at: MINUTE_MS });
  assert.deepEqual(played({ state: now.state, entries: [] }, MINUTE_MS, facts(policy())).lines, ["1m page ben"]);
  const before = begun().state;
  assert.deepEqual(addResponder(before, { by: "ana", at: 0 }, "dan").state, before);
});

test("whatever happens in whatever order: a page that awaits an answer and is not over has something due, and what is due lies ahead", () => {
  const name = fc.constantFrom("ana", "ben", "cho");
  const step = fc.record({
    act: fc.constantFrom("page" as const, "notify" as const),
    targets: fc.array(
      name.map((who) => ({ kind: "person" as const, name: who })),
      { minLength: 1, maxLength: 2 },
    ),
    afterMs: fc.integer({ min: 0, max: HOUR_MS }),
  });
  const written = fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    rounds: fc.integer({ min: 1, max: 3 }),
    fallback: fc.option(name.map((who) => ({ kind: "person" as const, name: who }))),
    acknowledgementMs: fc.integer({ min: MINUTE_MS, max: HOUR_MS }),
    only: fc.constantFrom(null, { zone: "Europe/Madrid", spans: [{ start: 540, length: 480 }] }),
    acknowledgements: fc.integer({ min: 1, max: 2 }),
  });
  const move = fc.record({
    what: fc.constantFrom(
      "wait",
      "ack",
      "unack",
      "snooze",
      "reassign",
      "now",
      "switch",
      "audit",
      "changed",
      "unchanged",
      "upgrade",
      "resolve",
      "ended",
    ),
    by: name,
    ms: fc.integer({ min: 1, max: 3 * HOUR_MS }),
    absent: fc.subarray(["ana", "ben", "cho"]),
  });
  fc.assert(
    fc.property(
      fc.tuple(written, written),
      fc.array(move, { maxLength: 30 }),
      fc.boolean(),
      ([first, second], moves, isTicket) => {
        let at = 1_000_000;
        const urgency = isTicket ? "ticket" : "page";
        let { state } = beginPage(notice({ at, urgency }), inForce(first), facts(first));
        for (const { what, by, ms, absent } of moves) {
          at += ms;
          const known = facts(state.policy, absent);
          const act = { by, at };
          const said = (reason: "changed" | "unchanged" | "ended", is: "page" | "ticket") =>
            takeNotice(state, notice({ reason, at, urgency: is }), {
              inForce: inForce(second),
              facts: facts(second, absent),
            });
          const verbs: Record<typeof what, () => Decision> = {
            wait: () => decidePage(state, at, known),
            ack: () => acknowledge(state, act),
            unack: () => unacknowledge(state, act),
            snooze: () => snooze(state, act, at + ms),
            reassign: () => reassign(state, act, by),
            now: () => escalateNow(state, act),
            switch: () => switchPolicy(state, act, inForce(second)),
            audit: () => audit(state, at),
            changed: () => said("changed", state.urgency),
            unchanged: () => said("unchanged", state.urgency),
            upgrade: () => said("changed", "page"),
            resolve: () => resolve(state, act, { firing: 1, told: [] }),
            ended: () => said("ended", state.urgency),
          };
          ({ state } = verbs[what]());
          ({ state } = decidePage(state, at, facts(state.policy, absent)));
          assert.equal(JSON.stringify(stateOfText(JSON.stringify(state))), JSON.stringify(state));
          if (state.over !== null) {
            assert.equal(state.next, null);
            return;
          }
          if (awaitsAnswer(state)) assert.ok(state.next !== null, `${what}: nothing is due`);
          if (state.next !== null) assert.ok(state.next.at > at, `${what}: ${state.next.what} is due in the past`);
        }
      },
    ),
    { numRuns: 400 },
  );
});
