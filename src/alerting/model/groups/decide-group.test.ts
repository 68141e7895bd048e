import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decideGroup, type GroupDecision } from "./decide-group.ts";
import type { Group } from "./group.ts";
import type { MutableMember } from "./group-member.ts";
import type { Mute } from "./mute.ts";

const GROUP: Group = {
  id: "grp_1",
  key: "key",
  receiver: "standard",
  labels: { api: "orders" },
  route: "the default",
  waitMs: 30,
  updateMs: 300,
  repeatMs: 1_000,
  routingRevision: 1,
  since: 100,
  beganAt: 100,
  audibleAt: null,
  toldAt: null,
  changedAt: null,
  endedAt: null,
  reroutedAt: null,
  urgency: "page",
  title: "orders/availability fires",
  firing: 0,
  muted: 0,
  nextLookAt: 100,
  why: { closing: null, next: null, mutes: [] },
  entries: 1,
};
const SILENCE: Mute = { by: "silence", until: 5_000, text: "the silence of ana (move)", of: "sil_1" };

function member(alert: string, changes: Partial<MutableMember> = {}): MutableMember {
  return {
    group: "grp_1",
    alert,
    api: "orders",
    objective: "orders/availability",
    kind: "burnRate",
    urgency: "page",
    client: null,
    source: "plimsoll",
    dedupKey: "",
    labels: {},
    firedAt: 100,
    heardAt: 100,
    mutedBy: null,
    endedAt: null,
    joinedAt: 100,
    toldAt: null,
    endToldAt: null,
    mute: null,
    ...changes,
  };
}

/** A group and its alerts in time: what `decideGroup` says is written down as the program does. */
class Played {
  group = GROUP;
  members: MutableMember[];
  readonly told: string[] = [];

  constructor(...members: MutableMember[]) {
    this.members = members;
  }

  /** Looks because something changed. */
  at(now: number, change: (members: MutableMember[]) => MutableMember[] = (same) => same): GroupDecision {
    this.members = change(this.members);
    return this.#look(now, now);
  }

  /** Looks when that was planned, or later. */
  due(now: number): GroupDecision {
    assert.ok(this.group.nextLookAt !== null && this.group.nextLookAt <= now, "nothing is due");
    return this.#look(now, this.group.nextLookAt);
  }

  #look(now: number, since: number): GroupDecision {
    const members = this.members.filter(
      ({ endedAt, toldAt, endToldAt }) => endedAt === null || (toldAt !== null && endToldAt === null),
    );
    const decision = decideGroup({ group: this.group, members, now, since });
    this.group = decision.group;
    const { notice } = decision;
    if (notice === null) return decision;
    this.told.push(`${now} ${notice.reason} ${notice.firing.length}`);
    const came = new Set(notice.came.map(({ alert }) => alert));
    const ended = new Set(notice.ended.map(({ alert }) => alert));
    this.members = this.members.map((one) => ({
      ...one,
      toldAt: came.has(one.alert) ? now : one.toldAt,
      endToldAt: ended.has(one.alert) ? now : one.endToldAt,
    }));
    return decision;
  }
}

const set =
  (alert: string, changes: Partial<MutableMember>) =>
  (members: MutableMember[]): MutableMember[] =>
    members.map((one) => (one.alert === alert ? { ...one, ...changes } : one));
const all =
  (changes: Partial<MutableMember>) =>
  (members: MutableMember[]): MutableMember[] =>
    members.map((one) => ({ ...one, ...changes }));
const add =
  (more: MutableMember) =>
  (members: MutableMember[]): MutableMember[] => [...members, more];

test("the first notice goes out wait after the first alert came, then unchanged ones exactly repeat after the last", () => {
  const play = new Played(member("a"));
  play.at(100);
  assert.equal(play.group.nextLookAt, 130);
  play.due(130);
  play.due(1_137);
  assert.deepEqual(play.told, ["130 first 1", "1137 unchanged 1"]);
  assert.deepEqual(play.group.why.next, { at: 2_137, reason: "unchanged" });
});

test("an alert that joins is told when an update is due, and one that comes and goes between notices is not told of", () => {
  const play = new Played(member("a"));
  play.at(130);
  play.at(140, add(member("b", { joinedAt: 140 })));
  assert.equal(play.group.nextLookAt, 430);
  play.at(150, set("b", { endedAt: 150 }));
  assert.equal(play.group.nextLookAt, 1_130, "nothing is left to tell");
  play.at(160, add(member("c", { joinedAt: 160 })));
  play.due(460);
  assert.deepEqual(play.told, ["130 first 1", "460 changed 2"]);
});

test("whoever was told is told of the end, and a fire again before that goes on with the same group", () => {
  const play = new Played(member("a"));
  play.at(130);
  play.at(200, set("a", { endedAt: 200 }));
  assert.deepEqual(play.group.why.next, { at: 430, reason: "ended" });
  play.at(300, add(member("b", { joinedAt: 300 })));
  assert.equal(play.group.nextLookAt, 430);
  play.due(430);
  play.at(900, set("b", { endedAt: 900 }));
  assert.deepEqual(play.told, ["130 first 1", "430 changed 1", "900 ended 0"]);
  assert.equal(play.group.endedAt, 900);
  assert.equal(play.group.nextLookAt, null);
});

test("silenced from the start and over before its end is nobody's news", () => {
  const play = new Played(member("a", { mute: SILENCE }));
  play.at(100);
  assert.equal(play.group.nextLookAt, 5_000);
  const { group, notice, entries } = play.at(4_000, set("a", { endedAt: 4_000 }));
  assert.equal(notice, null);
  assert.equal(group.endedAt, 4_000);
  assert.match(entries[0]?.why ?? "", /since it was muted: the silence of ana \(move\)/);
});

test("when a silence ends its alerts are news as of then, not late", () => {
  const play = new Played(member("a", { mute: SILENCE }));
  play.at(100);
  play.members = all({ mute: null })(play.members);
  const { notice } = play.due(5_003);
  assert.deepEqual([notice?.reason, notice?.due], ["first", 5_000]);
});

test("a silence over what was told stops the repeats, not the end", () => {
  const play = new Played(member("a"));
  play.at(130);
  play.at(200, all({ mute: SILENCE }));
  assert.equal(play.group.nextLookAt, 5_000);
  play.at(700, set("a", { endedAt: 700 }));
  assert.deepEqual(play.told, ["130 first 1", "700 ended 0"]);
});

test("what fires unheard under a silence when the told ones are over is left for a group of its own", () => {
  const play = new Played(member("a"));
  play.at(130);
  play.at(200, add(member("b", { mute: SILENCE })));
  const { left } = play.at(700, set("a", { endedAt: 700 }));
  assert.deepEqual(play.told, ["130 first 1", "700 ended 0"]);
  assert.deepEqual(
    left.map(({ alert }) => alert),
    ["b"],
  );
});

test("what routes moved away is told again by nobody here but of its end", () => {
  const play = new Played(member("a"));
  play.at(130);
  play.group = { ...play.group, reroutedAt: 150 };
  play.at(150);
  assert.equal(play.group.nextLookAt, null);
  play.at(900, set("a", { endedAt: 900 }));
  assert.deepEqual(play.told, ["130 first 1", "900 ended 0"]);
});

test("with any history of alerts, ends and silences: an end for each beginning, nothing due in the past, repeats as said", () => {
  const step = fc.record({
    after: fc.integer({ min: 1, max: 700 }),
    what: fc.constantFrom("fire", "end", "mute", "unmute", "wait"),
    which: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const play = new Played(member("0"));
      play.at(100);
      let now = 100;
      let made = 1;
      const runTo = (until: number): void => {
        while (play.group.nextLookAt !== null && play.group.nextLookAt <= until && play.group.endedAt === null) {
          const at = play.group.nextLookAt;
          play.members = play.members.map((one) =>
            one.mute !== null && (one.mute.until ?? 0) <= at ? { ...one, mute: null } : one,
          );
          play.due(at);
          assert.ok(play.group.nextLookAt === null || play.group.nextLookAt > at, "it is looked at for ever");
        }
      };
      for (const { after, what, which } of steps) {
        runTo(now + after);
        now += after;
        if (play.group.endedAt !== null) break;
        const target = String(which);
        if (what === "fire") play.at(now, add(member(String(made++), { joinedAt: now, heardAt: now })));
        else if (what === "end") play.at(now, set(target, { endedAt: now }));
        else if (what === "mute") play.at(now, set(target, { mute: { ...SILENCE, until: now + 400 } }));
        else if (what === "unmute") play.at(now, set(target, { mute: null }));
      }
      if (play.group.endedAt === null) {
        play.at(now + 1, (members) => members.map((one) => ({ ...one, endedAt: one.endedAt ?? now + 1 })));
      }
      runTo(now + 10_000);
      assert.ok(play.group.endedAt !== null, "it is over");
      for (const { toldAt, endToldAt } of play.members) assert.equal(toldAt === null, endToldAt === null);
      const reasons = play.told.map((one) => one.split(" ")[1]);
      assert.deepEqual(
        reasons.filter((one) => one === "first").length,
        reasons.filter((one) => one === "ended").length,
      );
    }),
  );
});
