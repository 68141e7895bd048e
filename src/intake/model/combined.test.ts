import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeCombined, decodeCommon } from "./combined.ts";
import type { Decoded } from "./record.ts";

const IP = { by: "ip" } as const;
const USER = { by: "user" } as const;
const AT = Date.UTC(2015, 4, 17, 10, 5, 3);
const HEAD = "192.0.2.7 - - [17/May/2015:10:05:03 +0000]";
const ORDERS = { at: AT, status: 200, responseBytes: 512, method: "GET", path: "/orders", client: "192.0.2.7" };

function dropOf(decoded: Decoded): string {
  return "drop" in decoded ? `${decoded.drop}: ${decoded.detail}` : "kept";
}

function clientOf(decoded: Decoded): string | undefined {
  return "drop" in decoded ? dropOf(decoded) : decoded.client;
}

test("a common line tells its client, time, request, status and bytes", () => {
  assert.deepEqual(decodeCommon(`${HEAD} "GET /orders?page=2 HTTP/1.1" 200 512`, IP), ORDERS);
});

test("a combined line is read with its referer and user agent, and whatever follows is tolerated", () => {
  const line = `${HEAD} "GET /orders HTTP/1.1" 200 512 "https://shop.example/\\"x\\"" "curl/8.5.0"`;
  for (const rest of ["", ' "203.0.113.9"', " 0.004 pipe", " "]) {
    assert.deepEqual(decodeCombined(line + rest, IP), ORDERS, rest);
  }
  assert.deepEqual(decodeCommon(line, IP), ORDERS);
});

test("a line that is cut inside its user agent, and one with quotes that nobody escaped, still count", () => {
  assert.deepEqual(decodeCombined(`${HEAD} "GET /orders HTTP/1.1" 200 512 "-" "Mozilla/5.0 (cut`, IP), ORDERS);
  assert.deepEqual(decodeCombined(`${HEAD} "GET /orders HTTP/1.1" 200 512 "a "b" c" "x "y" z"`, IP), ORDERS);
});

test("bytes and status may be absent, and statuses outside the standard are handed over", () => {
  const read = (answer: string): Decoded => decodeCommon(`${HEAD} "GET /orders HTTP/1.1" ${answer}`, IP);
  assert.deepEqual(read("304 -"), { ...ORDERS, status: 304, responseBytes: 0 });
  assert.deepEqual(read("- -"), { ...ORDERS, status: 0, responseBytes: 0 });
  assert.deepEqual(read("000 0"), { ...ORDERS, status: 0, responseBytes: 0 });
  assert.deepEqual(read("499 0"), { ...ORDERS, status: 499, responseBytes: 0 });
});

test("the client is the address, a host name or the user, and nobody where the line says nobody", () => {
  const rows: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ["192.0.2.7 - -", "192.0.2.7", undefined],
    ["2001:db8::17 - shop", "2001:db8::17", "shop"],
    ["host.example - shop", "host.example", "shop"],
    ["- - -", undefined, undefined],
    ['192.0.2.7 - ""', "192.0.2.7", undefined],
    ["192.0.2.7 ident Jane van Doe", "192.0.2.7", "Jane van Doe"],
    [String.raw`192.0.2.7 - caf\xc3\xa9`, "192.0.2.7", "café"],
    ["api.example:443 192.0.2.7 - shop", "192.0.2.7", "shop"],
    ["api.example 192.0.2.7 - -", "192.0.2.7", undefined],
    ["api.example host.example - shop", "host.example", "shop"],
    ["api.example:80 2001:db8::17 - Jane Doe", "2001:db8::17", "Jane Doe"],
    ["192.0.2.7 - [17/May/2016:10:05:03 +0000] x", "192.0.2.7", "[17/May/2016:10:05:03 +0000] x"],
  ];
  for (const [who, ip, user] of rows) {
    const line = `${who} [17/May/2015:10:05:03 +0000] "GET /orders HTTP/1.1" 200 512 "-" "-"`;
    assert.equal(clientOf(decodeCombined(line, IP)), ip, `address of ${who}`);
    assert.equal(clientOf(decodeCombined(line, USER)), user, `user of ${who}`);
  }
});

test("a client cannot forge a status or a time through what servers escape", () => {
  const forged = String.raw`${HEAD} "GET /x\" 200 5 \"-\" \"-\" HTTP/1.1" 404 9 "-" "-"`;
  assert.deepEqual(decodeCombined(forged, IP), { ...ORDERS, status: 404, responseBytes: 9, path: '/x" 200 5 "-" "-"' });
});

test("a garbage request is kept as unparsable", () => {
  for (const request of ["-", String.raw`\x16\x03\x01`, "\x16\x03\xff"]) {
    assert.deepEqual(decodeCombined(`${HEAD} "${request}" 400 226 "-" "-"`, IP), {
      at: AT,
      status: 400,
      responseBytes: 226,
      operation: "(unparsable request)",
      client: "192.0.2.7",
    });
  }
});

test("health checks are known by the start of their user agent", () => {
  const read = (agent: string): Decoded => decodeCombined(`${HEAD} "GET /orders HTTP/1.1" 200 512 "-" "${agent}"`, IP);
  for (const agent of ["ELB-HealthChecker/2.0", "kube-probe/1.29", "GoogleHC/1.0"]) {
    assert.deepEqual(read(agent), { ...ORDERS, healthCheck: true }, agent);
  }
  for (const agent of ["Mozilla/5.0 kube-probe/1.29", "kube-probe", ""]) assert.deepEqual(read(agent), ORDERS, agent);
});

test("a malformed line says at which column it stops fitting, and what belongs there", () => {
  const rows: readonly (readonly [string, string])[] = [
    [
      "",
      "malformed: the line ends at column 1: expected a client address, an ident and a user, each followed by a space",
    ],
    ["192.0.2.7 - - GET /", "malformed: column 15: expected a time such as [17/May/2015:10:05:03 +0000]"],
    [`${HEAD} GET / 200`, 'malformed: column 44: expected a request such as "GET /orders HTTP/1.1", in quotes'],
    [`${HEAD} "GET / HTTP/1.1" OK 5`, "malformed: column 61: expected a status of three digits, or -"],
    [`${HEAD} "GET / HTTP/1.1" 200`, "malformed: the line ends at column 64: expected the bytes sent, or -"],
    [
      `${HEAD} "GET / HTTP/1.1" 200 5`,
      "malformed: the line ends at column 66: expected the referer and the user agent, each in quotes",
    ],
  ];
  for (const [line, detail] of rows) assert.equal(dropOf(decodeCombined(line, IP)), detail);
});

test("a line of the right shape with an impossible time is badTime", () => {
  const line = '192.0.2.7 - - [31/Feb/2015:10:05:03 +0000] "GET /orders HTTP/1.1" 200 512 "-" "-"';
  const expected =
    "badTime: column 15: expected a time such as [17/May/2015:10:05:03 +0000], got [31/Feb/2015:10:05:03 +0000]";
  assert.equal(dropOf(decodeCombined(line, IP)), expected);
});

test("bytes that are not UTF-8 spoil a line only in a field that is read", () => {
  const line = (user: string, path: string, agent: string): string =>
    `192.0.2.7 - ${user} [17/May/2015:10:05:03 +0000] "GET ${path} HTTP/1.1" 200 512 "\xff" "${agent}"`;
  assert.equal(dropOf(decodeCombined(line("\xe9", "/orders", "\xff"), IP)), "kept");
  assert.equal(dropOf(decodeCombined(line("\xe9", "/orders", "x"), USER)), "encoding: the user is not valid UTF-8");
  assert.equal(
    dropOf(decodeCombined(line("-", "/caf\xe9", "x"), IP)),
    "encoding: the path of the request is not valid UTF-8",
  );
  assert.equal(dropOf(decodeCombined(line("-", "/orders?\xe9", "x"), IP)), "kept");
});
