import assert from "node:assert/strict";
import { test } from "node:test";
import { loggedText, utf8Of } from "./logged-text.ts";
import { parseRequestLine } from "./request-line.ts";

const UNPARSABLE = { operation: "(unparsable request)" };

/** Text as a decoder gets it: one character a byte. */
function latin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

test("a request line gives its method and its path as sent, without query and fragment", () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ["GET /orders HTTP/1.1", "GET", "/orders"],
    ["GET /orders?page=2&x=%20 HTTP/2.0", "GET", "/orders"],
    ["GET /orders#top?x HTTP/3", "GET", "/orders"],
    ["get /a%2Fb//c/ HTTP/1.0", "get", "/a%2Fb//c/"],
    ["POST http://api.example:8080/orders?x=1 HTTP/1.1", "POST", "/orders"],
    ["GET https://api.example HTTP/1.1", "GET", "/"],
    ["GET https://api.example?x=1 HTTP/1.1", "GET", "/"],
    ["GET ?x=1 HTTP/1.1", "GET", "/"],
    ["GET  HTTP/1.1", "GET", "/"],
    ["OPTIONS * HTTP/1.1", "OPTIONS", "*"],
    ["CONNECT api.example:443 HTTP/1.1", "CONNECT", "api.example:443"],
    ["GET /index.html", "GET", "/index.html"],
    ["GET /a b HTTP/1.1", "GET", "/a b"],
    [String.raw`GET /a\"b\\c\x41 HTTP/1.1`, "GET", String.raw`/a"b\cA`],
    [String.raw`GET /caf\xc3\xa9 HTTP/1.1`, "GET", "/café"],
    [latin1("GET /café HTTP/1.1"), "GET", "/café"],
  ];
  for (const [line, method, path] of rows) assert.deepEqual(parseRequestLine(line), { method, path }, line);
});

test("what is no request has the operation of unparsable requests, and is no reason to drop a line", () => {
  const garbage = [
    "-",
    "",
    "GET",
    " ",
    String.raw`\x16\x03\x01\x02`,
    "\x16\x03\xff\xfe",
    "GET orders HTTP/1.1",
    "G3T / HTTP/1.1",
    "GET /a b",
    "<BADREQ>",
  ];
  for (const line of garbage) assert.deepEqual(parseRequestLine(line), UNPARSABLE, line);
});

test("a path that is not UTF-8 is an encoding drop when the line itself is wrong, and stays escaped when it was escaped", () => {
  const dropped = parseRequestLine("GET /caf\xe9 HTTP/1.1");
  assert.equal("drop" in dropped && dropped.drop, "encoding");
  assert.deepEqual(parseRequestLine(String.raw`GET /caf\xe9 HTTP/1.1`), { method: "GET", path: String.raw`/caf\xe9` });
});

test("escapes of a logged field are undone where that gives text", () => {
  assert.equal(loggedText(String.raw`a\tb\nc\"\\\x7a`), 'a\tb\nc"\\z');
  assert.equal(loggedText(String.raw`cut\x4`), String.raw`cut\x4`);
  assert.equal(loggedText("ends\\"), "ends\\");
  assert.equal(utf8Of("\xc3\xa9"), "é");
  assert.equal(utf8Of("\xe9"), undefined);
});
