import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeAlb } from "./alb.ts";
import type { Decoded } from "./record.ts";

const FIRST =
  "https 2018-07-02T22:23:00.186641Z app/orders/50dc6c495c0c9188 192.0.2.1:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 " +
  '"GET https://api.example:443/orders?x=1 HTTP/1.1" "curl/7.46.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 ' +
  "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/orders/73e2d6bc24d8a067 " +
  '"Root=1-58337281-1d84f3d73c47ec4e58577259"';
const LINE =
  `${FIRST} "api.example" "arn:aws:acm:us-east-2:123456789012:certificate/12345678" 1 2018-07-02T22:22:48.364000Z ` +
  '"authenticate,forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_1234abcd5678ef90';
const RECORD = {
  at: Date.UTC(2018, 6, 2, 22, 22, 48, 364),
  status: 200,
  responseBytes: 57,
  durationUs: 171_000,
  method: "GET",
  path: "/orders",
  client: "192.0.2.1",
};

function decode(line: string): Decoded {
  return decodeAlb(line, { by: "ip" });
}

test("an entry starts at its creation time and lasts as long as its three times", () => {
  assert.deepEqual(decode(LINE), RECORD);
});

test("an older entry without a creation time starts its three times before its end", () => {
  assert.deepEqual(decode(FIRST), { ...RECORD, at: Date.UTC(2018, 6, 2, 22, 23, 0, 15) });
});

test("where a time is unknown the duration runs from creation to end, and is absent without a creation time", () => {
  const { durationUs: _durationUs, ...rest } = RECORD;
  assert.deepEqual(decode(LINE.replace("0.086 0.048 0.037 200 200", "-1 -1 -1 502 -")), {
    ...RECORD,
    status: 502,
    durationUs: 11_822_000,
  });
  assert.deepEqual(decode(FIRST.replace("0.086 0.048 0.037 200 200", "-1 -1 -1 502 -")), {
    ...rest,
    at: Date.UTC(2018, 6, 2, 22, 23, 0, 186),
    status: 502,
  });
});

test("460 is a client that went away, - is no answer, and a health check is known", () => {
  assert.deepEqual(decode(LINE.replace("200 200 0", "460 - 0")), { ...RECORD, status: 460, outcome: "clientAborted" });
  assert.deepEqual(decode(LINE.replace("200 200 0", "- - 0")), { ...RECORD, status: 0 });
  assert.deepEqual(decode(LINE.replace("curl/7.46.0", "ELB-HealthChecker/2.0")), { ...RECORD, healthCheck: true });
});

test("a request that the balancer could not read is unparsable, and an IPv6 client keeps its address", () => {
  const { method: _method, path: _path, ...rest } = RECORD;
  const line = LINE.replace("GET https://api.example:443/orders?x=1 HTTP/1.1", "- http://api.example:80- -");
  assert.deepEqual(decode(line.replace("192.0.2.1:2817", "[2001:db8::7]:2817")), {
    ...rest,
    operation: "(unparsable request)",
    client: "2001:db8::7",
  });
});

test("a network balancer's entry is malformed, an impossible time is badTime", () => {
  const dropOf = (line: string): string => {
    const decoded = decode(line);
    return "drop" in decoded ? `${decoded.drop}: ${decoded.detail}` : "kept";
  };
  assert.match(dropOf("tls 2.0 2018-12-20T02:59:40 net/x/1 72a"), /^malformed: column 1: expected a type/);
  assert.match(dropOf(LINE.replace("2018-07-02T22:23", "2018-02-31T22:23")), /^badTime: column 7: expected a time/);
  assert.match(
    dropOf(LINE.replace("2018-07-02T22:22", "2018-07-02T25:22")),
    /^badTime: column \d+: .*got 2018-07-02T25:22/,
  );
});
