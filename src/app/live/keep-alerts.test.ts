import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "#kernel";
import { KeepAlerts, type KeepAlertsParts } from "./keep-alerts.ts";

const FULL = new Refusal("unavailable", "state.disk-full", "Full.");
const BEGAN = { at: 0, began: [{}], changed: [], ended: [], pages: [] } as unknown as Parameters<KeepAlerts["keep"]>[0];

/** A store on a disk that is full until the reserve is given away; then it has room for so many writings. */
function kept(roomFor: number) {
  const seen = { released: 0, written: 0, reported: [] as unknown[] };
  const release = (): boolean => seen.released++ === 0;
  const transact = (): Promise<void> =>
    seen.released > 0 && seen.written < roomFor ? Promise.resolve(void seen.written++) : Promise.reject(FULL);
  const alerts = new KeepAlerts({
    state: { transact },
    stream: { changed: () => undefined },
    worker: { poke: () => Promise.resolve() },
    report: (fault: unknown) => seen.reported.push(fault),
    reserve: { release },
  } as unknown as KeepAlertsParts);
  return { alerts, seen };
}

test("on a full disk the reserve is given away for an alert, once, at a tick and at a start", async () => {
  const tick = kept(1);
  await tick.alerts.keep(BEGAN);
  assert.deepEqual(tick.seen, { released: 1, written: 1, reported: [] });
  assert.equal(tick.alerts.isBehind, false);
  const start = kept(1);
  await start.alerts.keepAll([], ["orders"], 0);
  assert.equal(start.seen.written, 1);
});

test("when the reserve does not do either, that is told, and the alert waits for the next tick", async () => {
  const { alerts, seen } = kept(0);
  await alerts.keep(BEGAN);
  assert.deepEqual(seen.reported, [FULL]);
  assert.equal(alerts.isBehind, true);
  await assert.rejects(alerts.keepAll([], ["orders"], 0), FULL);
});
