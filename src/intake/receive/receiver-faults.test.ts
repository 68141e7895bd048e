import assert from "node:assert/strict";
import { once } from "node:events";
import type { Socket } from "node:net";
import { test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { Refusal } from "#kernel";
import { openTestIntake, post, recordLine, type TestIntake, TOKEN, until } from "./receiver.testing.ts";

const AUTHORIZED = `authorization: Bearer ${TOKEN}`;

/** Nothing of a body was kept, no columns are held, and the next body is taken. */
async function assertUnharmed(intake: TestIntake): Promise<void> {
  assert.deepEqual(intake.appended, []);
  assert.equal(intake.receiver.rowsInUse, 0);
  assert.deepEqual((await post(intake, recordLine())).json, { kept: 1, dropped: {} });
  assert.deepEqual(intake.reported, []);
}

/** Writes a request by hand. */
function open(intake: TestIntake, headers: readonly string[], body: string | Uint8Array = ""): Socket {
  const socket = intake.connect();
  socket.write(["POST /intake/v1/records HTTP/1.1", "host: x", ...headers, "", ""].join("\r\n"));
  socket.write(body);
  return socket;
}

/** What comes back until the server closes. */
async function received(socket: Socket): Promise<string> {
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  return text;
}

test("a wrong or missing token, another method and an unknown type are refused before the body is read", async () => {
  await using intake = await openTestIntake();
  const wrong = await post(intake, recordLine(), { authorization: "Bearer wrong" });
  assert.equal(wrong.status, 401);
  assert.equal(wrong.headers.get("www-authenticate"), 'Bearer realm="intake", error="invalid_token"');
  assert.equal(wrong.headers.get("content-type"), "application/problem+json");
  assert.equal(wrong.json["code"], "token.unknown");
  assert.equal((await post(intake, "", { authorization: "Basic eDp5" })).json["code"], "token.missing");
  const get = await fetch(intake.url);
  assert.deepEqual([get.status, get.headers.get("allow")], [405, "POST"]);
  await get.body?.cancel();
  const form = await post(intake, "a=b", { "content-type": "application/x-www-form-urlencoded" });
  assert.equal(form.status, 415);
  assert.match(String(form.json["detail"]), /--data-binary/);
  const brotli = await post(intake, "x", { "content-encoding": "br" });
  assert.deepEqual([brotli.status, brotli.headers.get("accept-encoding")], [415, "gzip, zstd"]);
  await assertUnharmed(intake);
});

test("overload is told before the body is read, with the time to come again", async () => {
  const overload = { status: 429, code: "intake.rate", detail: "Too much.", retryAfterSeconds: 7 } as const;
  await using intake = await openTestIntake({ ports: { overload: () => overload } });
  const { status, headers, json } = await post(intake, recordLine());
  assert.deepEqual([status, headers.get("retry-after"), json["code"]], [429, "7", "intake.rate"]);
});

test("what cannot be kept now is 503 with its code; a fault of ours is 500 and reported", async () => {
  const full = new Refusal("unavailable", "log.disk-full", "The disk is full.");
  for (const [error, status, code] of [
    [full, 503, "log.disk-full"],
    [new Error("bug"), 500, "intake.failed"],
  ] as const) {
    await using intake = await openTestIntake({ ports: { append: () => Promise.reject(error) } });
    const answer = await post(intake, recordLine());
    assert.deepEqual([answer.status, answer.json["code"]], [status, code]);
    assert.deepEqual(intake.reported, status === 500 ? [error] : []);
    assert.equal(intake.receiver.rowsInUse, 0);
  }
});

test("a body over the limit is refused: announced, chunked, or when decompressed", async () => {
  await using intake = await openTestIntake({ limits: { bodyBytesMax: 100_000, decodedBytesMax: 300_000 } });
  const large = recordLine().repeat(5_000);
  const announced = await post(intake, large);
  assert.deepEqual([announced.status, announced.json["code"]], [413, "body.too-large"]);
  const chunk = recordLine().repeat(500);
  const size = Buffer.byteLength(chunk).toString(16);
  const socket = open(intake, [AUTHORIZED, "transfer-encoding: chunked"], `${size}\r\n${chunk}\r\n`.repeat(10));
  socket.write("0\r\n\r\n");
  assert.match(await received(socket), /^HTTP\/1.1 413 /);
  for (const [encoding, body] of [
    ["gzip", gzipSync(large)],
    ["zstd", zstdCompressSync(large)],
  ] as const) {
    const answer = await post(intake, body, { "content-encoding": encoding });
    assert.deepEqual([answer.status, answer.json["code"]], [413, "body.too-large-decompressed"], encoding);
  }
  await assertUnharmed(intake);
});

test("a zip bomb is stopped at the limit, whatever it holds", async () => {
  await using intake = await openTestIntake({ limits: { decodedBytesMax: 1_048_576 } });
  for (const content of [Buffer.alloc(64 * 1_048_576), Buffer.alloc(64 * 1_048_576, "{}\n")]) {
    for (const [encoding, body] of [
      ["gzip", gzipSync(content)],
      ["zstd", zstdCompressSync(content)],
    ] as const) {
      const before = intake.receiver.counters.decodedBytes;
      assert.equal((await post(intake, body, { "content-encoding": encoding })).status, 413, encoding);
      assert.ok(intake.receiver.counters.decodedBytes - before <= 2 * 1_048_576);
    }
  }
  await assertUnharmed(intake);
});

test("of a body that does not decompress to its end nothing is kept", async () => {
  await using intake = await openTestIntake();
  const lines = Buffer.from(Array.from({ length: 9_000 }, (_, i) => recordLine({ client: `c${i}` })).join(""));
  const flipped = gzipSync(lines);
  flipped.writeUInt32LE(0, flipped.length - 8);
  for (const [encoding, body] of [
    ["gzip", flipped],
    ["gzip", gzipSync(lines).subarray(0, -9)],
    ["gzip", lines],
    ["zstd", zstdCompressSync(lines).subarray(0, -3)],
    ["zstd", lines],
  ] as const) {
    const answer = await post(intake, body, { "content-encoding": encoding });
    assert.deepEqual([answer.status, answer.json["code"]], [400, "body.broken-compression"], encoding);
  }
  await assertUnharmed(intake);
});

test("a client that stops in the middle is told so, and nothing is kept of its body", async () => {
  await using intake = await openTestIntake({ limits: { bodyIdleMs: 50 } });
  const text = await received(open(intake, [AUTHORIZED, "content-length: 500"], recordLine()));
  assert.match(text, /^HTTP\/1.1 408 .*"code":"body.too-slow"/s);
  await assertUnharmed(intake);
});

test("a client that keeps a body open by a byte now and then is told so too", async () => {
  await using intake = await openTestIntake({ limits: { bodyMs: 0 } });
  const socket = open(intake, [AUTHORIZED, "content-length: 500"], "x");
  socket.write(" ");
  assert.match(await received(socket), /^HTTP\/1.1 408 /);
});

test("a request that is aborted half-way leaves nothing behind", async () => {
  await using intake = await openTestIntake();
  for (const headers of [["content-length: 50000"], ["transfer-encoding: chunked"]]) {
    const socket = open(intake, [AUTHORIZED, ...headers]);
    const isChunked = headers[0]?.startsWith("transfer") === true;
    const line = recordLine();
    socket.write(isChunked ? `${Buffer.byteLength(line).toString(16)}\r\n${line}\r\n` : line);
    const { counters } = intake.receiver;
    const aborted = counters.aborted + 1;
    await until(intake, () => intake.receiver.rowsInUse > 0);
    socket.destroy();
    await until(intake, () => counters.aborted === aborted);
  }
  await assertUnharmed(intake);
});

test("without room for more rows a body is told to come again, and the room is given back", async () => {
  await using intake = await openTestIntake({ limits: { rowsMax: 128 } });
  const answer = await post(intake, recordLine().repeat(200));
  assert.deepEqual([answer.status, answer.json["code"], answer.headers.get("retry-after")], [503, "intake.busy", "1"]);
  await assertUnharmed(intake);
});

test("requests that are pipelined on one connection are answered one after the other", async () => {
  await using intake = await openTestIntake();
  const line = recordLine();
  const head = ["POST /intake/v1/records HTTP/1.1", "host: x", AUTHORIZED, `content-length: ${line.length}`];
  const one = `${head.join("\r\n")}\r\n\r\n${line}`;
  const socket = intake.connect();
  socket.write(one.repeat(4) + one.replace("host: x", "host: x\r\nconnection: close"));
  const text = await received(socket);
  assert.equal(text.match(/HTTP\/1.1 200 OK/g)?.length, 5);
  assert.equal(intake.appended.length, 5);
});

test("a client that asks first is told to go on only when its body is wanted", async () => {
  await using intake = await openTestIntake();
  const line = recordLine();
  const expecting = ["expect: 100-continue", `content-length: ${line.length}`];
  const wanted = open(intake, [AUTHORIZED, "connection: close", ...expecting]);
  const [first] = (await once(wanted, "data")) as [Buffer];
  assert.match(String(first), /^HTTP\/1.1 100 Continue/);
  wanted.write(line);
  assert.match(await received(wanted), /^HTTP\/1.1 200 OK/);
  const unwanted = await received(open(intake, ["authorization: Bearer wrong", ...expecting]));
  assert.match(unwanted, /^HTTP\/1.1 401 /);
});

test("a request with two lengths is refused", async () => {
  await using intake = await openTestIntake();
  const both = [AUTHORIZED, "content-length: 5", "transfer-encoding: chunked"];
  assert.match(await received(open(intake, both, "0\r\n\r\n")), /^HTTP\/1.1 400 /);
  const twice = [AUTHORIZED, "content-length: 5", "content-length: 6"];
  assert.match(await received(open(intake, twice, "hello")), /^HTTP\/1.1 400 /);
  await assertUnharmed(intake);
});
