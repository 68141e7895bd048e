import assert from "node:assert/strict";
import { test } from "node:test";
import { httpUpstream, TestGateway } from "./gateway.testing.ts";

test("headers for one connection end here, also those that Connection names, and nobody forges ours", async (t) => {
  const seen: string[][] = [];
  const upstream = await httpUpstream(t, (request, response) => {
    seen.push(request.rawHeaders);
    response.writeHead(200, [
      "Connection",
      "close, X-Hop",
      "X-Hop",
      "1",
      "X-Plimsoll-Client",
      "x",
      "Keep-Alive",
      "timeout=1",
      "X-Stays",
      "1",
    ]);
    response.end();
  });
  const gate = await TestGateway.open(t, upstream.url);
  const forged =
    "X-Plimsoll-Client: boss\r\nx_plimsoll_client: boss\r\nX-PLIMSOLL-PLAN: free\r\nX-Forwarded-For: 6.6.6.6\r\nX_Forwarded_For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\nX-Request-Id: mine\r\nProxy: http://evil\r\nTE: trailers\r\nContent_Length: 5\r\n";
  const answer = await gate.raw(
    `GET /orders HTTP/1.1\r\nHost: shop.example\r\nx-api-key: good\r\n${forged}X-Secret: 1\r\nConnection: close, X-Secret\r\nX-Stays: 1\r\n\r\n`,
  );
  assert.match(answer, /X-Stays: 1/);
  assert.doesNotMatch(answer, /X-Hop|X-Plimsoll|timeout=1\b/i);
  const sent = (seen[0] ?? []).join("\n");
  assert.doesNotMatch(sent, /boss|free|6\.6\.6\.6|evil|mine|X-Secret|trailers|Content_Length/);
  assert.match(
    sent,
    /X-Forwarded-For\n127\.0\.0\.1\nX-Forwarded-Host\nshop\.example\nX-Forwarded-Proto\nhttp\nForwarded\nfor=127\.0\.0\.1;host="shop\.example";proto=http/,
  );
  assert.match(sent, /X-Stays\n1/);
});

test("what a trusted proxy says of the client is believed and handed on", async (t) => {
  const seen: string[][] = [];
  const upstream = await httpUpstream(t, (request, response) => {
    seen.push(request.rawHeaders);
    response.end();
  });
  const settings = {
    trustedProxies: ["127.0.0.0/8", "10.0.0.0/8"],
    bodyBytesMax: 10,
    encodedSlashes: "refuse",
  };
  const gate = await TestGateway.open(t, upstream.url, { settings });
  const said =
    "X-Forwarded-For: 1.1.1.1, 203.0.113.9, 10.1.1.1\r\nX-Forwarded-Proto: https\r\nX-Request-Id: abc-1\r\ntraceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00\r\n";
  const answer = await gate.raw(
    `GET /orders HTTP/1.1\r\nHost: a\r\nx-api-key: good\r\n${said}Connection: close\r\n\r\n`,
  );
  assert.match(answer, /X-Request-Id: abc-1\r\n/);
  const sent = (seen[0] ?? []).join("\n");
  assert.match(sent, /X-Forwarded-For\n1\.1\.1\.1, 203\.0\.113\.9, 10\.1\.1\.1, 127\.0\.0\.1\n/);
  assert.match(sent, /X-Forwarded-Proto\nhttps\n/);
  assert.match(sent, /traceparent\n00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00/);
  const [record] = await gate.records.reach(1);
  assert.deepEqual(
    [record?.ip, record?.traceId, record?.requestId],
    ["203.0.113.9", "4bf92f3577b34da6a3ce929d0e0e4736", "abc-1"],
  );
});
