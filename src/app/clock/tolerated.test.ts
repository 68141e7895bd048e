import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE_MS, Refusal, SECOND_MS } from "#kernel";
import { tolerated } from "./tolerated.ts";

test("a full disk or a database that is away does not stop what depends on time, and is told once a minute", async () => {
  const told: unknown[] = [];
  const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC", syscall: "write" });
  const away = new Refusal("unavailable", "state.away", "PostgreSQL does not answer.");
  for (const fault of [full, away]) {
    told.length = 0;
    const beat = tolerated(
      () => Promise.reject(fault),
      (one) => told.push(one),
    );
    for (let second = 0; second < 90; second++) await beat(second * SECOND_MS);
    assert.deepEqual(told, [fault, fault]);
    await beat(2 * MINUTE_MS);
    assert.equal(told.length, 3);
  }
});

test("a bug stops it", async () => {
  for (const bug of [new Error("invariant broken"), new Refusal("invalid", "x", "It was asked for nonsense.")]) {
    const beat = tolerated(
      () => Promise.reject(bug),
      (fault) => assert.fail(String(fault)),
    );
    await assert.rejects(beat(0), bug);
  }
});
