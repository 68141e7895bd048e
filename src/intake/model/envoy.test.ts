import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeEnvoyText } from "./envoy.ts";
import type { Decoded } from "./record.ts";

const IP = { by: "ip" } as const;
const TAIL =
  '"203.0.113.66, 10.0.35.28" "shop/1.0" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "orders" "tcp://10.0.2.1:80"';
const LINE = `[2016-04-15T20:17:00.310Z] "POST /v1/orders?x=1 HTTP/2" 204 - 154 7 226 100 ${TAIL}`;
const RECORD = {
  at: Date.UTC(2016, 3, 15, 20, 17, 0, 310),
  status: 204,
  responseBytes: 7,
  durationUs: 226_000,
  method: "POST",
  path: "/v1/orders",
  client: "10.0.35.28",
};

function decode(line: string): Decoded {
  return decodeEnvoyText(line, IP);
}

test("the default format is read, and the client is the address that Envoy added last", () => {
  assert.deepEqual(decode(LINE), RECORD);
});

test("Istio's three more columns, and those at its end, are tolerated", () => {
  const more = LINE.replace("204 -", '204 - via_upstream - "-"');
  const end = " inbound|8000|| 127.0.0.1:41854 10.44.1.27:80 10.44.1.23:37652 outbound_.8000._.orders.shop.svc default";
  assert.deepEqual(decode(more), RECORD);
  assert.deepEqual(decode(`${more}${end}`), RECORD);
  const reason = LINE.replace("204 -", '503 UF upstream_reset{connection_failure} - "delayed connect error: 111"');
  assert.deepEqual(decode(reason), { ...RECORD, status: 503 });
});

test("response flags state the outcome, and 0 is no answer", () => {
  const rows: readonly (readonly [string, object])[] = [
    ["0 DC", { status: 0, outcome: "clientAborted" }],
    ["504 UT", { status: 504, outcome: "timeout" }],
    ["429 RL", { status: 429, outcome: "throttled" }],
    ["503 UF,URX", { status: 503 }],
  ];
  for (const [answer, expected] of rows) {
    assert.deepEqual(decode(LINE.replace("204 -", answer)), { ...RECORD, ...expected });
  }
});

test("absent values are absent, and a health check is known", () => {
  const { client: _client, durationUs: _durationUs, ...rest } = RECORD;
  const line = LINE.replace("226 100", "- -")
    .replace("203.0.113.66, 10.0.35.28", "-")
    .replace("shop/1.0", "kube-probe/1.29");
  assert.deepEqual(decode(line), { ...rest, healthCheck: true });
});

test("quotes that a client sent in its headers name no client, since the columns cannot be told apart", () => {
  const { client: _client, ...rest } = RECORD;
  assert.deepEqual(decode(LINE.replace("203.0.113.66,", '1.1.1.1" "forged,')), rest);
});

test("a TCP connection and a cut line are malformed, an impossible time is badTime", () => {
  const dropOf = (line: string): string => {
    const decoded = decode(line);
    return "drop" in decoded ? `${decoded.drop}: ${decoded.detail}` : "kept";
  };
  assert.equal(
    dropOf(LINE.replace("POST /v1/orders?x=1 HTTP/2", "- - -")),
    "malformed: column 28: expected an HTTP request; this is a TCP connection",
  );
  assert.equal(dropOf(LINE.slice(0, 68)), "malformed: the line ends at column 69: expected the duration in ms");
  assert.match(dropOf(LINE.replace("04-15", "02-30")), /^badTime: column 1: expected a time such as/);
});
