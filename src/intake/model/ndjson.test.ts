import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientBy } from "./formats.ts";
import { decodeNdjson } from "./ndjson.ts";

const RECORD = { at: "2026-05-17T10:05:03.2509Z", method: "GET", path: "/orders/17?page=2#top", status: 200 };
const AT = Date.UTC(2026, 4, 17, 10, 5, 3, 250);
const BY_CLIENT: ClientBy = { by: "field", name: "client" };

function decoded(changes: object, clientBy: ClientBy = BY_CLIENT): object {
  return decodeNdjson(JSON.stringify({ ...RECORD, ...changes }), clientBy);
}

test("a record is read with its path alone, its start floored and its duration in whole microseconds", () => {
  const full = {
    api: "orders",
    environment: "sandbox",
    kind: "probe",
    operation: "GET /orders/{id}",
    durationMs: 1.0005,
    client: "acme",
    responseBytes: 12,
    outcome: "timeout",
    userAgent: "kube-probe/1.31",
    version: "v1",
    region: "eu-west-1",
    release: "r7",
    plan: "gold",
    upstreamMs: 0.5,
    requestBytes: 0,
  };
  assert.deepEqual(decoded({}), { at: AT, method: "GET", path: "/orders/17", status: 200 });
  assert.deepEqual(decoded(full), {
    at: AT,
    status: 200,
    api: "orders",
    version: "v1",
    environment: "sandbox",
    region: "eu-west-1",
    release: "r7",
    plan: "gold",
    kind: "probe",
    operation: "GET /orders/{id}",
    method: "GET",
    path: "/orders/17",
    durationUs: 1001,
    upstreamUs: 500,
    client: "acme",
    responseBytes: 12,
    outcome: "timeout",
    healthCheck: true,
    userAgent: "kube-probe/1.31",
  });
});

test("null and empty text mean that a field is absent", () => {
  const empty = {
    api: "",
    environment: null,
    region: "",
    plan: null,
    kind: "",
    operation: "",
    durationMs: null,
    client: "",
    outcome: "",
    userAgent: null,
  };
  assert.deepEqual(decoded(empty), decoded({}));
});

test("a known field of the wrong type is malformed, and the detail names it", () => {
  const cases: [object, string][] = [
    [{ status: "abc" }, 'field status: expected a whole number 0 to 999, got "abc"'],
    [{ status: 1000 }, "field status: expected a whole number 0 to 999, got 1000"],
    [{ status: 200.5 }, "field status: expected a whole number 0 to 999, got 200.5"],
    [{ status: null }, "field status: missing; a record needs it, 0 when there was no answer"],
    [{ durationMs: "12" }, 'field durationMs: expected milliseconds, a number from 0 to 1e12, got "12"'],
    [{ durationMs: -1 }, "field durationMs: expected milliseconds, a number from 0 to 1e12, got -1"],
    [{ upstreamMs: 1e12 }, "field upstreamMs: expected milliseconds, a number from 0 to 1e12, got 1000000000000"],
    [{ responseBytes: 1.5 }, "field responseBytes: expected a whole number that is not negative, got 1.5"],
    [{ requestBytes: -1 }, "field requestBytes: expected a whole number that is not negative, got -1"],
    [{ api: 1 }, "field api: expected text, got 1"],
    [{ client: true }, "field client: expected text or a number, got true"],
    [{ plan: {} }, "field plan: expected text, got an object"],
    [{ traceId: [] }, "field traceId: expected text, got a list"],
    [{ kind: "robot" }, 'field kind: expected one of client, probe, drill, canary, got "robot"'],
    [
      { outcome: "lost" },
      `field outcome: expected one of served, unauthenticated, forbidden, throttled, quota, upstreamError, timeout, clientAborted, got "lost"`,
    ],
    [{ method: "G T" }, 'field method: expected an HTTP method such as GET, got "G T"'],
    [{ at: 5 }, "field at: expected text, got 5"],
    [{ at: "" }, "field at: missing; a record needs its start in RFC 3339"],
    [{ path: null }, "field operation: missing; a record needs it, or method and path"],
    [{ method: "" }, "field operation: missing; a record needs it, or method and path"],
  ];
  for (const [changes, detail] of cases) assert.deepEqual(decoded(changes), { drop: "malformed", detail });
});

test("a start that is no RFC 3339 date-time is a bad time", () => {
  assert.deepEqual(decoded({ at: "yesterday" }), {
    drop: "badTime",
    detail: 'field at: expected RFC 3339 such as 2026-05-17T10:05:03.250Z, got "yesterday"',
  });
});

test("what is not one JSON object is malformed, and the detail never quotes the line", () => {
  const cases: [string, string][] = [
    ["", "column 1: expected a JSON object, which starts with {"],
    ["GET /", "column 1: expected a JSON object, which starts with {"],
    ["[1]", "column 1: expected a JSON object, got a list"],
    ["7", "column 1: expected a JSON object, got 7"],
    ['{"at":"2026', "column 12: the line ends before its JSON object does; it may have been cut"],
    ['{"key":"sec\u0000ret"}', "column 12: this is not valid JSON"],
  ];
  for (const [line, detail] of cases) {
    assert.deepEqual(decodeNdjson(line, BY_CLIENT), { drop: "malformed", detail }, line);
  }
});

test("the client is the field that was asked for; a number is a name too; a header is in no record", () => {
  const changes = { client: "acme", ip: "192.0.2.1", user: "ada", key: "secret", team: 7, flag: true, "a.b": "dotted" };
  const choices: [ClientBy, string | undefined][] = [
    [BY_CLIENT, "acme"],
    [{ by: "ip" }, "192.0.2.1"],
    [{ by: "user" }, "ada"],
    [{ by: "key" }, "secret"],
    [{ by: "field", name: "team" }, "7"],
    [{ by: "field", name: "a.b" }, "dotted"],
    [{ by: "field", name: "flag" }, undefined],
    [{ by: "field", name: "toString" }, undefined],
    [{ by: "header", name: "x-team" }, undefined],
  ];
  for (const [clientBy, client] of choices) {
    const record = decoded(changes, clientBy);
    assert.equal("client" in record ? record.client : undefined, client);
  }
});

test("unknown fields are listed, but not the one that names the client", () => {
  const line = `{"__proto__":1,${JSON.stringify({ ...RECORD, user: "ada", extra: [1] }).slice(1)}`;
  const record = decodeNdjson(line, { by: "user" });
  assert.deepEqual("drop" in record ? record : record.unknownFields, ["__proto__", "extra"]);
});

test("of a field that is given twice the last one counts", () => {
  const record = decodeNdjson(`${JSON.stringify(RECORD).slice(0, -1)},"status":503}`, BY_CLIENT);
  assert.equal("drop" in record ? record.drop : record.status, 503);
});
