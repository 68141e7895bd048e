import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { httpUpstream, problemOf, rawUpstream, saying, statusOf, TestGateway, upstreamAt } from "./gateway.testing.ts";

const H = "Host: a\r\nx-api-key: good\r\nConnection: close\r\n";
const GET = `GET /orders HTTP/1.1\r\n${H}\r\n`;
const NOWHERE = "http://127.0.0.1:1";

/** What upstreams may say wrong, and what becomes of it. */
const WRONG: Readonly<Record<string, readonly [said: string, status: number, code: string]>> = {
  "no HTTP at all": ["SSH-2.0-OpenSSH_9.2\r\n\r\n", 502, "upstream.garbage"],
  "another protocol version": ["HTTP/2.0 200 OK\r\n\r\n", 502, "upstream.garbage"],
  "a status that is none": ["HTTP/1.1 99 x\r\n\r\n", 502, "upstream.garbage"],
  "two lengths": ["HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 502, "upstream.garbage"],
  "a length and chunks": [
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    502,
    "upstream.garbage",
  ],
  "a length with a sign": ["HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nx", 502, "upstream.garbage"],
  "a folded header": ["HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 0\r\n\r\n", 502, "upstream.garbage"],
  "a bare line feed": ["HTTP/1.1 200 OK\r\nA: b\nContent-Length: 0\r\n\r\n", 502, "upstream.garbage"],
  "an upgrade that nobody asked for": ["HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", 502, "upstream.garbage"],
  "headers without end": [
    `HTTP/1.1 200 OK\r\n${`A: ${"x".repeat(1_000)}\r\n`.repeat(100)}`,
    502,
    "upstream.head-too-large",
  ],
};

test("an upstream that answers with garbage is a 502 with a reason, for each kind of garbage", async (t) => {
  for (const [name, [said, status, code]] of Object.entries(WRONG)) {
    const upstream = await saying(t, said);
    const gate = await TestGateway.open(t, upstream.url);
    const answer = await gate.raw(GET);
    assert.deepEqual([statusOf(answer), problemOf(answer)["code"]], [status, code], name);
    const [record] = await gate.records.reach(1);
    assert.deepEqual([record?.status, record?.outcome], [status, "upstreamError"], name);
  }
});

test("an upstream that is dead, closes without a word or is cut off in its head is a 502; one that is silent a 504", async (t) => {
  const dead = await TestGateway.open(t, upstreamAt([NOWHERE], { retries: 0 }));
  assert.equal(problemOf(await dead.raw(GET))["code"], "upstream.unreachable");
  for (const how of ["reset", "silently", "in its head"]) {
    const upstream = await rawUpstream(t, (socket) => {
      socket.once("data", () => {
        if (how === "reset") socket.resetAndDestroy();
        else socket.end(how === "silently" ? "" : "HTTP/1.1 200 O");
      });
    });
    const gate = await TestGateway.open(t, upstreamAt([upstream.url], { retries: 0 }));
    const answer = await gate.raw(GET);
    assert.deepEqual([statusOf(answer), problemOf(answer)["code"]], [502, "upstream.reset"]);
  }
  const silent = await rawUpstream(t, (socket) => socket.resume());
  const gate = await TestGateway.open(t, upstreamAt([silent.url], { answerMs: 150 }));
  const answer = await gate.raw(GET);
  assert.deepEqual([statusOf(answer), problemOf(answer)["code"]], [504, "upstream.timeout"]);
  const [record] = await gate.records.reach(1);
  assert.deepEqual([record?.status, record?.outcome], [504, "timeout"]);
});

test("an answer that breaks off under way never passes for a whole one, and is recorded as the upstream's fault", async (t) => {
  const CUT: readonly (readonly [said: string, outcome: string])[] = [
    ["HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "upstreamError"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "upstreamError"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalfX\r\n", "upstreamError"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4 x\r\nhalf\r\n0\r\n\r\n", "upstreamError"],
  ];
  for (const [said, outcome] of CUT) {
    const upstream = await saying(t, said, (socket) => socket.end());
    const gate = await TestGateway.open(t, upstream.url);
    const answer = await gate.raw(GET);
    assert.doesNotMatch(answer, /\r\n0\r\n\r\n$/);
    const [record] = await gate.records.reach(1);
    assert.deepEqual([record?.status, record?.outcome], [200, outcome], said);
  }
  const stalled = await saying(t, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
  const gate = await TestGateway.open(t, upstreamAt([stalled.url], { idleMs: 150 }));
  assert.match(await gate.raw(GET), /\r\n\r\nhalf$/);
  const [record] = await gate.records.reach(1);
  assert.deepEqual([record?.status, record?.outcome], [200, "timeout"]);
});

test("bytes behind an answer are never taken for the next one", async (t) => {
  let asked = 0;
  const upstream = await rawUpstream(t, (socket) => {
    socket.on("data", () => {
      asked++;
      socket.write(
        `HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${asked}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged`,
      );
    });
  });
  const gate = await TestGateway.open(t, upstream.url);
  for (const expected of ["1", "2", "3"]) assert.match(await gate.raw(GET), new RegExp(`\\r\\n\\r\\n${expected}$`));
});

test("a client that goes away ends the request at the upstream, and is recorded as 499", async (t) => {
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  const upstream = await httpUpstream(t, (_request, response) => {
    response.on("close", resolve);
    client.destroy();
  });
  const gate = await TestGateway.open(t, upstream.url);
  const client = connect(gate.port, "127.0.0.1");
  client.write(GET);
  await gone;
  const [record] = await gate.records.reach(1);
  assert.deepEqual([record?.status, record?.outcome], [499, "clientAborted"]);
});

test("a request is tried again only where that is safe, at another target, and not more often than is set", async (t) => {
  let tried = 0;
  const broken = await rawUpstream(t, (socket) => {
    socket.once("data", () => {
      tried++;
      socket.resetAndDestroy();
    });
  });
  const well = await httpUpstream(t, (_request, response) => response.end("well"));
  const gate = await TestGateway.open(t, upstreamAt([broken.url, well.url]));
  for (let i = 0; i < 8; i++) assert.match(await gate.raw(GET), /well$/);
  assert.ok(tried > 0 && tried <= 5, String(tried));
  const alone = await TestGateway.open(t, upstreamAt([broken.url], { retries: 3 }));
  tried = 0;
  assert.equal(statusOf(await alone.raw(GET)), 502);
  assert.equal(tried, 4);
  tried = 0;
  const post = `POST /orders HTTP/1.1\r\n${H}Content-Length: 1\r\n\r\nx`;
  const fresh = await TestGateway.open(t, upstreamAt([broken.url], { retries: 3 }));
  assert.equal(problemOf(await fresh.raw(post))["code"], "upstream.reset");
  assert.equal(tried, 1);
  const elsewhere = await TestGateway.open(t, upstreamAt([NOWHERE, well.url]));
  // Nothing was sent, so a POST may go to another target.
  for (let i = 0; i < 4; i++) assert.match(await elsewhere.raw(post), /well$/);
});

test("a target that fails again and again is left out, so that its clients need not wait for it", async (t) => {
  let tried = 0;
  const broken = await rawUpstream(t, (socket) => {
    tried++;
    socket.once("data", () => socket.resetAndDestroy());
  });
  const gate = await TestGateway.open(t, upstreamAt([broken.url], { retries: 0 }));
  const codes: unknown[] = [];
  for (let i = 0; i < 7; i++) codes.push(problemOf(await gate.raw(GET))["code"]);
  assert.deepEqual(codes, [...Array<string>(5).fill("upstream.reset"), "upstream.unavailable", "upstream.unavailable"]);
  assert.equal(tried, 5);
});

test("a target whose health path fails gets no requests until it is well again", async (t) => {
  let isWell = false;
  let checks = 0;
  const { promise: bad, resolve: isBad } = Promise.withResolvers<void>();
  const { promise: good, resolve: isGood } = Promise.withResolvers<void>();
  const upstream = await httpUpstream(t, (request, response) => {
    response.statusCode = request.url === "/healthz" && !isWell ? 503 : 200;
    response.on("close", () => {
      checks++;
      if (checks === 3) isBad();
      if (isWell) isGood();
    });
    response.end();
  });
  const gate = await TestGateway.open(t, upstreamAt([upstream.url], { health: { path: "/healthz", everyMs: 20 } }));
  await bad;
  assert.equal(problemOf(await gate.raw(GET))["code"], "upstream.unavailable");
  isWell = true;
  await good;
  let status = 0;
  for (let i = 0; i < 50 && status !== 200; i++) status = statusOf(await gate.raw(GET));
  assert.equal(status, 200);
});

test("other settings take over at once, and what is under way ends where it is", async (t) => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
  const { promise: goOn, resolve: letGo } = Promise.withResolvers<void>();
  const old = await httpUpstream(t, (_request, response) => {
    isAsked();
    void goOn.then(() => response.end("old"));
  });
  const fresh = await httpUpstream(t, (_request, response) => response.end("new"));
  const gate = await TestGateway.open(t, old.url);
  const first = gate.raw(GET);
  await asked;
  gate.gateway.use(new Map([["orders", upstreamAt([fresh.url], { versions: { v2: [old.url] } })]]));
  assert.match(await gate.raw(GET), /new$/);
  letGo();
  assert.match(await first, /old$/);
  assert.match(await gate.raw(`GET /orders HTTP/1.1\r\nx-version: v2\r\n${H}\r\n`), /old$/);
  gate.gateway.use(new Map());
  assert.equal(problemOf(await gate.raw(GET))["code"], "upstream.unknown");
});

test("a gateway that closes ends what is under way and says that the connection ends", async (t) => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
  const { promise: goOn, resolve: letGo } = Promise.withResolvers<void>();
  const upstream = await httpUpstream(t, (_request, response) => {
    isAsked();
    void goOn.then(() => response.end("done"));
  });
  const gate = await TestGateway.open(t, upstream.url);
  const socket = connect(gate.port, "127.0.0.1");
  let answer = "";
  socket.on("data", (bytes) => (answer += String(bytes)));
  socket.write("GET /orders HTTP/1.1\r\nHost: a\r\nx-api-key: good\r\n\r\n");
  await asked;
  const closed = gate.gateway.close(5_000);
  letGo();
  await Promise.all([once(socket, "close"), closed]);
  assert.match(answer, /^HTTP\/1\.1 200 [\s\S]*Connection: close[\s\S]*done/);
});
