import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { LiveAlert } from "#objectives";
import type { StoredAlert } from "./alert.ts";
import { liveAlert, storedAlert } from "./alerts.testing.ts";
import { type AlertChange, compareAlerts } from "./compare.ts";

const NOW = 900_000;

function compared(
  stored: readonly StoredAlert[],
  found: readonly LiveAlert[],
  complete: readonly string[] = [],
): AlertChange[] {
  return compareAlerts({ stored, found, complete, now: NOW });
}

/** "fires, told" and so on. */
function words(changes: readonly AlertChange[]): string[] {
  return changes.map(({ what, tell }) => `${what}${tell ? ", told" : ""}`);
}

test("what fires anew is told when it is audible, and kept silently when it is muted", () => {
  assert.deepEqual(words(compared([], [liveAlert()])), ["fires, told"]);
  assert.deepEqual(words(compared([], [liveAlert({ toldAt: null, mutedBy: "orders/all" })])), ["fires"]);
});

test("what became audible is told once", () => {
  const muted = liveAlert({ toldAt: null, mutedBy: "orders/all" });
  assert.deepEqual(words(compared([storedAlert(muted)], [liveAlert()])), ["changes, told"]);
  assert.deepEqual(words(compared([storedAlert(liveAlert())], [liveAlert()])), []);
});

test("an end is told exactly when the beginning was", () => {
  const over = liveAlert({ endedAt: 200_000, end: "resolved" });
  assert.deepEqual(words(compared([storedAlert(liveAlert())], [over])), ["ends, told"]);
  assert.deepEqual(words(compared([storedAlert(liveAlert({ toldAt: null }))], [over])), ["ends"]);
});

test("what was over before anybody could be told is kept, and wakes nobody", () => {
  assert.deepEqual(words(compared([], [liveAlert({ endedAt: 200_000, end: "resolved" })])), ["fires"]);
});

test("after a start, what fires in the store and nowhere else is over now", () => {
  const [change] = compared([storedAlert(liveAlert())], [], ["payments", "orders"]);
  assert.deepEqual(change, {
    what: "ends",
    id: "alert_1",
    alert: null,
    endedAt: NOW,
    ending: "withdrawn",
    tell: true,
  });
  assert.deepEqual(compared([storedAlert(liveAlert())], [], ["payments"]), []);
});

test("a recovery that sees the same outage begin at another instant tells nobody again, and its end ends what was told", () => {
  const stored = [storedAlert(liveAlert({ firedAt: 100_000 }))];
  for (const firedAt of [90_000, 110_000]) {
    assert.ok(!words(compared(stored, [liveAlert({ firedAt })], ["orders"])).some((word) => word.includes("told")));
    const over = liveAlert({ firedAt, endedAt: 300_000, end: "resolved" });
    assert.deepEqual(words(compared(stored, [over])), ["ends, told"]);
  }
});

test("an outage that ended and another that began while nobody compared are two", () => {
  const over = liveAlert({ firedAt: 90_000, endedAt: 300_000, end: "resolved" });
  const next = liveAlert({ firedAt: 400_000 });
  assert.deepEqual(words(compared([storedAlert(liveAlert())], [next, over])), ["ends, told", "fires, told"]);
});

test("what is over in the store and goes on in the engine fires anew, now", () => {
  const over = storedAlert(liveAlert({ endedAt: 200_000, end: "resolved" }));
  const [change] = compared([over], [liveAlert()]);
  assert.equal(change?.what === "fires" && change.alert.firedAt, NOW);
});

test("one that began and ended in one tick is named twice, and is one", () => {
  const over = liveAlert({ endedAt: 200_000, end: "resolved" });
  assert.deepEqual(words(compared([], [liveAlert(), over])), ["fires"]);
});

test("another client, urgency or kind is another alert", () => {
  const stored = [storedAlert(liveAlert())];
  for (const other of [{ client: "acme" }, { urgency: "ticket" }, { kind: "trafficVanished" }] as const) {
    assert.deepEqual(words(compared(stored, [liveAlert(other)])), ["fires, told"], JSON.stringify(other));
  }
});

test("after each comparison the store has what fires, once for each subject, and comparing again tells nobody", () => {
  const alert = fc
    .record({
      client: fc.constantFrom("a", "b"),
      firedAt: fc.integer({ min: 0, max: 5 }).map((n) => n * 10_000),
      lasts: fc.option(fc.integer({ min: 1, max: 4 }).map((n) => n * 10_000)),
      told: fc.boolean(),
    })
    .map(({ client, firedAt, lasts, told }) =>
      liveAlert({
        client,
        firedAt,
        endedAt: lasts === null ? null : firedAt + lasts,
        end: lasts === null ? null : "resolved",
        toldAt: told ? firedAt : null,
      }),
    );
  const history = fc.array(fc.record({ found: fc.array(alert, { maxLength: 4 }), complete: fc.subarray(["orders"]) }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(history, (ticks) => {
      let stored: StoredAlert[] = [];
      ticks.forEach(({ found: all, complete }, tick) => {
        const now = 1_000_000 + tick;
        const found = oneFiringEach(all);
        stored = written(stored, compareAlerts({ stored, found, complete, now }), `${tick}`);
        const firing = stored.filter(({ endedAt }) => endedAt === null).map(({ client }) => client);
        assert.equal(new Set(firing).size, firing.length);
        const again = compareAlerts({ stored, found, complete, now: now + 1 });
        assert.ok(again.every((change) => !change.tell));
        if (complete.length > 0) assert.deepEqual(firing.toSorted(byName), firingIn(found));
      });
    }),
  );
});

function firingIn(found: readonly LiveAlert[]): (string | undefined)[] {
  return found.flatMap(({ client, endedAt }) => (endedAt === null ? [client] : [])).toSorted(byName);
}

function byName(a: string | null | undefined, b: string | null | undefined): number {
  return (a ?? "") < (b ?? "") ? -1 : 1;
}

/** As an engine would say it: alerts of one subject do not overlap. */
function oneFiringEach(all: readonly LiveAlert[]): LiveAlert[] {
  const until = new Map<string | undefined, number>();
  return all
    .toSorted((a, b) => a.firedAt - b.firedAt)
    .filter(({ client, firedAt, endedAt }) => {
      if (firedAt < (until.get(client) ?? 0)) return false;
      until.set(client, endedAt ?? Number.POSITIVE_INFINITY);
      return true;
    });
}

function written(stored: readonly StoredAlert[], changes: readonly AlertChange[], tick: string): StoredAlert[] {
  const after = new Map(stored.map((alert) => [alert.id, alert]));
  changes.forEach((change, index) => {
    if (change.what === "fires") {
      const { alert, tell } = change;
      const id = `${tick}.${index}`;
      after.set(id, storedAlert(alert, { id, toldAt: tell ? alert.firedAt : null }));
      return;
    }
    const before = after.get(change.id) as StoredAlert;
    if (change.what === "ends") {
      const { endedAt, ending } = change;
      after.set(change.id, { ...before, endedAt, ending, pairs: change.alert?.pairs ?? before.pairs });
    } else {
      const { mutedBy, pairs } = change.alert;
      after.set(change.id, { ...before, mutedBy, pairs, toldAt: before.toldAt ?? (change.tell ? 1 : null) });
    }
  });
  return [...after.values()];
}
