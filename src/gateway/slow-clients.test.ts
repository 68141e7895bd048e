import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { every } from "#kernel";
import { httpUpstream, problemOf, statusOf, TestGateway, upstreamAt } from "./gateway.testing.ts";

test("who sends a head letter by letter is told 408 and closed, while others are served", async (t) => {
  const upstream = await httpUpstream(t, (_request, response) => response.end("ok"));
  const gate = await TestGateway.open(t, upstream.url, { headersMs: 300 });
  const slow = Array.from({ length: 50 }, async () => {
    const socket = connect(gate.port, "127.0.0.1");
    let answer = "";
    socket.on("data", (bytes) => (answer += String(bytes)));
    socket.on("error", () => socket.destroy());
    socket.write("GET /orders HTTP/1.1\r\nHost: a\r\nX-A: ");
    const cancel = every(50, () => socket.write("b"));
    await once(socket, "close");
    cancel();
    return answer;
  });
  assert.equal(
    statusOf(await gate.raw("GET /orders HTTP/1.1\r\nHost: a\r\nx-api-key: good\r\nConnection: close\r\n\r\n")),
    200,
  );
  for (const answer of await Promise.all(slow)) {
    assert.deepEqual([statusOf(answer), problemOf(answer)["code"]], [408, "request.timeout"]);
  }
});

test("who sends the beginning of a head and then nothing is told 408 and closed, also behind another request", async (t) => {
  const upstream = await httpUpstream(t, (_request, response) => response.end("ok"));
  const gate = await TestGateway.open(t, upstream.url, { headersMs: 300 });
  const whole = "GET /orders HTTP/1.1\r\nHost: a\r\nx-api-key: good\r\n\r\n";
  for (const [before, statuses] of [
    ["", [408]],
    [whole, [200, 408]],
  ] as const) {
    const answer = await gate.raw(`${before}GET /orders HTTP/1.1\r\nHost: a\r\nX-A: `);
    assert.deepEqual(answer.match(/HTTP\/1\.1 \d+/g)?.map(statusOf), statuses);
    assert.match(answer, /"request\.timeout"/);
  }
  assert.equal(gate.records.all.length, 1);
});

test("a body that stalls is given up with 408, and is not held against the upstream", async (t) => {
  const upstream = await httpUpstream(t, (request) => request.resume());
  const gate = await TestGateway.open(t, upstreamAt([upstream.url], { idleMs: 150 }));
  const stalled =
    "POST /orders HTTP/1.1\r\nHost: a\r\nx-api-key: good\r\nContent-Length: 10\r\nConnection: close\r\n\r\nhalf";
  for (let i = 0; i < 6; i++) assert.equal(problemOf(await gate.raw(stalled))["code"], "request.slow-body");
  const [record] = await gate.records.reach(1);
  assert.deepEqual([record?.status, record?.outcome, record?.requestBytes], [408, "clientAborted", 4]);
});

test("an answer goes no faster than its client reads it, and the rest is not gathered here", async (t) => {
  let written = 0;
  const upstream = await httpUpstream(t, (_request, response) => {
    const piece = Buffer.alloc(65_536);
    const more = (): void => {
      while (written < 400_000_000) {
        written += piece.length;
        if (!response.write(piece)) {
          response.once("drain", more);
          return;
        }
      }
    };
    more();
  });
  const gate = await TestGateway.open(t, upstreamAt([upstream.url], { idleMs: 400 }));
  const socket = connect(gate.port, "127.0.0.1");
  socket.on("error", () => socket.destroy());
  socket.pause();
  socket.write("GET /orders HTTP/1.1\r\nHost: a\r\nx-api-key: good\r\n\r\n");
  const [record] = await gate.records.reach(1);
  socket.destroy();
  assert.ok(written < 100_000_000, `${written} bytes were taken from the upstream for a client that reads none`);
  assert.deepEqual([record?.status, record?.outcome], [200, "timeout"]);
});
