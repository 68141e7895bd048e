import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request as httpRequest, type RequestOptions } from "node:http";
import { test } from "node:test";
import { httpUpstream, problemOf, saying, statusOf, TestGateway } from "./gateway.testing.ts";

const KEY = { "x-api-key": "good" };

async function textOf(message: IncomingMessage): Promise<string> {
  let text = "";
  for await (const bytes of message) text += String(bytes);
  return text;
}

async function ask(
  url: string,
  options: RequestOptions,
  body?: string,
): Promise<{ answer: IncomingMessage; text: string }> {
  const request = httpRequest(url, { ...options, headers: { ...KEY, ...(options.headers as object) } });
  request.end(body);
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  return { answer, text: await textOf(answer) };
}

test("a request reaches its API with its method, path, query, headers and body, and the answer comes back as it was", async (t) => {
  const seen: { url: string | undefined; headers: IncomingMessage["headers"]; text: string }[] = [];
  const upstream = await httpUpstream(t, (request, response) => {
    void textOf(request).then((text) => {
      seen.push({ url: `${request.method} ${request.url}`, headers: request.headers, text });
      response.writeHead(201, "Made", ["X-Own", "a", "X-Own", "b", "Set-Cookie", "c=1", "Set-Cookie", "d=2"]);
      response.end("made");
    });
  });
  const gate = await TestGateway.open(t, `${upstream.url}/base/`);
  const { answer, text } = await ask(
    `${gate.url}/orders/17?a=%2F&b`,
    {
      method: "POST",
      headers: { "X-Custom": "a  b", "content-type": "text/plain", "user-agent": "shop/1" },
    },
    "hello",
  );
  assert.deepEqual([answer.statusCode, answer.statusMessage, text], [201, "Made", "made"]);
  assert.deepEqual(answer.headers["set-cookie"], ["c=1", "d=2"]);
  assert.equal(answer.headers["x-own"], "a, b");
  assert.equal(answer.headers["ratelimit"], '"default";r=9;t=1');
  assert.equal(answer.headers["via"], "1.1 plimsoll");
  const [asked] = seen;
  assert.equal(asked?.url, "POST /base/17?a=%2F&b");
  assert.equal(asked?.text, "hello");
  assert.equal(asked?.headers["x-custom"], "a  b");
  assert.equal(asked?.headers["x-api-key"], "good");
  assert.equal(asked?.headers["content-length"], "5");
  assert.equal(asked?.headers["x-plimsoll-client"], "acme-shop");
  assert.equal(asked?.headers["x-request-id"], answer.headers["x-request-id"]);
  assert.match(String(asked?.headers["traceparent"]), /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  const [record] = await gate.records.reach(1);
  assert.ok(record !== undefined);
  assert.ok(record.durationUs > 0 && record.upstreamUs !== null && record.upstreamUs <= record.durationUs);
  assert.deepEqual(
    {
      ...record,
      at: 0,
      durationUs: 0,
      upstreamUs: 0,
      traceId: record.traceId.length,
      requestId: record.requestId.length,
    },
    {
      at: 0,
      api: "orders",
      version: null,
      environment: "production",
      method: "POST",
      path: "/17",
      status: 201,
      durationUs: 0,
      upstreamUs: 0,
      client: "acme-shop",
      plan: "gold",
      requestBytes: 5,
      responseBytes: 4,
      traceId: 32,
      requestId: 32,
      outcome: "served",
      ip: "127.0.0.1",
      userAgent: "shop/1",
    },
  );
});

test("what is refused at the door is answered as a problem with its request id, recorded, and reaches nobody", async (t) => {
  let reached = 0;
  const upstream = await httpUpstream(t, (_request, response) => {
    reached++;
    response.end();
  });
  const gate = await TestGateway.open(t, upstream.url);
  for (const [key, status, outcome] of [
    ["bad", 401, "unauthenticated"],
    ["slow", 429, "throttled"],
  ] as const) {
    const answer = await fetch(`${gate.url}/orders/1`, { headers: { "x-api-key": key } });
    const problem = (await answer.json()) as Record<string, unknown>;
    assert.equal(answer.status, status);
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
    assert.deepEqual(Object.keys(problem), ["type", "title", "status", "detail", "code", "requestId"]);
    assert.equal(problem["requestId"], answer.headers.get("x-request-id"));
    const record = (await gate.records.reach(gate.records.all.length)).at(-1);
    assert.deepEqual([record?.status, record?.outcome, record?.upstreamUs], [status, outcome, null]);
  }
  assert.equal(reached, 0);
});

test("bodies of any size pass both ways as they come, framed by length or by chunks, with their trailers", async (t) => {
  const upstream = await httpUpstream(t, (request, response) => {
    response.setHeader("trailer", "x-sum");
    let sum = 0;
    request.on("data", (bytes: Buffer) => {
      sum += bytes.length;
      response.write(bytes);
    });
    request.on("end", () => {
      response.addTrailers({ "x-sum": String(sum), "x-asked": request.trailers["x-mine"] ?? "" });
      response.end();
    });
  });
  const gate = await TestGateway.open(t, upstream.url);
  for (const size of [0, 1, 65_536, 900_000]) {
    const body = "0123456789".repeat(Math.ceil(size / 10)).slice(0, size);
    const request = httpRequest(`${gate.url}/orders`, {
      method: "POST",
      headers: { ...KEY, "transfer-encoding": "chunked", trailer: "x-mine" },
    });
    request.write(body.slice(0, size / 2));
    request.addTrailers({ "x-mine": "yes", "x-plimsoll-client": "forged" });
    request.end(body.slice(size / 2));
    const [answer] = (await once(request, "response")) as [IncomingMessage];
    assert.equal(await textOf(answer), body);
    assert.deepEqual({ ...answer.trailers }, { "x-sum": String(size), "x-asked": "yes" });
    const { text } = await ask(`${gate.url}/orders`, { method: "PUT" }, body);
    assert.equal(text, body);
  }
  const records = await gate.records.reach(8);
  assert.deepEqual(records.map((one) => [one.requestBytes, one.responseBytes]).slice(6), [
    [900_000, 900_000],
    [900_000, 900_000],
  ]);
});

test("answers without a body have none, whatever their head says of its length", async (t) => {
  const upstream = await httpUpstream(t, (request, response) => {
    const status = Number(request.url?.slice(1));
    if (request.method === "HEAD") response.writeHead(200, { "content-length": "1234" });
    else response.writeHead(status, status === 304 ? { "content-length": "99", etag: '"a"' } : {});
    response.end();
  });
  const gate = await TestGateway.open(t, upstream.url);
  const head = await ask(`${gate.url}/orders/200`, { method: "HEAD" });
  assert.deepEqual([head.answer.headers["content-length"], head.text], ["1234", ""]);
  for (const status of [204, 304]) {
    const { answer, text } = await ask(`${gate.url}/orders/${status}`, {});
    assert.deepEqual([answer.statusCode, text], [status, ""]);
  }
  assert.equal((await ask(`${gate.url}/orders/200`, {})).answer.statusCode, 200);
});

test("each event of a stream is here before the next one is made", async (t) => {
  let next: (() => void) | undefined;
  const upstream = await httpUpstream(t, (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    let count = 0;
    next = () => {
      if (count < 3) response.write(`data: ${count++}\n\n`);
      else response.end();
    };
  });
  const gate = await TestGateway.open(t, upstream.url);
  const request = httpRequest(`${gate.url}/orders/events`, { headers: KEY });
  request.end();
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  const got: string[] = [];
  for (let i = 0; i < 3; i++) {
    next?.();
    const [bytes] = (await once(answer, "data")) as [Buffer];
    got.push(String(bytes));
  }
  next?.();
  await once(answer, "end");
  assert.deepEqual(got, ["data: 0\n\n", "data: 1\n\n", "data: 2\n\n"]);
});

test("a client that asks first is told to go on only when it may pass", async (t) => {
  const upstream = await httpUpstream(t, (request, response) => {
    void textOf(request).then((text) => response.end(text));
  });
  const gate = await TestGateway.open(t, upstream.url);
  const request = httpRequest(`${gate.url}/orders`, {
    method: "POST",
    headers: { ...KEY, expect: "100-continue", "content-length": 4 },
  });
  request.flushHeaders();
  await once(request, "continue");
  request.end("body");
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  assert.equal(await textOf(answer), "body");
  const refused = await gate.raw(
    "POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
  );
  assert.equal(statusOf(refused), 401);
  assert.equal(
    statusOf(await gate.raw("POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: tea\r\n\r\n")),
    417,
  );
});

test("an answer may come before the request is whole; what is left of the body is read and dropped", async (t) => {
  const upstream = await httpUpstream(t, (_request, response) => {
    response.writeHead(403, { "content-length": 2, connection: "close" });
    response.end("no");
  });
  const gate = await TestGateway.open(t, upstream.url);
  const request = httpRequest(`${gate.url}/orders`, { method: "POST", headers: { ...KEY, "content-length": 200_000 } });
  request.write("x".repeat(100_000));
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  assert.deepEqual([answer.statusCode, await textOf(answer)], [403, "no"]);
  request.end("x".repeat(100_000));
  const [record] = await gate.records.reach(1);
  assert.deepEqual([record?.status, record?.outcome], [403, "served"]);
});

test("a body over the limit is refused, told by its length or found on the way", async (t) => {
  const upstream = await httpUpstream(t, (request, response) => {
    request.pipe(response);
  });
  const settings = { trustedProxies: [], bodyBytesMax: 10 };
  const gate = await TestGateway.open(t, upstream.url, { settings });
  const { answer } = await ask(
    `${gate.url}/orders`,
    { method: "POST", headers: { "content-length": "11" } },
    "x".repeat(11),
  );
  assert.equal(answer.statusCode, 413);
  const chunked = await gate.raw(
    `POST /orders HTTP/1.1\r\nHost: a\r\nx-api-key: good\r\nTransfer-Encoding: chunked\r\n\r\n${"4\r\nabcd\r\n".repeat(3)}`,
  );
  assert.deepEqual([statusOf(chunked), problemOf(chunked)["code"]], [413, "request.too-large"]);
  assert.equal((await ask(`${gate.url}/orders`, { method: "POST" }, "x".repeat(10))).text, "x".repeat(10));
});

test("an answer that only ends with its connection is handed on as it comes", async (t) => {
  const upstream = await saying(t, "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nold style", (socket) =>
    socket.end(),
  );
  const gate = await TestGateway.open(t, upstream.url);
  assert.equal((await ask(`${gate.url}/orders`, {})).text, "old style");
  const old = await gate.raw("GET /orders HTTP/1.0\r\nHost: a\r\nx-api-key: good\r\n\r\n");
  assert.match(old, /Connection: close[\s\S]*\r\n\r\nold style$/);
});
