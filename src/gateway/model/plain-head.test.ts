import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { duplexPair } from "node:stream";
import { test } from "node:test";
import { Random } from "#kernel";
import { headerOf } from "../front/header-of.ts";
import { readHead } from "../front/read-head.ts";
import { HeaderKinds } from "./header-kinds.ts";
import { PlainHead } from "./plain-head.ts";
import type { RequestHead } from "./request-head.ts";

/** What a reader made of bytes. */
interface Seen {
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly keepsAlive: boolean;
  readonly headers: readonly (string | undefined)[];
  /** All, flat. */
  readonly raw: readonly string[];
}

const NAMES = ["x-original-uri", "x-api-key", "authorization", "x-forwarded-method", "cookie", "content-length", "te"];
const PLAIN = [
  "GET /auth HTTP/1.1\r\nHost: 127.0.0.1:4749\r\nX-Original-Method: GET\r\nX-Original-URI: /orders/17?full=1\r\nX-Api-Key: plm_live_x\r\n\r\n",
  "POST /auth/envoy/orders?a=b HTTP/1.1\r\nhost: api.example.com\r\ncontent-length: 0\r\nAuthorization:\tBearer a b \t\r\n\r\n",
  "HEAD /auth HTTP/1.1\r\nHost: [::1]:4749\r\nConnection: close\r\nCookie: a=b\r\nCookie: \xe4\r\nTE: trailers\r\nEmpty:\r\n\r\n",
  "OPTIONS /auth/nginx HTTP/1.1\r\nHost: a\r\nConnection: Keep-Alive\r\nX-API-KEY: 1\r\nx-api-key: 2\r\nX-Forwarded-Method: PUT\r\n\r\n",
];
const UNUSUAL: Readonly<Record<string, string>> = {
  "a body": "POST /auth HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx",
  "a length said twice": "POST /auth HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
  "a strange length": "POST /auth HTTP/1.1\r\nHost: a\r\nContent-Length: 00\r\n\r\n",
  chunks: "POST /auth HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "an upgrade": "GET /auth HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
  "an expectation": "GET /auth HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
  "a list of connection options": "GET /auth HTTP/1.1\r\nHost: a\r\nConnection: close, x-a\r\n\r\n",
  "a connection said twice": "GET /auth HTTP/1.1\r\nHost: a\r\nConnection: close\r\nConnection: keep-alive\r\n\r\n",
  "the connection of a proxy": "GET /auth HTTP/1.1\r\nHost: a\r\nProxy-Connection: close\r\n\r\n",
  "HTTP/1.0": "GET /auth HTTP/1.0\r\nHost: a\r\n\r\n",
  "no host": "GET /auth HTTP/1.1\r\nX: a\r\n\r\n",
  "two hosts": "GET /auth HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
  "an empty host": "GET /auth HTTP/1.1\r\nHost:\r\n\r\n",
  "a strange host": "GET /auth HTTP/1.1\r\nHost: a/b\r\n\r\n",
  "a folded header": "GET /auth HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
  "a bare line feed": "GET /auth HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
  "a bare carriage return": "GET /auth HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
  "a control character": "GET /auth HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
  "a blank before a colon": "GET /auth HTTP/1.1\r\nHost : a\r\n\r\n",
  "a header without a name": "GET /auth HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n",
  "an empty line before all": "\r\nGET /auth HTTP/1.1\r\nHost: a\r\n\r\n",
  "a whole address": "GET http://a/auth HTTP/1.1\r\nHost: a\r\n\r\n",
  "a fragment": "GET /auth#a HTTP/1.1\r\nHost: a\r\n\r\n",
  "two blanks": "GET  /auth HTTP/1.1\r\nHost: a\r\n\r\n",
  "a method that is seldom seen": "TRACE /auth HTTP/1.1\r\nHost: a\r\n\r\n",
  "101 headers": `GET /auth HTTP/1.1\r\nHost: a\r\n${"X: a\r\n".repeat(100)}\r\n`,
  "16 KiB": `GET /auth HTTP/1.1\r\nHost: a\r\nX: ${"a".repeat(16_384)}\r\n\r\n`,
  "16 KiB without an end": `GET /auth HTTP/1.1\r\nHost: a\r\nX: ${"a".repeat(16_384)}`,
  "the first bytes of TLS": "\x16\x03\x01\x02\x00\x01",
};

test("a plain head is read as node:http reads it, wherever it begins among other bytes", async () => {
  for (const text of PLAIN) {
    const head = new PlainHead();
    const before = "GET / HTTP/1.1\r\nHost: zzz\r\n\r\n";
    const bytes = Buffer.from(`${before}${text}GET`, "latin1");
    assert.equal(head.read(bytes, before.length), "plain", text);
    assert.equal(head.end, before.length + text.length);
    assert.deepEqual(seenBy(head), await seenByNode(text), text);
  }
});

test("of a plain head every beginning is partial", () => {
  for (const text of PLAIN) {
    for (let length = 0; length < text.length; length++) {
      assert.equal(
        new PlainHead().read(Buffer.from(text.slice(0, length), "latin1"), 0),
        "partial",
        text.slice(0, length),
      );
    }
  }
});

test("whatever is no plain request is left to another reader", () => {
  for (const [what, text] of Object.entries(UNUSUAL)) {
    assert.equal(new PlainHead().read(Buffer.from(text, "latin1"), 0), "unusual", what);
  }
});

test("of 20,000 heads with wrong, missing and added bytes, none is read otherwise than by node:http and its strict rules", async () => {
  const random = new Random(20);
  let taken = 0;
  for (let round = 0; round < 20_000; round++) {
    const text = mutated(PLAIN[random.below(PLAIN.length)] as string, random);
    const head = new PlainHead();
    if (head.read(Buffer.from(text, "latin1"), 0) !== "plain") continue;
    taken++;
    assert.deepEqual(seenBy(head), await seenByNode(text.slice(0, head.end)), JSON.stringify(text));
  }
  assert.ok(taken > 3_000, `only ${taken} of them were plain`);
});

const PIECES = [
  "\r",
  "\n",
  "\r\n",
  " ",
  "\t",
  ":",
  ",",
  "a",
  "0",
  "\0",
  "\x7f",
  "\x80",
  "\xff",
  "/",
  "#",
  "%",
  "Host: b\r\n",
];
const MORE = [
  "Connection: close\r\n",
  "content-length: 0\r\n",
  "Transfer-Encoding: chunked\r\n",
  "X_Api_Key: 3\r\n",
  " x\r\n",
];

/** One to three pieces put in, taken out, or put in the place of others. */
function mutated(text: string, random: Random): string {
  const pieces = [...PIECES, ...MORE];
  let changed = text;
  for (let times = 1 + random.below(3); times > 0; times--) {
    const at = random.below(changed.length);
    const piece = random.below(4) === 0 ? "" : (pieces[random.below(pieces.length)] as string);
    changed = changed.slice(0, at) + piece + changed.slice(at + random.below(3));
  }
  return changed;
}

function seenBy(head: PlainHead): Seen {
  const { method, url, host, closes } = head;
  return { method, url, host, keepsAlive: !closes, headers: NAMES.map((name) => head.header(name)), raw: head.flat() };
}

/** Fails where node:http, or the strict rules behind it, refuse the head or see a body. */
async function seenByNode(text: string): Promise<Seen> {
  const server = createServer();
  const [ours, theirs] = duplexPair();
  server.emit("connection", theirs);
  ours.write(Buffer.from(text, "latin1"));
  const [request] = (await Promise.race([once(server, "request"), refusal(server)])) as [IncomingMessage];
  const head = readHead(request, new HeaderKinds()) as RequestHead;
  assert.equal(head.body, null, text);
  const { method = "", url = "", rawHeaders } = request;
  const isClose = headerOf(rawHeaders, "connection")?.toLowerCase() === "close";
  ours.destroy();
  theirs.destroy();
  return {
    method,
    url,
    host: head.host,
    keepsAlive: !isClose,
    headers: NAMES.map((name) => headerOf(rawHeaders, name)),
    raw: rawHeaders,
  };
}

async function refusal(server: ReturnType<typeof createServer>): Promise<never> {
  const [error] = (await once(server, "clientError")) as [Error];
  throw error;
}
