import assert from "node:assert/strict";
import { test } from "node:test";
import { Heartbeat } from "./heartbeat.ts";

test("beats are made one after the other, each with the time of its own start", async () => {
  let now = 10;
  const seen: string[] = [];
  const slow = async (at: number): Promise<void> => {
    seen.push(`begin ${at}`);
    await Promise.resolve();
    now++;
    seen.push(`end ${at}`);
  };
  const heartbeat = new Heartbeat(
    () => now,
    [slow, slow],
    (fault) => assert.fail(String(fault)),
  );
  await Promise.all([heartbeat.beat(), heartbeat.beat()]);
  assert.deepEqual(seen, ["begin 10", "end 10", "begin 11", "end 11", "begin 12", "end 12", "begin 13", "end 13"]);
});

test("a beat that fails says so, and so does every one after it", async () => {
  const heartbeat = new Heartbeat(
    () => 1,
    [() => Promise.reject(new Error("the disk is gone"))],
    (fault) => assert.fail(String(fault)),
  );
  await assert.rejects(heartbeat.beat(), /the disk is gone/);
  await assert.rejects(heartbeat.beat(), /the disk is gone/);
  await heartbeat.stop();
});
