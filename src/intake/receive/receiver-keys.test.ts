import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Refusal } from "#kernel";
import { openTestIntake, post, recordLine, TOKEN, until } from "./receiver.testing.ts";

const KEY = { "idempotency-key": "5f0c2b1e" };

test("the same body with the same key gets the first answer again, however it is compressed", async () => {
  await using intake = await openTestIntake();
  const body = `${recordLine()}{\n`;
  const first = await post(intake, body, KEY);
  assert.equal(first.json["kept"], 1);
  for (const [again, headers] of [
    [body, {}],
    [gzipSync(body), { "content-encoding": "gzip" }],
  ] as const) {
    const repeat = await post(intake, again, { ...KEY, ...headers });
    assert.deepEqual([repeat.status, repeat.headers.get("idempotent-replayed")], [200, "true"]);
    assert.deepEqual(repeat.json, { kept: 1, dropped: { malformed: 1 } });
  }
  assert.equal(intake.appended.length, 1);
  const batchId = intake.appended[0]?.batchId;
  assert.deepEqual(
    [batchId?.token, batchId?.key, batchId?.answer],
    ["tok_1", "5f0c2b1e", '{"kept":1,"dropped":{"malformed":1}}'],
  );
});

test("the same key with another body is refused", async () => {
  await using intake = await openTestIntake();
  await post(intake, recordLine(), KEY);
  const other = await post(intake, recordLine({ client: "b" }), KEY);
  assert.deepEqual([other.status, other.json["code"]], [422, "idempotency-key.reused"]);
  assert.equal(intake.appended.length, 1);
});

test("a key belongs to its token", async () => {
  const findToken = (secret: string) => ({ id: secret });
  await using intake = await openTestIntake({ ports: { findToken } });
  await post(intake, recordLine(), KEY);
  const other = await post(intake, recordLine({ client: "b" }), { ...KEY, authorization: "Bearer another" });
  assert.equal(other.json["kept"], 1);
});

test("a body of which nothing was kept is remembered too", async () => {
  await using intake = await openTestIntake();
  await post(intake, "{\n", KEY);
  assert.equal((await post(intake, "{\n", KEY)).headers.get("idempotent-replayed"), "true");
  assert.equal((await post(intake, recordLine(), KEY)).status, 422);
});

test("a second body with a key waits for the first: it is its repeat, or in its place when the first failed", async () => {
  for (const fails of [false, true]) {
    const appends: PromiseWithResolvers<void>[] = [];
    const append = (): Promise<void> => {
      const pending = Promise.withResolvers<void>();
      appends.push(pending);
      if (appends.length > 1) pending.resolve();
      begun.resolve();
      return pending.promise;
    };
    const begun = Promise.withResolvers<void>();
    await using intake = await openTestIntake({ ports: { append } });
    const first = post(intake, recordLine(), KEY);
    await begun.promise;
    const second = post(intake, recordLine(), KEY);
    // Another exchange shows that the second one has got as far as it can.
    await post(intake, "");
    assert.equal(appends.length, 1);
    if (fails) appends[0]?.reject(new Refusal("unavailable", "log.full", "Full."));
    else appends[0]?.resolve();
    assert.equal((await first).status, fails ? 503 : 200);
    const { status, headers } = await second;
    assert.deepEqual([status, headers.get("idempotent-replayed")], [200, fails ? null : "true"]);
    assert.equal(appends.length, fails ? 2 : 1);
  }
});

test("a key that was given up half-way is free again", async () => {
  await using intake = await openTestIntake();
  const socket = intake.connect();
  const head = ["POST / HTTP/1.1", "host: x", `authorization: Bearer ${TOKEN}`, "idempotency-key: 5f0c2b1e"];
  socket.write(`${[...head, "content-length: 9999"].join("\r\n")}\r\n\r\n${recordLine()}`);
  await until(intake, () => intake.receiver.rowsInUse > 0);
  socket.destroy();
  assert.equal((await post(intake, recordLine(), KEY)).json["kept"], 1);
});

test("a key that cannot be one is refused", async () => {
  await using intake = await openTestIntake();
  for (const key of ["", "two words", "x".repeat(256)]) {
    const answer = await post(intake, recordLine(), { "idempotency-key": key });
    assert.deepEqual([answer.status, answer.json["code"]], [400, "idempotency-key.invalid"]);
  }
});
