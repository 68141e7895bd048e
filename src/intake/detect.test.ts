import assert from "node:assert/strict";
import { test } from "node:test";
import { detectFormat, type Detection } from "./detect.ts";
import type { LogFormat } from "./model/formats.ts";

const COMMON = '192.0.2.7 - - [17/May/2015:10:05:03 +0000] "GET /orders HTTP/1.1" 200 512';
const COMBINED = `${COMMON} "-" "curl/8.5.0"`;
const SAMPLES: readonly (readonly [LogFormat, string])[] = [
  ["common", COMMON],
  ["combined", COMBINED],
  ["combined", `${COMBINED} "203.0.113.9"`],
  ["traefik", `${COMBINED} 17 "orders@docker" "http://10.0.0.7:80" 12ms`],
  [
    "traefik",
    '{"StartUTC":"2026-05-17T10:05:03.25Z","RequestMethod":"GET","RequestPath":"/orders","DownstreamStatus":200,"Duration":1000000,"ClientHost":"192.0.2.7"}',
  ],
  [
    "haproxy",
    'Feb  6 12:14:14 lb1 haproxy[1]: 10.0.1.2:333 [06/Feb/2009:12:14:14.655] in b/s 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 "GET / HTTP/1.1"',
  ],
  [
    "envoy",
    '[2016-04-15T20:17:00.310Z] "POST /orders HTTP/2" 204 - 154 0 226 100 "10.0.35.28" "shop" "id" "orders" "tcp://10.0.2.1:80"',
  ],
  [
    "envoy",
    '{"start_time":"2026-05-17T10:05:03.250Z","method":"GET","path":"/orders","response_code":200,"response_flags":"-","duration":12}',
  ],
  [
    "alb",
    'http 2018-07-02T22:23:00.186641Z app/x/1 192.0.2.1:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET http://h:80/ HTTP/1.1" "curl" - - arn "Root=1"',
  ],
  [
    "caddy",
    '{"level":"info","ts":1779012303.25,"msg":"handled request","request":{"remote_ip":"192.0.2.7","method":"GET","uri":"/orders"},"duration":0.012,"size":5,"status":200}',
  ],
  [
    "nginx-json",
    '{"msec":"1779012303.250","remote_addr":"192.0.2.7","request_method":"GET","request_uri":"/orders","status":"200","request_time":"0.012"}',
  ],
  ["ndjson", '{"at":"2026-05-17T10:05:03Z","operation":"GET /orders","status":200,"client":"shop"}'],
];

function detect(text: string): Detection {
  return detectFormat(Buffer.from(text));
}

function detailOf(detection: Detection): string {
  return "refused" in detection ? `${detection.refused}: ${detection.detail}` : `format ${detection.format}`;
}

test("each format is recognised by a line of it, with any line end, a byte order mark, or none", () => {
  for (const [format, line] of SAMPLES) {
    for (const text of [`${line}\n`, line, `${line}\r\n${line}\r\n`, `\uFEFF${line}\n`, `\n\n${line}\n`]) {
      assert.deepEqual(detect(text), { format }, text);
    }
  }
});

test("a bad first line, and a last one that is cut, do not spoil detection", () => {
  for (const [format, line] of SAMPLES) {
    assert.deepEqual(detect(`\0\0 garbage\n${line}\n${line.slice(0, 74)}`), { format }, line);
  }
});

test("the format of most lines wins", () => {
  assert.deepEqual(detect(`${SAMPLES[5]?.[1]}\n${COMBINED}\n${COMBINED}\n`), { format: "combined" });
});

test("lines with impossible times still have their format", () => {
  assert.deepEqual(detect(`${COMBINED.replace("17/May", "31/Feb")}\n`), { format: "combined" });
});

test("nothing but blanks is empty", () => {
  for (const text of ["", "\n\r\n", "  \t\n"]) assert.match(detailOf(detect(text)), /^empty: /);
});

test("UTF-16 text is told from other binary, with and without its mark", () => {
  for (const mark of ["\uFEFF", ""]) {
    const text = Buffer.from(mark + COMBINED, "utf16le");
    assert.match(detailOf(detectFormat(text)), /^utf16: .*iconv/);
    assert.match(detailOf(detectFormat(text.swap16())), /^utf16: /);
  }
});

test("a binary file is refused with the byte that gave it away", () => {
  assert.match(
    detailOf(detectFormat(Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x0a))),
    /^binary: It is not text: byte 3 is 3/,
  );
});

test("an unknown log is quoted, named where that is easy, and told the formats with the remedy", () => {
  const rows: readonly (readonly [string, RegExp])[] = [
    ["#Fields: date time cs-method", /W3C extended log, as IIS/],
    ['<?xml version="1.0"?>', /XML or HTML/],
    ['{"level":"info","msg":"up"}', /JSON, but without the keys/],
    ["{", /JSON over several lines/],
    ['[{"at":1}]', /one JSON list/],
    ["Feb  6 12:14:14 web sshd[7]: Accepted publickey", /a syslog line of another program/],
    ["2026-05-17 10:05:03 INFO started", /a program's own log/],
    ["INSERT INTO orders VALUES (1);", /SQL/],
    ["at,status,client", /CSV/],
    ["at\tstatus\tclient", /tab-separated/],
    ["level=info msg=up at=now", /logfmt/],
    ["hello", /No format fits its first lines\. The first one starts: "hello"/],
  ];
  for (const [line, expected] of rows) {
    const detail = detailOf(detect(`${line}\nmore\n`));
    assert.match(detail, expected);
    assert.match(detail, /^unknown: .*Known formats: combined, common, .*--format; else write one NDJSON record/);
  }
});

test("the quoted line is cut to 100 characters and cannot play tricks on a terminal", () => {
  const detail = detailOf(detect(`\u001b[31mred\u202e ${"x".repeat(200)}\n`));
  assert.match(detail, new RegExp(`starts: "·\\[31mred· ${"x".repeat(90)}…"`));
});

test("a single line that never ends is refused, not looked at for ever", () => {
  assert.match(detailOf(detectFormat(Buffer.alloc(200_000, "["))), /^unknown: /);
  assert.match(detailOf(detectFormat(Buffer.from(" [".repeat(100_000)))), /^unknown: /);
});
