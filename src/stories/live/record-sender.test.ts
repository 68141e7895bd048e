import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "#kernel";
import { openReceiver, type Reply } from "./receiver.testing.ts";
import { RecordSender } from "./record-sender.ts";

const BATCH = { from: 0, to: 1, idempotencyKey: "batch-1", body: Buffer.from('{"at":"…"}\n'), records: 1 };
const TAKEN: Reply = { status: 200, json: { kept: 1, dropped: {} } };

test("a busy server is given the time that it asks for, and gets the same batch under the same key", async () => {
  const replies: Reply[] = [
    { status: 429, headers: { "retry-after": "7" }, json: {} },
    { status: 503, json: {} },
    { status: 503, headers: { "retry-after": "86400" }, json: {} },
    TAKEN,
  ];
  const { waits, received, taken } = await sent(replies);
  assert.deepEqual(taken, { kept: 1, dropped: {} });
  assert.deepEqual(waits, [7_000, 1_000, 30_000]);
  assert.equal(received.length, 4);
  for (const one of received) {
    assert.deepEqual(
      [one.idempotencyKey, one.body, one.token, one.path],
      ["batch-1", '{"at":"…"}\n', "Bearer secret", "/intake/v1/records"],
    );
  }
});

test("a server that hangs up is asked again after a second", async () => {
  const { waits, taken } = await sent([null, null, TAKEN]);
  assert.deepEqual(waits, [1_000, 1_000]);
  assert.equal(taken.kept, 1);
});

test("what will never be taken is refused with what the server said", async () => {
  await assert.rejects(
    sent([{ status: 422, json: { detail: "another body" } }]),
    (error) => error instanceof Refusal && error.code === "server.refused" && error.detail.includes("another body"),
  );
});

test("an end that is asked for while it waits ends the sending", async () => {
  const stop = new AbortController();
  await using receiver = await openReceiver(() => ({ status: 503, json: {} }));
  const wait = (): Promise<void> => {
    stop.abort(new Error("enough"));
    return Promise.resolve();
  };
  const sender = new RecordSender({ url: receiver.url, token: "secret", signal: stop.signal }, wait);
  await assert.rejects(sender.post(BATCH), /enough/);
});

async function sent(replies: Reply[]) {
  await using receiver = await openReceiver(() => {
    assert.ok(replies.length > 0, "nothing more was to come");
    return replies.shift() ?? null;
  });
  const waits: number[] = [];
  const { signal } = new AbortController();
  const sender = new RecordSender({ url: receiver.url, token: "secret", signal }, (ms) =>
    Promise.resolve(waits.push(ms)),
  );
  return { taken: await sender.post(BATCH), waits, received: receiver.received };
}
