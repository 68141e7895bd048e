import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createTcp, type AddressInfo } from "node:net";
import { test } from "node:test";
import { guardedLookup, isRefusedAddress, RefusedAddress } from "./guarded-lookup.ts";
import { post } from "./post.ts";
import { Receiver } from "./receiver.testing.ts";

const LIMITS = { connectMs: 300, totalMs: 300, answerBytes: 64 };
const message = (url: string) => ({ url, headers: { "content-type": "application/json" }, body: '{"ä":1}' });

test("a message arrives byte for byte, and the answer is told", async () => {
  await using receiver = await Receiver.open((response) => response.writeHead(202).end("thank\n you"));
  assert.deepEqual(await post(message(`${receiver.url}/hook?a=1`)), {
    kind: "answered",
    status: 202,
    retryAfter: undefined,
    excerpt: "thank you",
  });
  const [got] = receiver.received;
  assert.equal(got?.body, '{"ä":1}');
  assert.equal(got.path, "/hook?a=1");
  assert.equal(got.headers["content-length"], "8");
});

test("Retry-After is handed on", async () => {
  await using receiver = await Receiver.open((response) => response.writeHead(503, { "retry-after": "9" }).end());
  const reply = await post(message(receiver.url));
  assert.equal(reply.kind === "answered" && reply.retryAfter, "9");
});

test("a redirect is told, not followed", async () => {
  await using other = await Receiver.open((response) => response.end());
  await using receiver = await Receiver.open((response) => response.writeHead(307, { location: other.url }).end());
  const reply = await post(message(receiver.url));
  assert.equal(reply.kind === "answered" && reply.status, 307);
  assert.equal(other.received.length, 0);
});

test("of an endless answer only the beginning is read", async () => {
  await using receiver = await Receiver.open((response) => {
    response.writeHead(200);
    const more = (): void => {
      while (!response.destroyed && response.write("x".repeat(65_536)));
    };
    response.on("drain", more);
    more();
  });
  const reply = await post(message(receiver.url), { ...LIMITS, totalMs: 5_000 });
  assert.deepEqual(reply, { kind: "answered", status: 200, retryAfter: undefined, excerpt: "x".repeat(64) });
});

test("a receiver that takes a message and never answers may have read it", async () => {
  await using receiver = await Receiver.open(() => undefined);
  const reply = await post(message(receiver.url), LIMITS);
  assert.deepEqual(reply, { kind: "silent", reason: "no answer within 0.3 s", arrived: true });
});

test("a status whose body breaks off is an answer", async () => {
  await using receiver = await Receiver.open((response) => {
    response.writeHead(200, { "content-length": "100" }).write("half", () => response.destroy());
  });
  const reply = await post(message(receiver.url), LIMITS);
  assert.equal(reply.kind === "answered" && reply.status, 200);
});

test("where nothing listens, surely nobody was told", async () => {
  const server = createTcp().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  const reply = await post(message(`http://127.0.0.1:${port}/`), LIMITS);
  assert.deepEqual(reply, {
    kind: "silent",
    reason: "no answer: nothing listens there (connection refused)",
    arrived: false,
  });
});

test("a TLS connection that never stands has not arrived", async () => {
  const server = createTcp(() => undefined).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const reply = await post(message(`https://127.0.0.1:${port}/`), { ...LIMITS, totalMs: 5_000 });
  server.close();
  assert.deepEqual(reply, { kind: "silent", reason: "no connection within 0.3 s", arrived: false });
});

test("where machines keep their credentials nothing is sent, however it is written", async () => {
  for (const host of ["169.254.169.254", "0xa9fea9fe", "2852039166", "[::ffff:169.254.169.254]", "[fe80::1]"]) {
    const reply = await post(message(`http://${host}/latest/meta-data`), LIMITS);
    assert.equal(reply.kind, "refused", host);
  }
  const addresses = [
    "169.254.1.1",
    "fd00:ec2::254",
    "64:ff9b::a9fe:a9fe",
    "127.0.0.1",
    "10.1.1.1",
    "::1",
    "example.com",
  ];
  assert.deepEqual(addresses.map(isRefusedAddress), [true, true, true, false, false, false, false]);
});

test("a name is refused when any of its addresses is, at the moment of the connection", async () => {
  const found = (name: string) =>
    new Promise((resolve) => {
      guardedLookup(name, { all: true }, (fault, addresses) => resolve(fault ?? addresses));
    });
  assert.ok((await found("169.254.169.254")) instanceof RefusedAddress);
  assert.deepEqual(await found("127.0.0.1"), [{ address: "127.0.0.1", family: 4 }]);
});

test("another method is used where it is asked for, bytes go as they are, and a GET has no body", async () => {
  await using receiver = await Receiver.open((response) => response.end());
  await post({ url: receiver.url, method: "PUT", headers: {}, body: Uint8Array.of(0x61, 0x62) });
  await post({ url: receiver.url, method: "GET", headers: {}, body: "" });
  assert.deepEqual(
    receiver.received.map(({ method, body, headers }) => [method, body, headers["content-length"]]),
    [
      ["PUT", "ab", "2"],
      ["GET", "", undefined],
    ],
  );
});
