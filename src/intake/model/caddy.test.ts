import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeCaddy } from "./caddy.ts";
import type { ClientBy } from "./formats.ts";

const REQUEST = {
  remote_ip: "198.51.100.7",
  remote_port: "4711",
  client_ip: "192.0.2.1",
  proto: "HTTP/2.0",
  method: "GET",
  host: "api.example",
  uri: "/orders/17?page=2",
  headers: { "User-Agent": ["curl/8.12"], "X-Team": ["red", "blue"], Authorization: ["REDACTED"] },
};
const LINE = {
  level: "info",
  ts: 1_779_012_303.25,
  logger: "http.log.access.log0",
  msg: "handled request",
  request: REQUEST,
  bytes_read: 0,
  user_id: "",
  duration: 0.045,
  size: 512,
  status: 200,
};

const BY_IP: ClientBy = { by: "ip" };

function decoded(changes: object, clientBy: ClientBy = BY_IP): Record<string, unknown> {
  return { ...decodeCaddy(JSON.stringify({ ...LINE, ...changes }), clientBy) };
}

test("an access log line is read: the start is ts minus the duration", () => {
  assert.deepEqual(decoded({}), {
    at: 1_779_012_303_205,
    status: 200,
    method: "GET",
    path: "/orders/17",
    durationUs: 45_000,
    client: "192.0.2.1",
    responseBytes: 512,
  });
});

test("all of Caddy's time and duration formats that can be told apart are read", () => {
  const times: [unknown, number][] = [
    [1_779_012_303_250, 1_779_012_303_205],
    [1_779_012_303_250_000_000, 1_779_012_303_205],
    ["2026-05-17T10:05:03.250Z", 1_779_012_303_205],
    ["2026-05-17T12:05:03.250+0200", 1_779_012_303_205],
    ["2026-05-17T12:05:03.250+02:00", 1_779_012_303_205],
  ];
  for (const [ts, at] of times) assert.equal(decoded({ ts })["at"], at, String(ts));
  const durations: [unknown, number | undefined][] = [
    [0.0002, 200],
    [1, 1_000_000],
    [45_000_000, 45_000],
    ["1.2ms", 1_200],
    ["1m30.5s", 90_500_000],
    ["350µs", 350],
    [null, undefined],
  ];
  for (const [duration, us] of durations) assert.equal(decoded({ duration })["durationUs"], us, String(duration));
});

test("status 0 means that the client left before an answer began", () => {
  assert.deepEqual([decoded({ status: 0 })["status"], decoded({ status: 0 })["outcome"]], [0, "clientAborted"]);
  assert.equal(decoded({ status: 499 })["outcome"], undefined);
});

test("the client is by address, user, header, key or field, in old and new versions; what was redacted is no name", () => {
  const choices: [object, ClientBy, unknown][] = [
    [{ ...REQUEST, client_ip: undefined }, { by: "ip" }, "198.51.100.7"],
    [
      { ...REQUEST, client_ip: undefined, remote_ip: undefined, remote_addr: "[2001:db8::1]:443" },
      { by: "ip" },
      "2001:db8::1",
    ],
    [REQUEST, { by: "user" }, "ada"],
    [REQUEST, { by: "header", name: "x-team" }, "red"],
    [REQUEST, { by: "header", name: "authorization" }, undefined],
    [REQUEST, { by: "key" }, undefined],
    [{ ...REQUEST, headers: { "X-Api-Key": ["k1"] } }, { by: "key" }, "k1"],
    [{ ...REQUEST, headers: { Authorization: ["Basic abc"] } }, { by: "key" }, "abc"],
    [REQUEST, { by: "field", name: "request.host" }, "api.example"],
  ];
  for (const [request, clientBy, client] of choices) {
    assert.equal(decoded({ request, user_id: "ada" }, clientBy)["client"], client);
  }
});

test("a health check is known by its user agent", () => {
  assert.equal(
    decoded({ request: { ...REQUEST, headers: { "User-Agent": ["kube-probe/1.31"] } } })["healthCheck"],
    true,
  );
});

test("lines of other loggers and unreadable fields are dropped with what is wrong", () => {
  const cases: [object, string, string][] = [
    [
      { logger: "tls.obtain" },
      "malformed",
      `a message of Caddy's logger "tls.obtain", not of its access log; log access to its own file`,
    ],
    [
      { logger: undefined, request: undefined },
      "malformed",
      "field request: expected an object, as in Caddy's access log, got nothing",
    ],
    [{ ts: undefined }, "malformed", "field ts: missing"],
    [
      { ts: "2026/05/17 10:05:03" },
      "badTime",
      'field ts: expected epoch seconds or RFC 3339, got "2026/05/17 10:05:03"',
    ],
    [{ ts: -1 }, "badTime", "field ts: expected epoch seconds or RFC 3339, got -1"],
    [{ duration: "soon" }, "malformed", 'field duration: expected a duration such as 1.2ms, got "soon"'],
    [{ status: 2000 }, "malformed", "field status: expected an HTTP status, 0 to 999, got 2000"],
    [{ size: "big" }, "malformed", 'field size: expected a number that is not negative, got "big"'],
  ];
  for (const [changes, drop, detail] of cases) assert.deepEqual(decoded(changes), { drop, detail });
});
