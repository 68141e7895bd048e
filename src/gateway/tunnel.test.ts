import assert from "node:assert/strict";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import type { Socket } from "node:net";
import { test } from "node:test";
import { httpUpstream, problemOf, statusOf, TestGateway, upstreamAt } from "./gateway.testing.ts";

const ASKED =
  "Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n";
const HEADERS = { "x-api-key": "good", connection: "Upgrade", upgrade: "websocket", "sec-websocket-key": "x" };
const SWITCH =
  "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: y\r\n\r\n";

test("a WebSocket is admitted like a request, then bytes pass both ways until one side ends it", async (t) => {
  const upstream = await httpUpstream(t, (_request, response) => response.end());
  upstream.server.on("upgrade", (request, socket: Socket) => {
    assert.deepEqual([request.headers["x-plimsoll-client"], request.headers["sec-websocket-key"]], ["acme-shop", "x"]);
    socket.write(`${SWITCH}hello`);
    socket.on("data", (bytes: Buffer) => socket.write(String(bytes).toUpperCase()));
    socket.on("end", () => socket.end("bye"));
  });
  const gate = await TestGateway.open(t, upstream.url);
  const request = httpRequest(`${gate.url}/orders/live`, { headers: HEADERS });
  request.end();
  const [answer, socket, head] = (await once(request, "upgrade")) as [
    { headers: Record<string, string> },
    Socket,
    Buffer,
  ];
  assert.equal(answer.headers["sec-websocket-accept"], "y");
  let text = String(head);
  socket.on("data", (bytes) => (text += String(bytes)));
  while (text.length < 5) await once(socket, "data");
  socket.write("ping");
  while (text.length < 9) await once(socket, "data");
  assert.equal(text, "helloPING");
  assert.equal(gate.gateway.counters.tunnels, 1);
  socket.end();
  await once(socket, "end");
  assert.equal(text, "helloPINGbye");
  const [record] = await gate.records.reach(1);
  assert.deepEqual([record?.status, record?.outcome, record?.path], [101, "served", "/live"]);
});

test("a WebSocket without a right to it, or that the API refuses, is answered as an ordinary request", async (t) => {
  const upstream = await httpUpstream(t, (_request, response) =>
    response.writeHead(426, { "content-length": 2 }).end("no"),
  );
  upstream.server.on("upgrade", (_request, socket: Socket) => {
    socket.end("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno");
  });
  const gate = await TestGateway.open(t, upstream.url);
  const unknown = await gate.raw(`GET /orders HTTP/1.1\r\n${ASKED}\r\n`);
  assert.deepEqual([statusOf(unknown), problemOf(unknown)["code"]], [401, "key.unknown"]);
  const refused = await gate.raw(`GET /orders HTTP/1.1\r\nx-api-key: good\r\n${ASKED}\r\n`);
  assert.equal(statusOf(refused), 426);
  assert.match(refused, /Connection: close[\s\S]*\r\n\r\nno$/);
  const twoHosts = await gate.raw(`GET /orders HTTP/1.1\r\nHost: b\r\n${ASKED}\r\n`);
  assert.equal(statusOf(twoHosts), 400);
  const records = await gate.records.reach(2);
  assert.deepEqual(
    records.map(({ status }) => status),
    [401, 426],
  );
});

test("other upgrades are not made: such a request is answered as if it had not asked", async (t) => {
  const upstream = await httpUpstream(t, (request, response) => response.end(request.headers.upgrade ?? "plain"));
  const gate = await TestGateway.open(t, upstream.url);
  const h2c = "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n";
  assert.match(await gate.raw(`GET /orders HTTP/1.1\r\nHost: a\r\nx-api-key: good\r\n${h2c}\r\n`), /plain$/);
});

test("a WebSocket in which nothing is said for too long is ended", async (t) => {
  const upstream = await httpUpstream(t, (_request, response) => response.end());
  upstream.server.on("upgrade", (_request, socket: Socket) => socket.write(SWITCH));
  const gate = await TestGateway.open(t, upstreamAt([upstream.url], { idleMs: 150 }));
  const answer = await gate.raw(`GET /orders HTTP/1.1\r\nx-api-key: good\r\n${ASKED}\r\n`);
  assert.equal(statusOf(answer), 101);
});
