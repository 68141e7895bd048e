import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonFormatOf } from "./json-format.ts";

test("a JSON format is known by its keys", () => {
  const cases: [unknown, string | undefined][] = [
    [{ at: "2026-05-17T10:05:03Z", status: 200 }, "ndjson"],
    [{ at: "2026-05-17T10:05:03Z", operation: "GET /" }, "ndjson"],
    [{ ts: 1, request: {}, status: 200 }, "caddy"],
    [{ RequestMethod: "GET", DownstreamStatus: 200 }, "traefik"],
    [{ start_time: "2026-05-17T10:05:03Z", response_code: 200, method: "GET" }, "envoy"],
    [{ msec: "1", status: "200" }, "nginx-json"],
    [{ time: "2026-05-17T10:05:03+00:00", request: "GET / HTTP/1.1", status: 200 }, "nginx-json"],
    [{ level: "info", msg: "started" }, undefined],
    [{}, undefined],
    [[], undefined],
    [null, undefined],
    ["at", undefined],
  ];
  for (const [value, format] of cases) assert.equal(jsonFormatOf(value), format, JSON.stringify(value));
});
