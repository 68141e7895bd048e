import assert from "node:assert/strict";
import { once } from "node:events";
import type { RequestListener } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import { httpUpstream, rawUpstream, saying, statusOf, TestGateway, upstreamAt } from "./gateway.testing.ts";

const H = "Host: a\r\nx-api-key: good\r\n";
const CLOSE = "Connection: close\r\n";
/** It asks for an upgrade that is not made, so it is no plain request, and is answered as if it had not asked. */
const UNUSUAL = "Upgrade: h2c\r\n";

const ANSWERS: Readonly<Record<string, RequestListener>> = {
  "with its length": (_request, response) => void response.writeHead(200, { "content-length": 5 }).end("hello"),
  "in chunks": (_request, response) => {
    response.write("one");
    setImmediate(() => response.end("two"));
  },
  "of one chunk": (_request, response) => void response.end("hello"),
  empty: (_request, response) => void response.end(),
  "without a body": (_request, response) => void response.writeHead(204).end(),
  "not changed": (_request, response) => void response.writeHead(304, { etag: '"a"', "content-length": "9" }).end(),
  "with trailers": (_request, response) => {
    response.writeHead(200, { trailer: "x-sum", "transfer-encoding": "chunked" });
    response.write("body");
    response.addTrailers({ "x-sum": "7" });
    response.end();
  },
  "behind another head": (_request, response) => {
    response.writeEarlyHints({ link: "</a.css>; rel=preload" });
    response.end("late");
  },
  "with a reason of its own": (_request, response) => void response.writeHead(418, "Short and Stout").end("tea"),
  large: (_request, response) => void response.end("x".repeat(300_000)),
};

test("a plain request is answered byte for byte as node:http answers it, whatever the API says", async (t) => {
  for (const [name, listener] of Object.entries(ANSWERS)) {
    const upstream = await httpUpstream(t, listener);
    const gate = await TestGateway.open(t, upstream.url);
    for (const method of ["GET", "HEAD", "DELETE"]) {
      const head = `${method} /orders/1 HTTP/1.1\r\n${H}`;
      const [plain, other] = [await gate.raw(`${head}${CLOSE}\r\n`), await gate.raw(`${head}${UNUSUAL}${CLOSE}\r\n`)];
      assert.equal(alike(plain), alike(other), `${method}, ${name}`);
      assert.ok(statusOf(plain) >= 200 || name === "behind another head", plain);
    }
  }
});

test("a refused one is too, and one whose upstream has no end but that of its connection", async (t) => {
  const gate = await TestGateway.open(t, (await saying(t, "HTTP/1.1 200 OK\r\n\r\nall", (socket) => socket.end())).url);
  for (const head of [
    "GET /orders HTTP/1.1\r\nHost: a\r\n",
    `GET /orders//x HTTP/1.1\r\n${H}`,
    `GET /orders HTTP/1.1\r\n${H}`,
  ]) {
    const [plain, other] = [await gate.raw(`${head}${CLOSE}\r\n`), await gate.raw(`${head}${UNUSUAL}${CLOSE}\r\n`)];
    assert.equal(alike(plain), alike(other), head);
  }
});

test("plain requests and others take turns on a connection in any order, cut anywhere, each answered in its turn", async (t) => {
  const upstream = await httpUpstream(t, (request, response) => {
    request.resume().on("end", () => response.end(`${request.method} ${request.url};`));
  });
  const gate = await TestGateway.open(t, upstream.url);
  const text = [
    `GET /orders/1 HTTP/1.1\r\n${H}\r\n`,
    `GET /orders/2 HTTP/1.1\r\nHost: a\r\n\r\n`,
    `HEAD /orders/3 HTTP/1.1\r\n${H}\r\n`,
    `POST /orders/4 HTTP/1.1\r\n${H}Content-Length: 4\r\n\r\nbody`,
    `GET /orders/5 HTTP/1.1\r\n${H}${CLOSE}\r\n`,
  ].join("");
  for (let cut = 1; cut < text.length; cut += 17) {
    const socket = connect({ port: gate.port, host: "127.0.0.1", noDelay: true });
    let answer = "";
    socket.on("data", (bytes) => (answer += String(bytes)));
    socket.write(text.slice(0, cut));
    setImmediate(() => socket.write(text.slice(cut)));
    await once(socket, "close");
    assert.deepEqual(answer.match(/HTTP\/1\.1 \d+/g)?.map(statusOf), [200, 401, 200, 200, 200], `cut at ${cut}`);
    assert.deepEqual(answer.match(/[A-Z]+ \/\d;/g), ["GET /1;", "POST /4;", "GET /5;"], `cut at ${cut}`);
  }
});

test("garbage behind a plain request is refused when that is answered, and reaches nobody", async (t) => {
  let asked = 0;
  const upstream = await httpUpstream(t, (_request, response) => {
    asked++;
    response.end("ok");
  });
  const gate = await TestGateway.open(t, upstream.url);
  const answer = await gate.raw(`GET /orders HTTP/1.1\r\n${H}\r\ngarbage\r\n\r\nGET /orders HTTP/1.1\r\n${H}\r\n`);
  assert.deepEqual(answer.match(/HTTP\/1\.1 \d+/g)?.map(statusOf), [200, 400]);
  assert.equal(asked, 1);
});

test("thousands of requests that come together are answered one after the other, and the upstream sees one at a time", async (t) => {
  let [underWay, most] = [0, 0];
  const upstream = await rawUpstream(t, (socket) => {
    socket.on("data", () => {
      most = Math.max(most, ++underWay);
      setImmediate(() => {
        underWay--;
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      });
    });
  });
  const gate = await TestGateway.open(t, upstream.url);
  const refused = "GET /orders HTTP/1.1\r\nHost: a\r\n\r\n".repeat(5_000);
  const admitted = `GET /orders HTTP/1.1\r\n${H}\r\n`.repeat(100);
  const answer = await gate.raw(`${refused}${admitted}GET /orders HTTP/1.1\r\nHost: a\r\n${CLOSE}\r\n`);
  assert.deepEqual([answer.match(/HTTP\/1\.1 401/g)?.length, answer.match(/HTTP\/1\.1 200/g)?.length], [5_001, 100]);
  assert.equal(most, 1);
});

test("a connection that says nothing is ended in the time that a head has, and one that waits at the gateway's end", async (t) => {
  const upstream = await httpUpstream(t, (_request, response) => response.end("ok"));
  const gate = await TestGateway.open(t, upstreamAt([upstream.url]), { headersMs: 200 });
  assert.equal(await gate.raw(""), "");
  const kept = connect(gate.port, "127.0.0.1");
  kept.write(`GET /orders HTTP/1.1\r\n${H}\r\n`);
  await once(kept, "data");
  await Promise.all([gate.gateway.close(60_000), once(kept, "close")]);
});

/** Without what is of one request only, and however the bytes of the body came in chunks. */
function alike(answer: string): string {
  const same = answer.replaceAll(/(X-Request-Id: |"requestId":"|Date: )[^"\r]*/gi, "$1");
  return same.replaceAll(/(?<=\r\n)[1-9a-f][0-9a-f]*\r\n([a-z]+)\r\n(?=[0-9a-f]+\r\n)/g, "$1");
}
