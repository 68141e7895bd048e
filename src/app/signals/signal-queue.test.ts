import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Alerting, alertingMigrations } from "#alerting";
import { ClientNames } from "#clients";
import { jobMigrations } from "#jobs";
import { Ids } from "#kernel";
import { readSignals } from "#signals";
import { openState, type Tx } from "#storage";
import { SignalQueue } from "./signal-queue.ts";

const BODIES = 100;

test("bodies that come while others are written are written together; each hears what became of its own signals", async () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-queue-"));
  const clock = { now: () => 1_800_000_000_000 };
  const modules = [
    { module: "jobs", migrations: jobMigrations },
    { module: "alerting", migrations: alertingMigrations },
  ];
  const state = await openState({ at: { file: join(folder, "state.db") }, modules, clock, program: "1.0.0" });
  const ids = new Ids(clock, randomBytes);
  const house = {
    state,
    clock,
    ids,
    entropy: randomBytes,
    publicUrl: "http://plimsoll.test",
    clients: new ClientNames(),
  };
  const alerting = new Alerting({ ...house, tell: () => Promise.resolve(), policies: () => Promise.resolve([]) });
  let written = 0;
  const write = <Result>(change: (tx: Tx) => Promise<Result>): Promise<Result> => {
    written++;
    return state.transact(change);
  };
  const source = await alerting.findSource(state.read, "pagerduty");
  assert.ok(source !== undefined);
  const queue = new SignalQueue({ alerting, alerts: { write }, clock, isApi: () => false });
  const payload = { summary: "Down", source: "host", severity: "critical" };
  const event = (n: number) => ({
    event_action: n % 2 === 0 ? "trigger" : "resolve",
    dedup_key: `k${n >> 1}`,
    payload,
  });
  const outcomes = await Promise.all(
    Array.from({ length: BODIES }, (_, n) => queue.take(source, readSignals(event(n), source))),
  );
  assert.deepEqual(
    outcomes,
    Array.from({ length: BODIES }, (_, n) => [n % 2 === 0 ? "opened" : "resolved"]),
  );
  assert.equal(written, 2);
  await state.close();
  rmSync(folder, { recursive: true });
});
