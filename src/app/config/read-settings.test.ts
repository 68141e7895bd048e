import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, Refusal } from "#kernel";
import { defaultSettings, readSettings } from "./read-settings.ts";

test("what is not said has its default, and an empty file says nothing", () => {
  assert.deepEqual(readSettings("", "server.yaml"), defaultSettings());
  assert.equal(defaultSettings().retention.records, 30 * DAY_MS);
  assert.equal(defaultSettings().redact.ip, "drop");
});

test("durations and sizes are written as people write them", () => {
  const settings = readSettings(
    "retention: {records: 7 days, recordBytes: 1.5 GB}\nfreeSpace: 64 MiB\n",
    "server.yaml",
  );
  assert.equal(settings.retention.records, 7 * DAY_MS);
  assert.equal(settings.retention.recordBytes, 1_500_000_000);
  assert.equal(settings.freeSpace, 67_108_864);
});

test("all faults are told at once, each with its place", () => {
  const text = "retention:\n  records: 7 wekks\n  recordBytes: lots\nclients:\n  observedMax: -1\nports: 1\n";
  assert.throws(
    () => readSettings(text, "server.yaml"),
    (error) => {
      assert(error instanceof Refusal);
      assert.match(error.detail, /server\.yaml:2:12: retention\.records/);
      assert.match(error.detail, /server\.yaml:3:16: retention\.recordBytes/);
      assert.match(error.detail, /server\.yaml:5:16: clients\.observedMax/);
      assert.match(error.detail, /ports/);
      return true;
    },
  );
  assert.throws(() => readSettings("a: [", "server.yaml"), /server\.yaml:1:/);
});
