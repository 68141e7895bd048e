import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test, type TestContext } from "node:test";
import { problemOf, rawUpstream, statusOf, TestGateway, upstreamAt } from "./gateway.testing.ts";

const H = "Host: a\r\nx-api-key: good\r\n";
const CHUNKED = `POST /orders HTTP/1.1\r\n${H}Transfer-Encoding: chunked\r\n`;
const POST = `POST /orders HTTP/1.1\r\n${H}`;
const GET = `GET /orders HTTP/1.1\r\n${H}`;
const WHOLE_POST = `POST /orders HTTP/1.1\r\n${H}Content-Length: 1\r\n\r\nx`;

/** A gateway in front of an upstream that notes all the bytes that reach it. */
async function noted(t: TestContext): Promise<{ gate: TestGateway; seen: () => string }> {
  let seen = "";
  const upstream = await rawUpstream(t, (socket) => {
    socket.on("data", (bytes) => {
      seen += bytes.toString("latin1");
      if (seen.includes("\r\n\r\n")) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
  });
  return { gate: await TestGateway.open(t, upstream.url), seen: () => seen };
}

const REFUSED: Readonly<Record<string, string>> = {
  "CL.TE": `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n`,
  "TE.CL": `${CHUNKED}Content-Length: 4\r\n\r\n0\r\n\r\n`,
  "two lengths that differ": `${POST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`,
  "two lengths that agree": `${POST}Content-Length: 1\r\nContent-Length: 1\r\n\r\nx`,
  "a list of lengths": `${POST}Content-Length: 1, 1\r\n\r\nx`,
  "a length with a plus": `${POST}Content-Length: +1\r\n\r\nx`,
  "a length with a minus": `${POST}Content-Length: -1\r\n\r\nx`,
  "a length in hexadecimal": `${POST}Content-Length: 0x1\r\n\r\nx`,
  "an empty length": `${POST}Content-Length:\r\n\r\nx`,
  "a length beyond all numbers": `${POST}Content-Length: 99999999999999999999999\r\n\r\nx`,
  "a length that a double cannot hold": `${POST}Content-Length: 9007199254740993\r\n\r\nx`,
  "a space before a colon": `${POST}Content-Length : 1\r\n\r\nx`,
  "a folded header": `${GET}A: b\r\n c\r\n\r\n`,
  "a folded coding": `${POST}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`,
  "a folded first header": `GET /orders HTTP/1.1\r\n Host: a\r\n\r\n`,
  "bare line feeds": `GET /orders HTTP/1.1\nHost: a\n\n`,
  "one bare line feed": `${GET}A: b\nC: d\r\n\r\n`,
  "a bare carriage return": `${GET}A: b\rC: d\r\n\r\n`,
  "a head that ends with a bare line feed": `${GET}\n`,
  "a coding said twice": `${CHUNKED}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  identity: `${POST}Transfer-Encoding: identity\r\n\r\nx`,
  "another coding before chunked": `${POST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
  "another coding after chunked": `${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
  "something like chunked": `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
  "a vertical tab before chunked": `${POST}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n`,
  "a quoted coding": `${POST}Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n`,
  "chunks in HTTP/1.0": `POST /orders HTTP/1.0\r\n${H}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  "HTTP/2.0 in one line": `GET /orders HTTP/2.0\r\n${H}\r\n`,
  "HTTP/1.2": `GET /orders HTTP/1.2\r\n${H}\r\n`,
  "HTTP/0.9": "GET /orders\r\n\r\n",
  "no host": "GET /orders HTTP/1.1\r\nx-api-key: good\r\n\r\n",
  "two hosts": `${GET}Host: b\r\n\r\n`,
  "an empty host": "GET /orders HTTP/1.1\r\nHost:\r\nx-api-key: good\r\n\r\n",
  "a host with a path": "GET /orders HTTP/1.1\r\nHost: a/b\r\n\r\n",
  "a host with a user": "GET /orders HTTP/1.1\r\nHost: u@a\r\n\r\n",
  "a host with a space": "GET /orders HTTP/1.1\r\nHost: a b\r\n\r\n",
  "a host with a quote": 'GET /orders HTTP/1.1\r\nHost: a";for=1.1.1.1\r\n\r\n',
  "an absolute target": `GET http://evil/orders HTTP/1.1\r\n${H}\r\n`,
  "an asterisk": `OPTIONS * HTTP/1.1\r\n${H}\r\n`,
  "a fragment": `GET /orders#x HTTP/1.1\r\n${H}\r\n`,
  "a name with a parenthesis": `${GET}A(b: c\r\n\r\n`,
  "a header without a name": `${GET}: c\r\n\r\n`,
  "NUL in a path": `GET /orders\0 HTTP/1.1\r\n${H}\r\n`,
  "NUL in a header": `${GET}A: b\0c\r\n\r\n`,
  dots: `GET /orders/../admin HTTP/1.1\r\n${H}\r\n`,
  "encoded dots": `GET /orders/%2e%2E/admin HTTP/1.1\r\n${H}\r\n`,
  "half encoded dots": `GET /orders/.%2e HTTP/1.1\r\n${H}\r\n`,
  "dots before an encoded slash": `GET /orders/..%2fadmin HTTP/1.1\r\n${H}\r\n`,
  "dots with a parameter": `GET /orders/..;a/admin HTTP/1.1\r\n${H}\r\n`,
  "one dot": `GET /./orders HTTP/1.1\r\n${H}\r\n`,
  "two slashes": `GET //orders HTTP/1.1\r\n${H}\r\n`,
  "an encoded slash": `GET /orders%2fadmin HTTP/1.1\r\n${H}\r\n`,
  "a backslash": `GET /orders\\admin HTTP/1.1\r\n${H}\r\n`,
  "an encoded backslash": `GET /orders%5cadmin HTTP/1.1\r\n${H}\r\n`,
  "an encoded NUL": `GET /orders%00 HTTP/1.1\r\n${H}\r\n`,
  "an overlong dot": `GET /orders/%c0%ae%c0%ae/admin HTTP/1.1\r\n${H}\r\n`,
  "a lonely percent sign": `GET /orders/% HTTP/1.1\r\n${H}\r\n`,
};

test("a request that could be read in two ways is refused, its connection closed, and no byte of it reaches the upstream", async (t) => {
  const { gate, seen } = await noted(t);
  for (const [name, text] of Object.entries(REFUSED)) {
    const answer = await gate.raw(text);
    assert.equal(statusOf(answer), 400, name);
    assert.match(answer, /Connection: close\r\n/, name);
    assert.match(answer, /X-Request-Id: [0-9a-f]{32}\r\n/, name);
    assert.equal(problemOf(answer)["status"], 400, name);
  }
  assert.equal(seen(), "");
  assert.deepEqual(gate.records.all, []);
});

const BAD_CHUNKS: Readonly<Record<string, string>> = {
  "a line feed in an extension": "1;a\nb\r\nx\r\n0\r\n\r\n",
  "an extension of one line feed": "1;\nx\r\n0\r\n\r\n",
  "bare line feeds": "1\nx\n0\n\n",
  "a bare line feed after a chunk": "1\r\nx\n0\r\n\r\n",
  "a sign": "+1\r\nx\r\n0\r\n\r\n",
  "0x": "0x1\r\nx\r\n0\r\n\r\n",
  "a size beyond all numbers": "10000000000000001\r\nx\r\n0\r\n\r\n",
  "more than it says": "1\r\nxyz\r\n0\r\n\r\n",
  "an open quote": '1;a="\r\nx\r\n0\r\n\r\n',
  "a length as a trailer": "0\r\nContent-Length: 5\r\n\r\n",
};

test("a body whose chunks could be read in two ways is refused, and is never whole for the upstream", async (t) => {
  for (const [name, text] of Object.entries(BAD_CHUNKS)) {
    let seen = "";
    const upstream = await rawUpstream(t, (socket) => socket.on("data", (bytes) => (seen += bytes.toString("latin1"))));
    const gate = await TestGateway.open(t, upstream.url);
    const answer = await gate.raw(`${CHUNKED}\r\n${text}`);
    assert.equal(statusOf(answer), 400, name);
    assert.doesNotMatch(seen, /\r\n0\r\n/, name);
    const [record] = await gate.records.reach(1);
    assert.deepEqual([record?.status, record?.outcome], [400, "clientAborted"], name);
  }
});

test("chunk extensions and odd sizes end at the gateway: the upstream gets plain chunks", async (t) => {
  let seen = "";
  const upstream = await rawUpstream(t, (socket) => {
    socket.on("data", (bytes) => {
      seen += bytes.toString("latin1");
      if (seen.endsWith("0\r\n\r\n")) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
  });
  const gate = await TestGateway.open(t, upstream.url);
  assert.equal(
    statusOf(await gate.raw(`${CHUNKED}Connection: close\r\n\r\n00002;a=b;c="d"\r\nxy\r\n0;z\r\n\r\n`)),
    200,
  );
  assert.match(seen, /Transfer-Encoding: chunked\r\n\r\n2\r\nxy\r\n0\r\n\r\n$/);
});

test("headers are limited in number and in bytes", async (t) => {
  const { gate, seen } = await noted(t);
  assert.equal(statusOf(await gate.raw(`${GET}${"A: b\r\n".repeat(150)}\r\n`)), 431);
  assert.equal(statusOf(await gate.raw(`${GET}A: ${"x".repeat(20_000)}\r\n\r\n`)), 431);
  assert.equal(seen(), "");
});

test("requests that follow each other on one connection are answered in order, each as its own", async (t) => {
  const { gate } = await noted(t);
  const answer = await gate.raw(`${GET}\r\nGET /orders HTTP/1.1\r\nHost: a\r\n\r\n${GET}Connection: close\r\n\r\n`);
  assert.deepEqual(answer.match(/HTTP\/1\.1 \d+/g), ["HTTP/1.1 200", "HTTP/1.1 401", "HTTP/1.1 200"]);
});

test("who sends requests with bodies without waiting for answers is sent away before they fill an upstream", async (t) => {
  let asked = 0;
  const upstream = await rawUpstream(t, (socket) => socket.on("data", () => asked++));
  const gate = await TestGateway.open(t, upstreamAt([upstream.url], { answerMs: 300, retries: 0 }));
  const answer = await gate.raw(WHOLE_POST.repeat(100));
  assert.ok(asked <= 32, String(asked));
  assert.match(answer, /^HTTP\/1\.1 504/);
});

test("garbage behind requests with bodies that are under way ends the connection, and never stands in an answer", async (t) => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  let count = 0;
  const upstream = await rawUpstream(t, (socket) => {
    socket.on("data", () => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
      if (++count === 2) resolve();
    });
  });
  const gate = await TestGateway.open(t, upstream.url);
  const socket = connect(gate.port, "127.0.0.1");
  let answer = "";
  socket.on("data", (bytes) => (answer += String(bytes)));
  socket.on("error", () => socket.destroy());
  socket.write(`${WHOLE_POST}${WHOLE_POST}`);
  await asked;
  socket.write("garbage\r\n\r\n");
  await once(socket, "close");
  assert.doesNotMatch(answer, /HTTP\/1\.1 400|malformed/);
});

test("a client that waits to be told to go on, and is refused, cannot have its body taken for a request", async (t) => {
  const { gate, seen } = await noted(t);
  const body = "GET /orders HTTP/1.1\r\nHost: a\r\nx-api-key: good\r\n\r\n";
  const head = `POST /orders HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`;
  const answer = await gate.raw(`${head}${body}`);
  assert.match(answer, /^HTTP\/1\.1 401[\s\S]*Connection: close/);
  assert.deepEqual([answer.match(/HTTP\/1\.1 /g)?.length, seen()], [1, ""]);
});
