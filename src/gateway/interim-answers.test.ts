import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { rawUpstream, statusOf, TestGateway } from "./gateway.testing.ts";

const H = "Host: a\r\nx-api-key: good\r\nConnection: close\r\n";
const HINTS =
  "HTTP/1.1 100 Continue\r\n\r\n" +
  "HTTP/1.1 102 Processing\r\n\r\n" +
  "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nContent-Length: 5\r\nKeep-Alive: timeout=9\r\n\r\n";
const PASSED = "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";
const ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell";

test("what an upstream says before its answer is passed on before that is made, but for 100 and what is for one connection", async (t) => {
  const sockets: Socket[] = [];
  const upstream = await rawUpstream(t, (socket) => {
    sockets.push(socket);
    socket.once("data", () => socket.write(HINTS));
  });
  const gate = await TestGateway.open(t, upstream.url);
  const client = connect(gate.port, "127.0.0.1");
  let answer = "";
  client.on("data", (bytes) => {
    answer += bytes.toString("latin1");
    if (answer === PASSED) sockets[0]?.write(ANSWER);
  });
  client.write(`GET /orders HTTP/1.1\r\n${H}\r\n`);
  await once(client, "close");
  assert.equal(answer.slice(0, PASSED.length), PASSED);
  assert.match(answer.slice(PASSED.length), /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nwell$/);
  const [record] = await gate.records.reach(1);
  assert.equal(record?.status, 200);
});

test("a client of HTTP/1.0 gets the answer alone, and too many heads before it are no HTTP", async (t) => {
  const upstream = await rawUpstream(t, (socket) => {
    socket.once("data", () => socket.write(HINTS + ANSWER));
  });
  const gate = await TestGateway.open(t, upstream.url);
  const answer = await gate.raw(`GET /orders HTTP/1.0\r\n${H}\r\n`);
  assert.match(answer, /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nwell$/);
  const chatty = await rawUpstream(t, (socket) => {
    socket.once("data", () => socket.write("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(17) + ANSWER));
  });
  const other = await TestGateway.open(t, chatty.url);
  const last = (await other.raw(`GET /orders HTTP/1.1\r\n${H}\r\n`)).split("HTTP/1.1 ").at(-1) ?? "";
  assert.equal(statusOf(`HTTP/1.1 ${last}`), 502);
});
