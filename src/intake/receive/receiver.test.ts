import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { openTestIntake, recordLine, type TestIntake, TOKEN } from "./receiver.testing.ts";

/** Sends a body and reads the answer. */
async function post(intake: TestIntake, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  const response = await fetch(intake.url, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/x-ndjson", ...headers },
  });
  return { status: response.status, headers: response.headers, json: (await response.json()) as Json };
}

type Json = Readonly<Record<string, unknown>>;

test("records are durable, in their order and with their texts, when they are answered", async () => {
  await using intake = await openTestIntake();
  const lines = [
    recordLine({ client: "a", traceId: "t1" }),
    recordLine({ client: "b" }),
    recordLine({ traceId: "t3" }),
  ];
  const { status, json } = await post(intake, lines.join(""));
  assert.equal(status, 200);
  assert.deepEqual(json, { kept: 3, dropped: {} });
  assert.deepEqual(intake.appended, [{ clients: ["a", "b", "acme"], traceIds: ["t1", "", "t3"], batchId: undefined }]);
  assert.equal(intake.receiver.rowsInUse, 0);
});

test("bodies may be compressed with gzip or zstd, by one or in several members", async () => {
  await using intake = await openTestIntake();
  const lines = Array.from({ length: 5_000 }, (_, i) => recordLine({ client: `c${i}` }));
  const [first, second] = [lines.slice(0, 700).join(""), lines.slice(700).join("")];
  const bodies: readonly (readonly [string, Buffer<ArrayBuffer>])[] = [
    ["gzip", gzipSync(first + second)],
    ["gzip", Buffer.concat([gzipSync(first), gzipSync(second)])],
    ["zstd", zstdCompressSync(first + second)],
    ["identity", Buffer.from(first + second)],
  ];
  for (const [encoding, body] of bodies) {
    const { json } = await post(intake, body, { "content-encoding": encoding });
    assert.deepEqual(json, { kept: 5_000, dropped: {} }, encoding);
    assert.deepEqual(
      intake.appended.pop()?.clients,
      lines.map((_, i) => `c${i}`),
    );
  }
});
