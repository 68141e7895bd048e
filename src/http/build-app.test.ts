import assert from "node:assert/strict";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { z } from "zod";
import { Refusal, type RefusalKind } from "#kernel";
import { buildApp } from "./build-app.ts";
import type { Call } from "./call.ts";
import { PROBLEM_KINDS } from "./problem.ts";
import { route, type RoutedAction } from "./route.ts";

const echo: RoutedAction = {
  name: "trial.echo",
  may: "api:write",
  kind: "change",
  input: z.strictObject({ id: z.string(), note: z.string().max(9).optional() }),
  output: z.object({ id: z.string() }),
};
const look: RoutedAction = { ...echo, name: "trial.look", may: "public", kind: "read" };

async function openApp(run: (call: Call) => unknown) {
  const bugs: unknown[] = [];
  const app = await buildApp({
    routes: [route("GET /things/:id", look), route("PUT /things/:id", echo)],
    run: (_action, call) =>
      Promise.try(() => {
        call.input();
        return run(call);
      }),
    secure: true,
    trustedProxies: ["10.0.0.0/8"],
    version: "1.0.0",
    nextRequestId: () => "req_1",
    onBug: (error) => bugs.push(error),
  });
  return { app, bugs, [Symbol.asyncDispose]: () => app.close() };
}

test("each kind of refusal has its status, as a problem that programs and people can read", async () => {
  for (const [kind, { status, title }] of Object.entries(PROBLEM_KINDS)) {
    const refusal = new Refusal(kind as RefusalKind, "trial.no", "Not now.", {
      status: 1,
      line: 4,
      retryAfterSeconds: 1.5,
    });
    await using server = await openApp(() => Promise.reject(refusal));
    const answer = await server.app.inject("/api/v1/things/1");
    assert.equal(answer.headers["content-type"], "application/problem+json; charset=utf-8");
    assert.equal(answer.headers["retry-after"], "2");
    assert.deepEqual(
      [answer.statusCode, answer.json()],
      [
        status,
        {
          type: "about:blank",
          title,
          status,
          detail: "Not now.",
          code: "trial.no",
          requestId: "req_1",
          line: 4,
          retryAfterSeconds: 1.5,
        },
      ],
    );
    assert.deepEqual(server.bugs, []);
  }
});

test("a bug is told by its request id only, and handed to whoever keeps the log", async () => {
  const bug = Object.assign(new Error("select password from people"), { code: "42P01", detail: "secret" });
  await using server = await openApp(() => Promise.reject(bug));
  const answer = await server.app.inject("/api/v1/things/1");
  assert.equal(answer.statusCode, 500);
  assert.deepEqual([answer.json<{ code: string }>().code, server.bugs], ["server.bug", [bug]]);
  assert.ok(!/select|secret|42P01|at /.test(answer.body), answer.body);
});

test("bodies that cannot be read are refused before any action: broken, too large, of another kind", async () => {
  await using server = await openApp(() => assert.fail("no action runs"));
  const put = async (payload: string, type = "application/json") => {
    const answer = await server.app.inject({
      method: "PUT",
      url: "/api/v1/things/1",
      payload,
      headers: { "content-type": type },
    });
    return [answer.statusCode, answer.json<{ code: string }>().code];
  };
  assert.deepEqual(await put("{"), [400, "request.malformed"]);
  assert.deepEqual(await put(`{"note": "${"x".repeat(70_000)}"}`), [413, "request.too-large"]);
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    assert.deepEqual(await put("note=1", type), [415, "request.media-type"]);
  }
  for (const body of ["[]", "7", '"x"', "true"]) assert.deepEqual(await put(body), [422, "request.invalid"], body);
  assert.deepEqual(await put('{"id": "2"}'), [422, "request.invalid"]);
});

test("what is not there is a problem too, and a name in the address has a length", async () => {
  await using server = await openApp(() => ({ id: "1" }));
  for (const url of ["/", "/api/v1/none", "/api/v1/things/1/2"]) {
    const answer = await server.app.inject(url);
    assert.deepEqual([answer.statusCode, answer.json<{ code: string }>().code], [404, "request.no-such-place"], url);
  }
  for (const url of ["/api/v1/things/%ff", `/api/v1/things/${"x".repeat(300)}`]) {
    const answer = await server.app.inject(url);
    assert.deepEqual([answer.statusCode, answer.json<{ code: string }>().code], [400, "request.malformed"], url);
  }
});

test("an address is the sender's, and one that a proxy tells only from a proxy that is trusted", async () => {
  const seen: string[] = [];
  await using server = await openApp((call) => {
    seen.push(call.address);
    return { id: "1" };
  });
  const headers = { "x-forwarded-for": "203.0.113.9" };
  for (const remoteAddress of ["198.51.100.1", "10.1.2.3"]) {
    await server.app.inject({ url: "/api/v1/things/1", headers, remoteAddress });
  }
  assert.deepEqual(seen, ["198.51.100.1", "203.0.113.9"]);
});

test("a page from here loads nothing from elsewhere and stands in nobody's frame; answers are kept by no cache", async () => {
  await using server = await openApp(() => ({ id: "1" }));
  const { headers } = await server.app.inject("/api/v1/things/1");
  const policy = String(headers["content-security-policy"]);
  assert.match(policy, /default-src 'self'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.ok(!/unsafe|http|\*/.test(policy), policy);
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.equal(headers["strict-transport-security"], "max-age=31536000; includeSubDomains");
  assert.equal(headers["cache-control"], "private, no-cache");
});

test("the OpenAPI document has each route, its fields, its permission and what it answers", async () => {
  await using server = await openApp(() => ({ id: "1" }));
  const document = (await server.app.inject("/api/openapi.json")).json<Record<string, unknown>>();
  assert.equal(document["openapi"], "3.1.0");
  const path = (document["paths"] as Record<string, Record<string, Record<string, unknown>>>)["/things/{id}"];
  assert.deepEqual(Object.keys(path ?? {}), ["get", "put"]);
  assert.deepEqual([path?.["get"]?.["security"], path?.["put"]?.["x-permission"]], [[], "api:write"]);
  const body = path?.["put"]?.["requestBody"] as { content: Record<string, { schema: unknown }> };
  assert.deepEqual(body.content["application/json"]?.schema, {
    type: "object",
    properties: { note: { type: "string", maxLength: 9 } },
    required: [],
    additionalProperties: false,
  });
});

test("over a real socket, two lengths of one body are refused and the connection ends", async () => {
  await using server = await openApp(() => ({ id: "1" }));
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.app.server.address() as { port: number };
  const socket = connect(port, "127.0.0.1");
  const head = "PUT /api/v1/things/1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  socket.write(`${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`);
  assert.match(await text(socket), /^HTTP\/1\.1 400 /);
});

test("a route whose action takes unknown fields, or does not know a field of its path, is a bug that shows at once", () => {
  assert.throws(() => route("GET /x/:other", look), /no field/);
  assert.throws(() => route("GET /x/:id", { ...look, input: z.object({ id: z.string() }) }), /strictObject/);
  assert.throws(() => route("GET /x/:id", echo), /GET reads/);
});
