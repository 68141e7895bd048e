import assert from "node:assert/strict";
import { test } from "node:test";
import { generate, type StoryRecord } from "../model/generate.ts";
import { threeDays } from "../three-days.ts";
import { LINE_WRITERS, STORY_FORMATS, type StoryFormat } from "./line-writers.ts";

const [SAMPLE] = generate({ ...threeDays(1), requests: 1 });
const RECORD: StoryRecord = {
  ...(SAMPLE ?? assert.fail("the story is empty")),
  at: Date.UTC(2026, 2, 2, 9, 8, 59, 950),
  method: "GET",
  path: "/orders/7",
  operation: "GET /orders/{orderId}",
  status: 200,
  durationUs: 60_400,
  client: { name: "shop-0001", ip: "10.0.0.1", key: "example-1", userAgent: "shop/1.0", share: 1 },
  requestBytes: 0,
  responseBytes: 321,
  requestId: "0123456789abcdef",
};

const EXPECTED: Readonly<Record<StoryFormat, RegExp>> = {
  common: /^10\.0\.0\.1 - shop-0001 \[02\/Mar\/2026:09:08:59 \+0000\] "GET \/orders\/7 HTTP\/1\.1" 200 321$/,
  combined: /200 321 "-" "shop\/1\.0"$/,
  "traefik-clf": /"shop\/1\.0" 1 "orders@file" "http:\/\/10\.9\.0\.1:8080" 60ms$/,
  "nginx-json": /"time_iso8601":"2026-03-02T09:09:00\+00:00","msec":"1772442540\.010".*"request_time":"0\.060"/,
  caddy: /"ts":1772442540\.0104,.*"duration":0\.060400,"size":321,"status":200/,
  haproxy: /^10\.0\.0\.1:40000 \[02\/Mar\/2026:09:08:59\.950\] www orders\/app1 0\/0\/0\/60\/60 200 321 - - ---- /,
  envoy: /^\[2026-03-02T09:08:59\.950Z\] "GET \/orders\/7 HTTP\/1\.1" 200 - 0 321 60 60 "10\.0\.0\.1"/,
  "traefik-json": /"Duration":60400000,.*"StartUTC":"2026-03-02T09:08:59\.950Z".*"time":"2026-03-02T09:09:00\.010400Z"/,
  alb: /^https 2026-03-02T09:09:00\.010000Z .* 0\.000 0\.060 0\.000 200 200 0 321 .* 0 2026-03-02T09:08:59\.950000Z /,
  ndjson:
    /^\{"at":"2026-03-02T09:08:59\.950Z","api":"orders","method":"GET","path":"\/orders\/7","status":200,"durationMs":60\.4,/,
};

const NO_ANSWER: Readonly<Record<StoryFormat, RegExp>> = {
  common: /" 000 -$/,
  combined: /" 000 - "-"/,
  "traefik-clf": /" 000 - "-"/,
  "nginx-json": /"status":"000"/,
  caddy: /"status":0,/,
  haproxy: / 0\/0\/0\/-1\/60 -1 0 - - SH-- /,
  envoy: / 0 UC 0 0 60 - /,
  "traefik-json": /"DownstreamStatus":0,/,
  alb: / - - 0 0 "GET /,
  ndjson: /"status":0,/,
};

for (const format of STORY_FORMATS) {
  test(`${format}: time, status, bytes and duration stand where the format has them`, () => {
    assert.match(LINE_WRITERS[format](RECORD), EXPECTED[format]);
  });

  test(`${format}: a request without an answer says so in the format's own way`, () => {
    assert.match(LINE_WRITERS[format]({ ...RECORD, status: 0, responseBytes: 0 }), NO_ANSWER[format]);
  });
}

test("the JSON forms are valid JSON", () => {
  for (const format of ["nginx-json", "caddy", "traefik-json", "ndjson"] as const) {
    assert.equal(typeof JSON.parse(LINE_WRITERS[format](RECORD)), "object");
  }
});
