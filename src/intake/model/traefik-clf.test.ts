import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeTraefikClf } from "./traefik-clf.ts";

const LINE =
  '192.0.2.7 - shop [17/May/2015:12:05:03 +0200] "GET /orders?x HTTP/2.0" 200 512 "-" "-" 17 "orders@docker" "http://10.0.0.7:80" 12ms';
const RECORD = {
  at: Date.UTC(2015, 4, 17, 10, 5, 3),
  status: 200,
  responseBytes: 512,
  method: "GET",
  path: "/orders",
  client: "shop",
  durationUs: 12_000,
};

test("Traefik's text line is a combined one with its duration", () => {
  assert.deepEqual(decodeTraefikClf(LINE, { by: "user" }), RECORD);
  assert.deepEqual(decodeTraefikClf(LINE, { by: "ip" }), { ...RECORD, client: "192.0.2.7" });
});

test("quotes in the user agent, which Traefik does not escape, spoil nothing", () => {
  const line = LINE.replace('"-" "-" 17', '"https://x/" "a "quoted" agent 9ms" 17');
  assert.deepEqual(decodeTraefikClf(line, { by: "user" }), RECORD);
});

test("a request without a router or server is read, and so is a health check", () => {
  const line = LINE.replace('"-" "-" 17', '"-" "GoogleHC/1.0" 17').replace(
    '"orders@docker" "http://10.0.0.7:80" 12ms',
    '"-" "-" 0ms',
  );
  assert.deepEqual(decodeTraefikClf(line, { by: "user" }), { ...RECORD, durationUs: 0, healthCheck: true });
});

test("a combined line is not Traefik's: its last fields are missing", () => {
  const decoded = decodeTraefikClf(LINE.replace(/ 17 .*/, ""), { by: "ip" });
  assert.ok("drop" in decoded);
  assert.equal(decoded.drop, "malformed");
  assert.match(
    decoded.detail,
    /^column 80: expected the referer and the user agent in quotes, then Traefik's own fields/,
  );
});
