import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { MINUTE_MS } from "#kernel";
import type { LiveAlert } from "#objectives";
import { type Deed, GroupsSimulation, type Scene } from "./groups-simulation.testing.ts";
import { liveAlert } from "./model/alerts.testing.ts";

const directory = mkdtempSync(join(tmpdir(), "plimsoll-groups-"));
after(() => rmSync(directory, { recursive: true }));
let made = 0;

const START = 1_000_000;
const ROUTES = [
  "routing:\n  default: {escalate: standard, wait: 30s, update: 5m, repeat: 30m}\n",
  "routing:\n  default: {escalate: standard, repeat: 1h}\n  rules:\n    - {if: {api: orders}, escalate: orders, group: [api], continue: true}\n    - {if: {urgency: page}, escalate: pager, group: [...]}\n",
  "routing:\n  default: {escalate: standard, group: [api]}\ninhibit:\n  - {when: {objective: orders/one}, mutes: {objective: [orders/two, orders/three]}, equal: [api]}\n",
];

/** Everybody who was told that a group fires was told that it is over, once and last; repeats came exactly as said. */
function checkPromises(notices: Awaited<ReturnType<GroupsSimulation["run"]>>): void {
  for (const [group, own] of Map.groupBy(notices, (notice) => notice.group)) {
    const reasons = own.map(({ reason }) => reason);
    assert.equal(reasons[0], "first", `${group} begins with ${reasons.join()}`);
    assert.equal(reasons.filter((one) => one === "first").length, 1, `${group} was told as first twice`);
    assert.equal(reasons.at(-1), "ended", `${group} was told of firing and not of its end: ${reasons.join()}`);
    assert.equal(reasons.filter((one) => one === "ended").length, 1);
    assert.equal(new Set(own.map(({ policy }) => policy)).size, 1, "one policy hears of one group");
  }
}

async function play(scene: Omit<Scene, "file">): Promise<{ simulation: GroupsSimulation; reasons: string[] }> {
  const simulation = new GroupsSimulation({ ...scene, file: join(directory, `${made++}.db`) });
  const notices = await simulation.run();
  checkPromises(notices);
  return { simulation, reasons: notices.map(({ reason }) => reason) };
}

test("an unchanged group is told again exactly at its repeat, and its end when it is over", async () => {
  const scene = { seed: 1, truth: [lasting("orders/one", 0, 9 * 60)], deeds: [], kills: [] };
  const { reasons } = await play(scene);
  assert.deepEqual(reasons, ["first", "unchanged", "unchanged", "ended"]);
});

test("killed at any of its writes, before or after the commit, nobody who was told is left untold of the end", async () => {
  const scene = {
    seed: 1,
    truth: [
      lasting("orders/one", 1, 50),
      lasting("orders/two", 10, 20),
      { ...lasting("orders/three", 5, 60), toldAt: START + 30 * MINUTE_MS },
    ],
    deeds: [
      { at: START + 20 * MINUTE_MS, deed: { kind: "silence", api: "orders", minutes: 5 } },
      { at: START + 30 * MINUTE_MS, deed: { kind: "routes", text: ROUTES[1] ?? "" } },
    ] satisfies Scene["deeds"],
  };
  const { simulation } = await play({ ...scene, kills: [] });
  assert.ok(simulation.writes > 10);
  for (let atWrite = 1; atWrite <= simulation.writes; atWrite++) {
    for (const committed of [false, true]) {
      const { simulation: killed } = await play({ ...scene, kills: [{ atWrite, committed }] });
      assert.equal(killed.kills, 1);
    }
  }
});

test("with any history of alerts, silences, routes and kills: an end for each beginning, and nothing later than due + 5 s", async () => {
  const interval = fc.record({
    objective: fc.constantFrom("orders/one", "orders/two", "orders/three", "payments/one"),
    from: fc.integer({ min: 0, max: 400 }),
    lasts: fc.integer({ min: 1, max: 300 }),
    toldAfter: fc.option(fc.integer({ min: 0, max: 60 }), { freq: 4 }),
    urgency: fc.constantFrom("page" as const, "ticket" as const),
  });
  const deed: fc.Arbitrary<Deed> = fc.oneof(
    fc.record({
      kind: fc.constant("silence" as const),
      api: fc.constantFrom("orders", "payments"),
      minutes: fc.integer({ min: 1, max: 200 }),
    }),
    fc.record({ kind: fc.constant("routes" as const), text: fc.constantFrom(...ROUTES) }),
  );
  const dated = fc.record({ at: fc.integer({ min: 0, max: 600 }).map((m) => START + m * MINUTE_MS), deed });
  const kill = fc.record({ atWrite: fc.integer({ min: 1, max: 80 }), committed: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        intervals: fc.array(interval, { minLength: 1, maxLength: 8 }),
        deeds: fc.array(dated, { maxLength: 5 }),
        kills: fc.uniqueArray(kill, { maxLength: 6, selector: ({ atWrite }) => atWrite }),
        seed: fc.integer({ min: 1, max: 1_000_000 }),
      }),
      async ({ intervals, deeds, kills, seed }) => {
        const truth = apart(
          intervals.map(({ objective, from, lasts, toldAfter, urgency }) => ({
            ...lasting(objective, from, lasts),
            urgency,
            toldAt: toldAfter === null ? null : START + (from + toldAfter) * MINUTE_MS,
          })),
        );
        await play({ truth, seed, kills, deeds: deeds.toSorted((a, b) => a.at - b.at) });
      },
    ),
    { numRuns: 25 },
  );
});

/** An alert that fires so many minutes after the start and lasts for so many. */
function lasting(objective: string, from: number, minutes: number): LiveAlert {
  const firedAt = START + from * MINUTE_MS;
  return liveAlert({
    api: objective.split("/")[0] ?? "",
    objective,
    firedAt,
    toldAt: firedAt,
    endedAt: firedAt + minutes * MINUTE_MS,
    end: "resolved",
  });
}

/** As an engine would have them: of one objective and urgency no two overlap. */
function apart(alerts: readonly LiveAlert[]): LiveAlert[] {
  const until = new Map<string, number>();
  return alerts
    .toSorted((a, b) => a.firedAt - b.firedAt)
    .filter(({ objective, urgency, firedAt, endedAt }) => {
      const subject = `${objective} ${urgency}`;
      if (firedAt <= (until.get(subject) ?? 0)) return false;
      until.set(subject, endedAt ?? 0);
      return true;
    });
}
