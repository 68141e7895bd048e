import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { batchOf, makeOrders, postBatch, RECORDS_IN_A_BATCH } from "./batches.ts";
import { allRecords, jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const MIB = 2 ** 20;

test("what is wrong with a body is told, nothing of it is kept, and the next body is taken", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    await makeOrders(server);
    const { body } = batchOf("bad", Date.now());
    const gzip = { "content-encoding": "gzip" };
    const packed = gzipSync(body);
    const wrong: readonly (readonly [string, Promise<Response>, number, string])[] = [
      ["a wrong token", server.post(body, { authorization: "Bearer nonsense" }), 401, "token.unknown"],
      ["no token", server.post(body, { authorization: "" }), 401, "token.missing"],
      ["an oversize body", server.post(new Uint8Array(17 * MIB)), 413, "body.too-large"],
      ["gzip that is cut", server.post(packed.subarray(0, -9), gzip), 400, "body.broken-compression"],
      ["gzip that is none", server.post(body, gzip), 400, "body.broken-compression"],
      ["a zip bomb", server.post(gzipSync(Buffer.alloc(256 * MIB, " ")), gzip), 413, "body.too-large-decompressed"],
    ];
    for (const [what, answer, status, code] of wrong) {
      const { status: got, text } = await textOf(answer);
      assert.equal(got, status, `${what}: ${text}`);
      assert.match(text, new RegExp(code), what);
    }
    assert.deepEqual(await allRecords(server, "orders"), []);
    assert.equal((await postBatch(server, batchOf("good", Date.now()))).status, 200);
    const { residentBytes } = await jsonOf<{ residentBytes: number }>(server, "/api/v1/server");
    assert(residentBytes < 700 * MIB, `${residentBytes} bytes`);
    assert.equal(await server.stop(), 0, server.output());
  });
});

test("a key with the same body is answered as before, after a kill too; with another body it is refused", async () => {
  await inTemporaryDirectory(async (directory) => {
    const first = await startServer(directory);
    await makeOrders(first);
    const batch = batchOf("one", Date.now());
    const answer = await textOf(postBatch(first, batch));
    assert.deepEqual(await textOf(postBatch(first, batch)), answer);
    await first.kill();
    const next = await startServer(directory);
    assert.deepEqual(await textOf(postBatch(next, batch)), answer);
    const other = await textOf(postBatch(next, { key: batch.key, body: batchOf("two", Date.now()).body }));
    assert.equal(other.status, 422, other.text);
    assert.equal((await allRecords(next, "orders")).length, RECORDS_IN_A_BATCH);
  });
});

test("a client that sends slowly, or goes away, holds nobody up", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    await makeOrders(server);
    const [line] = batchOf("slow", Date.now()).body.split("\n") as [string];
    const slow = Array.from({ length: 50 }, () => halfBody(server, line));
    for (let index = 0; index < 5; index++) {
      assert.equal((await postBatch(server, batchOf(`quick${index}`, Date.now()))).status, 200);
    }
    for (const { end } of slow.slice(0, 25)) end();
    for (const { leave } of slow.slice(25)) leave();
    for (const { status } of slow.slice(0, 25)) assert.equal(await status, 200);
    assert.equal((await allRecords(server, "orders")).length, 5 * RECORDS_IN_A_BATCH + 25);
    assert.equal(await server.stop(), 0, server.output());
  });
});

interface HalfBody {
  readonly status: Promise<number | undefined>;
  readonly end: () => void;
  readonly leave: () => void;
}

/** Sends half of a line, and waits to be told how it goes on. */
function halfBody({ url, intakeToken }: RunningServer, line: string): HalfBody {
  const sent = request(`${url}/intake/v1/records`, {
    method: "POST",
    headers: { authorization: `Bearer ${intakeToken}`, "content-type": "application/x-ndjson" },
  });
  const status = new Promise<number | undefined>((resolve) => {
    sent.on("response", (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", () => resolve(undefined));
  });
  const half = line.length >> 1;
  sent.write(line.slice(0, half));
  return { status, end: () => sent.end(line.slice(half)), leave: () => sent.destroy() };
}

async function textOf(answer: Promise<Response>): Promise<{ status: number; text: string }> {
  const { status } = await answer;
  return { status, text: await (await answer).text() };
}
