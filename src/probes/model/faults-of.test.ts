import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf } from "./faults-of.ts";
import type { Measured } from "./measured.ts";
import type { Expectation } from "./probe.ts";

const ANSWER: Measured = {
  at: 0,
  status: 200,
  timing: { lookupMs: 1, connectMs: 2, tlsMs: 3, waitMs: 4, totalMs: 120 },
  headers: { "content-type": "application/json; charset=utf-8" },
  body: '{"status":"up","queue":{"a/b":[1,{"ok":true}]},"none":null}',
  cut: false,
  certificateEndsAt: null,
  address: "127.0.0.1",
  obstacle: null,
};
const EXPECT: Expectation = { status: ["2xx"], withinMs: null, headers: [], contains: null, json: [] };

function faults(expect: Partial<Expectation>, answer: Partial<Measured> = {}): string[] {
  return faultsOf({ ...ANSWER, ...answer }, { ...EXPECT, ...expect });
}

test("an answer that is all that was asked for has no fault", () => {
  const headers = [
    { name: "Content-Type", contains: "json" },
    { name: "content-type", equals: "application/json; charset=utf-8" },
  ];
  const json = [
    { pointer: "/status", equals: "up" },
    { pointer: "/queue/a~1b/1/ok", equals: true },
    { pointer: "/none", equals: null },
  ];
  const status = ["404", "200-204"];
  assert.deepEqual(faults({ status, withinMs: 120, headers, contains: '"up"', json }), []);
});

test("each thing that is not as asked is said, with what was found instead", () => {
  const headers = [
    { name: "x-version", equals: "2" },
    { name: "content-type", contains: "xml" },
  ];
  const json = [
    { pointer: "/status", equals: "down" },
    { pointer: "/queue/a~1b/01", equals: 1 },
    { pointer: "/__proto__", equals: null },
  ];
  assert.deepEqual(faults({ status: ["201"], withinMs: 119, headers, contains: "all is well", json }), [
    "it answered 200 instead of 201",
    "it took 120 ms, more than 119 ms",
    "it has no header x-version",
    "its header content-type is “application/json; charset=utf-8”, without “xml”",
    "its body does not contain “all is well”",
    'its JSON has “"up"” at /status instead of "down"',
    "its JSON has nothing at /queue/a~1b/01",
    "its JSON has nothing at /__proto__",
  ]);
});

test("a body that is no JSON, or too long for it, is said once", () => {
  const json = [
    { pointer: "/a", equals: 1 },
    { pointer: "/b", equals: 1 },
  ];
  assert.deepEqual(faults({ json }, { body: "<html>" }), ["its body is no JSON"]);
  assert.deepEqual(faults({ json }, { body: "[1", cut: true }), ["its body is too long to be read as JSON"]);
});

test("without an answer the one fault is why there is none", () => {
  const obstacle = { kind: "connect", text: "no connection: nothing listens there" } as const;
  assert.deepEqual(faults({ status: ["200"], withinMs: 1 }, { status: 0, obstacle }), [obstacle.text]);
});
