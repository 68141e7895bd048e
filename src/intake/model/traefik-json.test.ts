import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientBy } from "./formats.ts";
import { decodeTraefikJson } from "./traefik-json.ts";

const LINE = {
  ClientAddr: "192.0.2.1:4711",
  ClientHost: "192.0.2.1",
  ClientUsername: "-",
  DownstreamContentSize: 512,
  DownstreamStatus: 200,
  Duration: 45_000_499,
  RequestHost: "api.example",
  RequestMethod: "GET",
  RequestPath: "/orders/17?page=2",
  RouterName: "orders@docker",
  StartLocal: "2026-05-17T12:05:03.205123456+02:00",
  StartUTC: "2026-05-17T10:05:03.205123456Z",
  "request_User-Agent": "curl/8.12",
  "request_X-Team": "red",
  time: "2026-05-17T10:05:03Z",
};

const BY_IP: ClientBy = { by: "ip" };

function decoded(changes: object, clientBy: ClientBy = BY_IP): Record<string, unknown> {
  return { ...decodeTraefikJson(JSON.stringify({ ...LINE, ...changes }), clientBy) };
}

test("an access log line is read from its start and its duration in nanoseconds", () => {
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

test("without StartUTC the start is StartLocal, else the end minus the duration", () => {
  assert.equal(decoded({ StartUTC: undefined })["at"], Date.UTC(2026, 4, 17, 10, 5, 3, 205));
  assert.equal(decoded({ StartUTC: undefined, StartLocal: undefined })["at"], Date.UTC(2026, 4, 17, 10, 5, 2, 955));
});

test("the client is by address, user, header, key or field", () => {
  const choices: [object, ClientBy, unknown][] = [
    [{ ClientHost: undefined }, { by: "ip" }, "192.0.2.1"],
    [{}, { by: "user" }, undefined],
    [{ ClientUsername: "ada" }, { by: "user" }, "ada"],
    [{}, { by: "header", name: "x-team" }, "red"],
    [{ request_Authorization: "Bearer abc" }, { by: "key" }, "abc"],
    [{ request_Authorization: "REDACTED" }, { by: "key" }, undefined],
    [{}, { by: "field", name: "RouterName" }, "orders@docker"],
  ];
  for (const [changes, clientBy, client] of choices) assert.equal(decoded(changes, clientBy)["client"], client);
});

test("499 is handed over, and a health check is known by its user agent", () => {
  const record = decoded({ DownstreamStatus: 499, "request_User-Agent": "GoogleHC/1.0" });
  assert.deepEqual([record["status"], record["healthCheck"]], [499, true]);
});

test("Traefik's own messages and unreadable fields are dropped with what is wrong", () => {
  const cases: [object, string, string][] = [
    [
      { RequestMethod: undefined },
      "malformed",
      "field RequestMethod: missing; this is no line of Traefik's access log",
    ],
    [{ StartUTC: "now" }, "badTime", 'field StartUTC: expected a time such as 2026-05-17T10:05:03.25Z, got "now"'],
    [
      { StartUTC: undefined, StartLocal: undefined, time: undefined },
      "malformed",
      "field StartUTC: missing, and so are StartLocal and time",
    ],
    [{ DownstreamStatus: undefined }, "malformed", "field DownstreamStatus: missing"],
    [{ Duration: "x" }, "malformed", 'field Duration: expected a number that is not negative, got "x"'],
    [
      { DownstreamContentSize: "x" },
      "malformed",
      'field DownstreamContentSize: expected a number that is not negative, got "x"',
    ],
  ];
  for (const [changes, drop, detail] of cases) assert.deepEqual(decoded(changes), { drop, detail });
});
