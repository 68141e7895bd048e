import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareText } from "#kernel";
import type { Signal } from "#signals";
import type { StoredAlert } from "../alert.ts";
import { type KnownKey, mergeSignals } from "./merge-signals.ts";
import { signal, signalSource } from "./signals.testing.ts";

const NOW = 1_000_000;

/** A source's alerts in memory: what it says, one body after the other. */
class Book {
  readonly alerts = new Map<string, StoredAlert>();
  #made = 0;

  say(signals: readonly Signal[], now = NOW, lapseMs: number | null = null): string[] {
    const { outcomes, alerts } = mergeSignals(signals, {
      source: signalSource({ lapseMs }),
      now,
      known: this.#known(),
      isApi: (name) => name === "orders",
      nextId: () => `alert_${String(this.#made++).padStart(4, "0")}`,
    });
    for (const { after } of alerts) this.alerts.set(after.id, after);
    return outcomes.map(({ outcome }) => outcome);
  }

  get all(): StoredAlert[] {
    return [...this.alerts.values()].toSorted((a, b) => compareText(a.id, b.id));
  }

  #known(): Map<string, KnownKey> {
    const known = new Map<string, KnownKey>();
    for (const alert of this.all.toSorted((a, b) => a.firedAt - b.firedAt)) {
      const { open, over } = known.get(alert.dedupKey) ?? { open: undefined, over: undefined };
      known.set(alert.dedupKey, alert.endedAt === null ? { open: alert, over } : { open, over: alert });
    }
    return known;
  }
}

test("of a key one alert is open: it begins at the earliest start, has the newest words, and is never made less urgent", () => {
  const book = new Book();
  const first = signal({ startsAt: NOW - 500, urgency: "ticket" });
  assert.deepEqual(book.say([first, first]), ["opened", "repeated"]);
  const worse = signal({ startsAt: NOW - 900, text: "Disk full, 0 bytes", labels: { api: "orders" } });
  assert.deepEqual(book.say([worse, { ...worse, urgency: "ticket" }]), ["merged", "repeated"]);
  const [alert] = book.all;
  assert.deepEqual(
    [book.all.length, alert?.firedAt, alert?.urgency, alert?.explanation.text, alert?.api],
    [1, NOW - 900, "page", "Disk full, 0 bytes", "orders"],
  );
});

test("a start that lies in the future is now", () => {
  const book = new Book();
  book.say([signal({ startsAt: NOW + 60_000 })]);
  assert.equal(book.all[0]?.firedAt, NOW);
});

test("a resolve ends the alert at its instant, never before it began or after now; saying it again is a repeat", () => {
  const book = new Book();
  book.say([signal({ startsAt: NOW - 500 })]);
  assert.deepEqual(book.say([signal({ action: "resolve", endsAt: NOW - 100 })]), ["resolved"]);
  assert.deepEqual([book.all[0]?.endedAt, book.all[0]?.ending], [NOW - 100, "resolved"]);
  assert.deepEqual(book.say([signal({ action: "resolve", endsAt: NOW - 100 })]), ["repeated"]);
  assert.deepEqual(book.say([signal({ action: "resolve", dedupKey: "other" })]), ["unknownKey"]);
  assert.deepEqual(book.say([signal({ action: "acknowledge", dedupKey: "other" })]), ["unknownKey"]);
  assert.equal(book.all.length, 1);
});

test("a trigger whose end is past is a resolve, and one whose end is to come lapses then unless it is said again", () => {
  const book = new Book();
  book.say([signal({ endsAt: NOW + 240_000 })]);
  assert.equal(book.all[0]?.expiresAt, NOW + 240_000);
  assert.deepEqual(book.say([signal({ endsAt: NOW + 300_000 })], NOW + 60_000), ["repeated"]);
  assert.equal(book.all[0]?.expiresAt, NOW + 300_000);
  assert.deepEqual(book.say([signal({ startsAt: NOW, endsAt: NOW + 90_000 })], NOW + 90_000), ["resolved"]);
  assert.deepEqual([book.all[0]?.endedAt, book.all[0]?.expiresAt], [NOW + 90_000, null]);
});

test("what names no end lapses as long after it was said as its source is set to", () => {
  const book = new Book();
  book.say([signal()], NOW, 300_000);
  assert.equal(book.all[0]?.expiresAt, NOW + 300_000);
});

test("a late end of an earlier alert does not end the one that is open", () => {
  const book = new Book();
  book.say([signal({ startsAt: NOW - 900 }), signal({ action: "resolve", endsAt: NOW - 700 })]);
  book.say([signal({ startsAt: NOW - 300 })]);
  const late = signal({ action: "resolve", startsAt: NOW - 900, endsAt: NOW - 700 });
  assert.deepEqual(book.say([late]), ["repeated"]);
  assert.equal(book.all.filter(({ endedAt }) => endedAt === null).length, 1);
});

test("a trigger after the end opens another alert, which does not overlap the one before", () => {
  const book = new Book();
  const begun = signal({ startsAt: NOW - 900 });
  assert.deepEqual(book.say([begun, signal({ action: "resolve" }), begun]), ["opened", "resolved", "opened"]);
  const [first, second] = book.all;
  assert.ok((second?.firedAt ?? 0) > (first?.endedAt ?? Number.POSITIVE_INFINITY));
});

const drawn = fc.record({
  action: fc.constantFrom<Signal["action"]>("trigger", "trigger", "resolve", "acknowledge"),
  dedupKey: fc.constantFrom("a", "b"),
  startsAt: fc.option(fc.integer({ min: NOW - 50, max: NOW + 150 })),
  endsAt: fc.option(fc.integer({ min: NOW - 50, max: NOW + 150 })),
  urgency: fc.constantFrom<Signal["urgency"]>("page", "ticket"),
  text: fc.constantFrom("one", "other"),
});

test("whatever is said in whatever order: one open alert of a key, none overlaps another, and one body is as good as many", () => {
  const bodies = fc.array(fc.record({ signals: fc.array(drawn, { maxLength: 5 }), after: fc.nat({ max: 60 }) }), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(bodies, (all) => {
      const [whole, single] = [new Book(), new Book()];
      let now = NOW;
      for (const { signals, after } of all) {
        now += after;
        const said = signals.map((one) => signal(one));
        assert.deepEqual(
          whole.say(said, now),
          said.flatMap((one) => single.say([one], now)),
        );
      }
      assert.deepEqual(whole.all, single.all);
      for (const key of ["a", "b"]) {
        const mine = whole.all.filter(({ dedupKey }) => dedupKey === key).toSorted((a, b) => a.firedAt - b.firedAt);
        for (const [index, { firedAt, endedAt }] of mine.entries()) {
          const next = mine[index + 1];
          assert.ok(endedAt === null || endedAt >= firedAt);
          assert.ok(next === undefined || (endedAt !== null && endedAt < next.firedAt), JSON.stringify(mine));
        }
      }
    }),
    { numRuns: 500 },
  );
});
