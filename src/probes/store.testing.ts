import assert from "node:assert/strict";
import { test } from "node:test";
import type { State, StateOptions } from "#storage";
import { probesMigrations } from "./migrations.ts";
import {
  addBeat,
  aliveAt,
  beatsBefore,
  deleteHeartbeat,
  everyHeartbeat,
  findHeartbeat,
  heartbeatsAfter,
  markAlive,
  setBeatState,
  storeHeartbeat,
} from "./store/heartbeats.ts";
import {
  deleteProbe,
  deleteProbesOf,
  everyProbe,
  findProbe,
  probesAfter,
  statesOf,
  storeProbe,
  storeState,
} from "./store/probes.ts";
import { addResult, countHour, hoursOf, resultsBefore } from "./store/results.ts";

const MODULES = [{ module: "probes", migrations: probesMigrations }];
const PROBE = {
  probe: "health",
  api: "orders",
  title: "Health \u{1f6a2}",
  checked: '{"url":"https://h/"}',
  every_ms: 30_000,
  tls_days: 14,
  failures: 2,
  successes: 1,
  paused: 0,
  created_at: 1_800_000_000_000,
  revision: 1,
  managed_by: null,
};
const RESULT = {
  probe: "health",
  seq: 1,
  at: 1_800_000_000_000,
  passed: 1,
  status: 200,
  total_us: 1_200,
  lookup_us: 1,
  connect_us: 2,
  tls_us: 3,
  wait_us: 4,
  certificate_ends_at: null,
  faults: "[]",
};

/** What the store of probes promises on each engine. */
export function testProbesStore(engine: string, open: (modules: StateOptions["modules"]) => Promise<State>): void {
  test(`${engine}: a probe is saved whole, changed in place, and listed by name, of one API or of all`, async () => {
    const state = await open(MODULES);
    const { read } = state;
    const changed = { ...PROBE, title: "Other", paused: 1, revision: 2, managed_by: "main" };
    await state.transact(async (tx) => {
      await storeProbe(tx, PROBE);
      await storeProbe(tx, { ...changed, created_at: 9 });
      await storeProbe(tx, { ...PROBE, probe: "a-b" });
      await storeProbe(tx, { ...PROBE, probe: "a0", api: "other" });
    });
    assert.deepEqual(await findProbe(read, "health"), changed);
    assert.equal(await findProbe(read, "healt"), undefined);
    const names = async (asked: Parameters<typeof probesAfter>[1]) =>
      (await probesAfter(read, asked)).map(({ probe }) => probe);
    assert.deepEqual(await names({ api: undefined, after: "", limit: 9 }), ["a-b", "a0", "health"]);
    assert.deepEqual(await names({ api: undefined, after: "a-b", limit: 1 }), ["a0"]);
    assert.deepEqual(await names({ api: "orders", after: "", limit: 9 }), ["a-b", "health"]);
    await state.transact((tx) => deleteProbesOf(tx, "orders"));
    assert.deepEqual(
      (await everyProbe(read)).map(({ probe }) => probe),
      ["a0"],
    );
    await state.close();
  });

  test(`${engine}: the last runs are kept, the latest first, and hours add up and expire`, async () => {
    const state = await open(MODULES);
    const { read } = state;
    const hour = { probe: "health", hour: 0, runs: 1, passed: 1, answered: 1, total_us: 5, slowest_us: 5 };
    await state.transact(async (tx) => {
      await storeProbe(tx, PROBE);
      for (let seq = 1; seq <= 5; seq++) await addResult(tx, { ...RESULT, seq, passed: seq % 2 }, 3);
      await countHour(tx, hour, 0);
      await countHour(tx, { ...hour, passed: 0, total_us: 9, slowest_us: 9 }, 0);
      await countHour(tx, { ...hour, hour: 3_600_000 }, 0);
    });
    const seqs = async (asked: Parameters<typeof resultsBefore>[2]) =>
      (await resultsBefore(read, "health", asked)).map(({ seq }) => seq);
    assert.deepEqual(await seqs({ before: undefined, failed: false, limit: 9 }), [5, 4, 3]);
    assert.deepEqual(await seqs({ before: 5, failed: false, limit: 1 }), [4]);
    assert.deepEqual(await seqs({ before: undefined, failed: true, limit: 9 }), [4]);
    const [first] = await hoursOf(read, ["health", "none"], 0);
    assert.deepEqual(first, { ...hour, runs: 2, answered: 2, total_us: 14, slowest_us: 9 });
    await state.transact((tx) => countHour(tx, { ...hour, hour: 7_200_000 }, 3_600_000));
    assert.deepEqual(
      (await hoursOf(read, ["health"], 0)).map((one) => one.hour),
      [3_600_000, 7_200_000],
    );
    assert.deepEqual(await hoursOf(read, [], 0), []);
    await state.close();
  });

  test(`${engine}: what is known of a probe and its runs go with it`, async () => {
    const state = await open(MODULES);
    const { read } = state;
    await assert.rejects(
      state.transact((tx) => storeState(tx, { probe: "health", state: "{}" })),
      /foreign key/i,
    );
    await state.transact(async (tx) => {
      await storeProbe(tx, PROBE);
      await storeState(tx, { probe: "health", state: "1" });
      await storeState(tx, { probe: "health", state: "2" });
      await addResult(tx, { ...RESULT, certificate_ends_at: 7 }, 3);
    });
    assert.deepEqual(await statesOf(read, ["health"]), [{ probe: "health", state: "2" }]);
    await state.transact((tx) => deleteProbe(tx, "health"));
    assert.deepEqual(
      [
        await statesOf(read, ["health"]),
        await resultsBefore(read, "health", { before: undefined, failed: false, limit: 9 }),
      ],
      [[], []],
    );
    await state.close();
  });

  test(`${engine}: heartbeats are kept with their last signs, which go with them, and until when somebody listened`, async () => {
    const state = await open(MODULES);
    const { read } = state;
    const row = {
      heartbeat: "billing",
      api: "orders",
      title: "Billing",
      every_ms: 60_000,
      grace_ms: 0,
      paused: 0,
      secret_sha256: null,
      state: "{}",
      created_at: 5,
      revision: 1,
      managed_by: null,
    };
    assert.equal(await aliveAt(read), undefined);
    await state.transact(async (tx) => {
      await storeHeartbeat(tx, row);
      await storeHeartbeat(tx, { ...row, secret_sha256: "ab", revision: 2, created_at: 9 });
      await storeHeartbeat(tx, { ...row, heartbeat: "backup", api: "other" });
      await setBeatState(tx, "billing", "{1}");
      for (let seq = 1; seq <= 4; seq++) await addBeat(tx, { heartbeat: "billing", seq, at: seq, failed: seq % 2 }, 3);
      await markAlive(tx, 1);
      await markAlive(tx, 2);
    });
    assert.equal(await aliveAt(read), 2);
    assert.deepEqual(await findHeartbeat(read, "billing"), { ...row, secret_sha256: "ab", revision: 2, state: "{1}" });
    const names = async (api: string | undefined, after: string) =>
      (await heartbeatsAfter(read, { api, after, limit: 9 })).map(({ heartbeat }) => heartbeat);
    assert.deepEqual(
      [await names(undefined, ""), await names("orders", ""), await names(undefined, "backup")],
      [["backup", "billing"], ["billing"], ["billing"]],
    );
    const seqs = async (before: number | undefined) =>
      (await beatsBefore(read, "billing", { before, limit: 2 })).map(({ seq }) => seq);
    assert.deepEqual([await seqs(undefined), await seqs(3)], [[4, 3], [2]]);
    await state.transact((tx) => deleteHeartbeat(tx, "billing"));
    assert.deepEqual([await seqs(undefined), (await everyHeartbeat(read)).length], [[], 1]);
    await state.close();
  });
}
