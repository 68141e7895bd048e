import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeEnvoyJson } from "./envoy-json.ts";
import { outcomeOfFlags } from "./envoy-flags.ts";
import type { ClientBy } from "./formats.ts";

const LINE = {
  start_time: "2026-05-17T10:05:03.205Z",
  method: "GET",
  path: "/v2/orders/17",
  "x-envoy-original-path": "/orders/17?page=2",
  protocol: "HTTP/1.1",
  response_code: 200,
  response_flags: "-",
  bytes_received: 0,
  bytes_sent: 512,
  duration: 45,
  upstream_service_time: "44",
  x_forwarded_for: "203.0.113.9, 192.0.2.1",
  user_agent: "curl/8.12",
  request_id: "b2f1",
  authority: "api.example",
  downstream_remote_address: "198.51.100.7:4711",
};

const BY_IP: ClientBy = { by: "ip" };

function decoded(changes: object, clientBy: ClientBy = BY_IP): Record<string, unknown> {
  return { ...decodeEnvoyJson(JSON.stringify({ ...LINE, ...changes }), clientBy) };
}

test("an access log line is read, with the path before the rewrite and the last forwarded address", () => {
  assert.deepEqual(decoded({}), {
    at: Date.UTC(2026, 4, 17, 10, 5, 3, 205),
    status: 200,
    method: "GET",
    path: "/orders/17",
    durationUs: 45_000,
    client: "192.0.2.1",
    responseBytes: 512,
  });
});

test("the response flags state the outcome, and a time-out is not hidden by a client who left", () => {
  const cases: [string, string | undefined][] = [
    ["-", undefined],
    ["", undefined],
    ["DC", "clientAborted"],
    ["DR", "clientAborted"],
    ["UT", "timeout"],
    ["SI", "timeout"],
    ["DT", "timeout"],
    ["RL", "throttled"],
    ["UF,URX", undefined],
    ["UT,DC", "timeout"],
    ["DC,UT", "timeout"],
    ["DCX", undefined],
  ];
  for (const [flags, outcome] of cases) {
    assert.equal(outcomeOfFlags(flags), outcome, flags);
    assert.equal(decoded({ response_flags: flags })["outcome"], outcome, flags);
  }
});

test("numbers may be text, and a dash or null means absent", () => {
  const record = decoded({ response_code: "0", duration: "-", bytes_sent: "7", x_forwarded_for: null });
  assert.deepEqual(
    [record["status"], record["durationUs"], record["responseBytes"], record["client"]],
    [0, undefined, 7, "198.51.100.7"],
  );
});

test("the client is by header, key or field; Envoy knows no user", () => {
  const choices: [object, ClientBy, unknown][] = [
    [{}, { by: "user" }, undefined],
    [{ x_team: "red" }, { by: "header", name: "X-Team" }, "red"],
    [{ "x-team": "blue" }, { by: "header", name: "X-Team" }, "blue"],
    [{ x_api_key: "k1" }, { by: "key" }, "k1"],
    [{ authorization: "Bearer abc" }, { by: "key" }, "abc"],
    [{}, { by: "field", name: "authority" }, "api.example"],
  ];
  for (const [changes, clientBy, client] of choices) assert.equal(decoded(changes, clientBy)["client"], client);
});

test("a health check is known by its user agent", () => {
  assert.equal(decoded({ user_agent: "kube-probe/1.31" })["healthCheck"], true);
});

test("what cannot be read is dropped with the field that is wrong", () => {
  const cases: [object, string, string][] = [
    [{ start_time: undefined }, "malformed", "field start_time: missing"],
    [{ start_time: "now" }, "badTime", 'field start_time: expected a time such as 2026-05-17T10:05:03.250Z, got "now"'],
    [{ method: undefined }, "malformed", "field method: missing; a TCP connection is no request"],
    [{ response_code: "OK" }, "malformed", 'field response_code: expected an HTTP status, 0 to 999, got "OK"'],
    [{ duration: "x" }, "malformed", 'field duration: expected a number that is not negative, got "x"'],
    [{ bytes_sent: "x" }, "malformed", 'field bytes_sent: expected a number that is not negative, got "x"'],
  ];
  for (const [changes, drop, detail] of cases) assert.deepEqual(decoded(changes), { drop, detail });
});

test("a TCP connection, whose method and path Envoy writes as null or -, is malformed and not a failed request", () => {
  for (const absent of [null, "-"]) {
    const line = decoded({ method: absent, path: absent, response_code: 0 });
    assert.equal(line["drop"], "malformed");
  }
});
