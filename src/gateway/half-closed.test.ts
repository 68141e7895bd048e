import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { test } from "node:test";
import { httpUpstream, saying, statusOf, TestGateway } from "./gateway.testing.ts";

const H = "Host: a\r\nx-api-key: good\r\n";

test("an upstream that closes its half behind an answer has answered, and is not asked over that connection again", async (t) => {
  let connections = 0;
  const upstream = await saying(t, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole", (socket) => socket.end());
  upstream.server.on("connection", () => connections++);
  const gate = await TestGateway.open(t, upstream.url);
  for (let asked = 1; asked <= 3; asked++) {
    const answer = await gate.raw(`POST /orders HTTP/1.1\r\n${H}Connection: close\r\nContent-Length: 2\r\n\r\nhi`);
    assert.deepEqual([statusOf(answer), answer.slice(-5)], [200, "whole"]);
    assert.equal(connections, asked);
  }
  const records = await gate.records.reach(3);
  assert.deepEqual(
    records.map(({ status, outcome }) => [status, outcome]),
    [1, 2, 3].map(() => [200, "served"]),
  );
});

test("an upstream that closes its half and still reads gets no more of a body than it answers for", async (t) => {
  const upstream = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () => socket.end("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n"));
  }).listen(0, "127.0.0.1");
  t.after(() => upstream.close());
  await once(upstream, "listening");
  const { port } = upstream.address() as { port: number };
  const gate = await TestGateway.open(t, `http://127.0.0.1:${port}`);
  const answer = await gate.raw(
    `POST /orders HTTP/1.1\r\n${H}Connection: close\r\nContent-Length: 900000\r\n\r\n${"x".repeat(900_000)}`,
  );
  assert.equal(statusOf(answer), 413);
  const [record] = await gate.records.reach(1);
  assert.deepEqual([record?.status, record?.outcome], [413, "served"]);
});

test("a client that closes its half has left: its request ends at the upstream too, and is recorded as 499", async (t) => {
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  const upstream = await httpUpstream(t, (_request, response) => response.on("close", resolve));
  const gate = await TestGateway.open(t, upstream.url);
  const client = connect({ port: gate.port, host: "127.0.0.1", allowHalfOpen: true });
  client.end(`GET /orders HTTP/1.1\r\n${H}\r\n`);
  client.resume();
  await Promise.all([gone, once(client, "end")]);
  const [record] = await gate.records.reach(1);
  assert.deepEqual([record?.status, record?.outcome], [499, "clientAborted"]);
});

test("a client that closes its half within its request has not asked for anything", async (t) => {
  let asked = 0;
  const upstream = await httpUpstream(t, (request, response) => {
    request.on("end", () => asked++).resume();
    response.end("early");
  });
  const gate = await TestGateway.open(t, upstream.url);
  for (const cut of [
    "GET /orders HT",
    `GET /orders HTTP/1.1\r\n${H}`,
    `POST /orders HTTP/1.1\r\n${H}Content-Length: 9\r\n\r\nhalf`,
  ]) {
    const client = connect({ port: gate.port, host: "127.0.0.1", allowHalfOpen: true });
    client.on("error", () => client.destroy());
    client.end(cut);
    client.resume();
    await once(client, "close");
  }
  assert.equal(asked, 0);
});
