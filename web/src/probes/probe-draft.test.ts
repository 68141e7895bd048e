import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, draftOf } from "./probe-draft.ts";
import type { Probe } from "./probe-queries.ts";

const SHARE = { runs: 0, passed: 0 };
const PROBE: Probe = {
  probe: "health",
  api: "orders",
  title: "Health",
  method: "POST",
  url: "https://api.example.com/health",
  headers: [
    { name: "Accept", value: "application/json", secret: false },
    { name: "authorization", value: null, secret: true },
    { name: "x-key", value: null, secret: true },
  ],
  body: "{}",
  timeoutMs: 2_500,
  redirects: true,
  expect: {
    status: ["200", "3xx"],
    withinMs: 1_500,
    headers: [
      { name: "content-type", contains: "json; charset=utf-8" },
      { name: "x-a", equals: "b: c" },
    ],
    contains: "up",
    json: [
      { pointer: "/status", equals: "up" },
      { pointer: "/n", equals: 3 },
      { pointer: "/quoted", equals: true },
    ],
  },
  everyMs: 90_000,
  tlsDays: 7,
  failures: 3,
  successes: 2,
  paused: true,
  createdAt: "2026-11-28T00:00:00.000Z",
  revision: 3,
  managedBy: null,
  state: "paused",
  sentence: "",
  last: null,
  firingSince: null,
  certificateEndsAt: null,
  uptime: { day: SHARE, week: SHARE, month: SHARE },
  hours: [],
};

test("a form that nobody touched says what is there, and keeps secrets that it never saw", () => {
  const { api, title, method, url, body, timeoutMs, redirects, expect, everyMs, tlsDays, failures, successes, paused } =
    PROBE;
  const headers = [
    { name: "Accept", value: "application/json" },
    { name: "authorization", secret: true },
    { name: "x-key", secret: true },
  ];
  assert.deepEqual(bodyOf(draftOf(PROBE, ""), PROBE), {
    api,
    title,
    method,
    url,
    headers,
    body,
    timeoutMs,
    redirects,
    expect,
    everyMs,
    tlsDays,
    failures,
    successes,
    paused,
  });
});

test("what cannot be read is sent as it stands, for the server to say what is wrong with it", () => {
  const draft = { ...draftOf(undefined, "orders"), every: "often", failures: "two", within: "1s" };
  const sent = bodyOf(draft, undefined) as { everyMs: unknown; failures: unknown; expect: { withinMs: unknown } };
  assert.deepEqual([sent.everyMs, sent.failures, sent.expect.withinMs], ["often", "two", 1_000]);
});
