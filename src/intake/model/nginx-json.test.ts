import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientBy } from "./formats.ts";
import { decodeNginxJson } from "./nginx-json.ts";

/**
 * What this log_format writes (the manual recommends it):
 *
 *   log_format plimsoll escape=json
 *     '{"msec":"$msec","remote_addr":"$remote_addr","remote_user":"$remote_user","request_method":"$request_method",'
 *     '"request_uri":"$request_uri","status":"$status","request_time":"$request_time",'
 *     '"upstream_response_time":"$upstream_response_time","body_bytes_sent":"$body_bytes_sent","host":"$host",'
 *     '"http_user_agent":"$http_user_agent","request_id":"$request_id"}';
 */
const LINE = {
  msec: "1779012303.250",
  remote_addr: "192.0.2.1",
  remote_user: "",
  request_method: "GET",
  request_uri: "/orders/17?page=2",
  status: "200",
  request_time: "0.045",
  upstream_response_time: "0.020, 0.021",
  body_bytes_sent: "512",
  host: "api.example",
  http_user_agent: "curl/8.12",
  request_id: "b2f1",
};
const BY_IP: ClientBy = { by: "ip" };

function decoded(changes: object, clientBy: ClientBy = BY_IP): Record<string, unknown> {
  return { ...decodeNginxJson(JSON.stringify({ ...LINE, ...changes }), clientBy) };
}

test("the recommended log_format is read: the start is the end minus the request time", () => {
  assert.deepEqual(decoded({}), {
    at: 1_779_012_303_205,
    status: 200,
    method: "GET",
    path: "/orders/17",
    durationUs: 45_000,
    upstreamUs: 41_000,
    responseBytes: 512,
    client: "192.0.2.1",
  });
});

test("the time of all upstreams that were tried is summed; what is none spoils nothing", () => {
  const upstreamOf = (text: unknown) => decoded({ upstream_response_time: text })["upstreamUs"];
  assert.deepEqual(["0.5", "-, 0.25 : 0.001", "-", "", "soon", 0.004].map(upstreamOf), [
    500_000,
    251_000,
    undefined,
    undefined,
    undefined,
    4_000,
  ]);
});

test("other usual keys and types are read", () => {
  const iso = { msec: undefined, time_iso8601: "2026-05-17T12:05:03+02:00", request_time: 0.5 };
  assert.equal(decoded(iso)["at"], Date.UTC(2026, 4, 17, 10, 5, 2, 500));
  const line = { request_method: undefined, request_uri: undefined, request: "POST /a?b HTTP/1.1", status: 201 };
  assert.deepEqual([decoded(line)["method"], decoded(line)["path"], decoded(line)["status"]], ["POST", "/a", 201]);
  assert.equal(decoded({ body_bytes_sent: undefined, bytes_sent: 700 })["responseBytes"], 700);
  assert.equal(decoded({ time: 1, msec: undefined })["at"], 955);
});

test("empty values and dashes mean absent; a request that nginx could not read is kept", () => {
  const absent = decoded({
    request_time: "-",
    upstream_response_time: "-",
    body_bytes_sent: "",
    remote_addr: "-",
    status: "000",
  });
  assert.deepEqual(absent, { at: 1_779_012_303_250, status: 0, method: "GET", path: "/orders/17" });
  assert.equal(decoded({ request_method: "", request_uri: "", status: 400 })["operation"], "(unparsable request)");
});

test("the client is by address, user, key, header or field", () => {
  const more = {
    remote_user: "ada",
    http_x_team: "red",
    http_authorization: "Bearer abc",
    tls: { names: ["x", "y"] },
    n: 7,
  };
  const choices: [ClientBy, object, unknown][] = [
    [{ by: "user" }, {}, "ada"],
    [{ by: "header", name: "X-Team" }, {}, "red"],
    [{ by: "header", name: "User-Agent" }, {}, "curl/8.12"],
    [{ by: "key" }, {}, "abc"],
    [{ by: "key" }, { http_x_api_key: "k1" }, "k1"],
    [{ by: "field", name: "tls.names" }, {}, "x"],
    [{ by: "field", name: "n" }, {}, "7"],
    [{ by: "field", name: "none.at.all" }, {}, undefined],
  ];
  for (const [clientBy, changes, client] of choices) {
    assert.equal(decoded({ ...more, ...changes }, clientBy)["client"], client);
  }
});

test("a health check is known by its user agent", () => {
  assert.equal(decoded({ http_user_agent: "ELB-HealthChecker/2.0" })["healthCheck"], true);
  assert.equal(decoded({ http_user_agent: undefined, user_agent: "GoogleHC/1.0" })["healthCheck"], true);
});

test("what cannot be read is dropped with the field that is wrong", () => {
  const cases: [object, string, string][] = [
    [{ msec: undefined }, "malformed", "field msec: missing; log $msec or $time_iso8601"],
    [
      { msec: "soon" },
      "badTime",
      'field msec: expected seconds such as 1779012303.250, or a time such as 2026-05-17T10:05:03+00:00, got "soon"',
    ],
    [{ status: undefined }, "malformed", "field status: missing"],
    [{ status: "OK" }, "malformed", 'field status: expected an HTTP status, 0 to 999, got "OK"'],
    [{ request_time: "fast" }, "malformed", 'field request_time: expected a number that is not negative, got "fast"'],
    [{ body_bytes_sent: -1 }, "malformed", "field body_bytes_sent: expected a number that is not negative, got -1"],
    [
      { request_method: undefined, request_uri: undefined },
      "malformed",
      "field request: missing; log $request, or $request_method and $request_uri",
    ],
  ];
  for (const [changes, drop, detail] of cases) assert.deepEqual(decoded(changes), { drop, detail });
});
