import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeHaproxy } from "./haproxy.ts";
import type { Decoded } from "./record.ts";

const IP = { by: "ip" } as const;
const SYSLOG = "Feb  6 12:14:14 lb1 haproxy[14389]: ";
const BODY =
  "10.0.1.2:33317 [06/Feb/2009:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 " +
  '{shop.example} {} "GET /orders?page=2 HTTP/1.1"';
const RECORD = {
  at: Date.UTC(2009, 1, 6, 12, 14, 14, 655),
  status: 200,
  responseBytes: 2750,
  durationUs: 109_000,
  method: "GET",
  path: "/orders",
  client: "10.0.1.2",
};

function decode(line: string): Decoded {
  return decodeHaproxy(line, IP);
}

test("an HTTP log line is read with any syslog header in front, or none", () => {
  const headers = [
    "",
    SYSLOG,
    "<134>Feb  6 12:14:14 haproxy[1]: ",
    "2009-02-06T12:14:14.765+00:00 lb1 haproxy[7]: ",
    "<134>1 2009-02-06T12:14:14Z lb1 haproxy 7 - - ",
  ];
  for (const header of headers) assert.deepEqual(decode(header + BODY), RECORD, header);
});

test("captured headers may be absent, and further fields may follow", () => {
  assert.deepEqual(decode(BODY.replace(" {shop.example} {}", "")), RECORD);
  assert.deepEqual(decode(`${BODY} 0/0000000000000000/0/0/0 shop.example/TLSv1.3/TLS_AES_256_GCM_SHA384`), RECORD);
  assert.deepEqual(decode(BODY.replace("http-in", "https-in~").replace("109 200 2750", "+109 200 +2750")), RECORD);
});

test("IPv6 clients keep their address, unix clients their word, and - is nobody", () => {
  const clientOf = (client: string): unknown => {
    const decoded = decode(SYSLOG + BODY.replace("10.0.1.2:33317", client));
    return "drop" in decoded ? decoded : decoded.client;
  };
  assert.equal(clientOf("2001:db8::7:33317"), "2001:db8::7");
  assert.equal(clientOf("[2001:db8::7]:33317"), "2001:db8::7");
  assert.equal(clientOf("unix:1"), "unix");
  assert.equal(clientOf("-"), undefined);
});

test("the termination state says who gave up, and only when the answer was not complete", () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["----", undefined],
    ["--VN", undefined],
    ["CD--", "clientAborted"],
    ["CH--", "clientAborted"],
    ["C---", undefined],
    ["cR--", "clientAborted"],
    ["cD--", "clientAborted"],
    ["sH--", "timeout"],
    ["sQ--", "timeout"],
    ["sC--", "timeout"],
    ["SD--", "upstreamError"],
    ["SH--", "upstreamError"],
    ["DD--", "upstreamError"],
    ["PR--", undefined],
    ["LR--", undefined],
  ];
  for (const [state, outcome] of rows) {
    assert.deepEqual(
      decode(BODY.replace("----", state)),
      outcome === undefined ? RECORD : { ...RECORD, outcome },
      state,
    );
  }
});

test("a request that never came whole has no answer or 400, and is unparsable", () => {
  const line = `${SYSLOG}10.0.1.2:33318 [06/Feb/2009:12:14:15.000] http-in http-in/<NOSRV> -1/-1/-1/-1/5000 -1 0 - - CR-- 1/1/0/0/0 0/0 "<BADREQ>"`;
  assert.deepEqual(decode(line), {
    at: Date.UTC(2009, 1, 6, 12, 14, 15),
    status: 0,
    responseBytes: 0,
    durationUs: 5_000_000,
    operation: "(unparsable request)",
    client: "10.0.1.2",
    outcome: "clientAborted",
  });
});

test("HAProxy's own escapes are undone in the path, a backslash is one, and a request that was cut still counts", () => {
  const pathOf = (target: string): unknown => {
    const decoded = decode(BODY.replace("/orders?page=2", target));
    return "drop" in decoded ? decoded : decoded.path;
  };
  assert.equal(pathOf("/a#22b#C3#A9?x=#22"), '/a"bé');
  assert.equal(pathOf("/a#23b"), "/a");
  assert.equal(pathOf(String.raw`/a\x41`), String.raw`/a\x41`);
  assert.equal(pathOf("/a#FFb"), String.raw`/a\xFFb`);
  assert.deepEqual(decode(BODY.slice(0, -' HTTP/1.1"'.length)), RECORD);
});

test("a TCP log line is malformed and says why; an impossible time is badTime", () => {
  const tcp = decode(`${SYSLOG}10.0.1.2:33313 [06/Feb/2009:12:12:51.443] fnt bck/srv1 0/0/5007 212 -- 0/0/0/0/3 0/0`);
  assert.ok("drop" in tcp);
  assert.equal(tcp.drop, "malformed");
  assert.match(tcp.detail, /^column 92: expected five timers .*TCP/);
  const impossible = decode(BODY.replace("06/Feb", "31/Feb"));
  assert.ok("drop" in impossible);
  assert.equal(impossible.drop, "badTime");
  assert.match(impossible.detail, /^column 16: expected a time such as/);
});
