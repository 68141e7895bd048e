import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { after, test } from "node:test";
import { DAY_MS } from "#kernel";
import { addressFault } from "../model/address-fault.ts";
import { newAuthority } from "./certificates.testing.ts";
import type { Places } from "./connection.ts";
import { openHost } from "./host.testing.ts";
import type { Asked } from "../model/probe.ts";
import { measure } from "./measure.ts";

const authority = newAuthority();
after(authority.remove);

const AT = 1_800_000_000_000;
const PLACES: Places = { faultOf: (address) => addressFault(address, "all"), trusted: [authority.pem] };
const PUBLIC: Places = { faultOf: (address) => addressFault(address, "public") };
const SECRET = { name: "authorization", value: "Bearer secret", secret: true };

function ask(url: string, more: Partial<Asked> = {}, places = PLACES) {
  return measure(
    { method: "GET", url, headers: [], body: null, timeoutMs: 3_000, redirects: true, ...more },
    AT,
    places,
  );
}

const ok: RequestListener = (_request, response) => response.writeHead(200, { "x-a": ["1", "2"] }).end("all is well");

test("what is asked arrives, and the answer is told with where its time went", async () => {
  await using host = await openHost(ok);
  const headers = [SECRET, { name: "X-Test", value: "1", secret: false }];
  const told = await ask(`${host.url}/health?a=1`, { method: "POST", body: "{}", headers });
  assert.deepEqual([told.status, told.body, told.headers["x-a"], told.obstacle], [200, "all is well", "1, 2", null]);
  const { lookupMs, connectMs, tlsMs, waitMs, totalMs } = told.timing;
  assert.ok(tlsMs === 0 && totalMs >= lookupMs + connectMs + waitMs, JSON.stringify(told.timing));
  const [request] = host.asked;
  assert.deepEqual([request?.url, request?.method], ["/health?a=1", "POST"]);
  assert.deepEqual(
    [request?.headers.authorization, request?.headers["x-test"], request?.headers["content-length"]],
    ["Bearer secret", "1", "2"],
  );
});

test("the end of a certificate is told, also of one that is refused, and over a refused one nothing is sent", async () => {
  const made = {
    good: authority.certify("DNS:localhost", 9),
    other: authority.certify("DNS:else.example", 9),
    over: authority.certify("DNS:localhost", 0),
  };
  await using good = await openHost(ok, made.good);
  const told = await ask(good.url, { headers: [SECRET] });
  assert.equal(told.status, 200);
  assert.ok(told.timing.tlsMs > 0);
  const days = ((told.certificateEndsAt ?? 0) - Date.now()) / DAY_MS;
  assert.ok(days > 8.9 && days < 9.1, `${days} days`);
  const unknown = await ask(good.url, { headers: [SECRET] }, { faultOf: PLACES.faultOf });
  assert.deepEqual([unknown.obstacle?.kind, unknown.certificateEndsAt], ["tls", told.certificateEndsAt]);
  await using other = await openHost(ok, made.other);
  assert.equal((await ask(other.url, { headers: [SECRET] })).obstacle?.text, "its certificate is for another name");
  await using over = await openHost(ok, made.over);
  const ended = await ask(over.url, { headers: [SECRET] });
  assert.equal(ended.obstacle?.text, "its certificate has expired");
  assert.ok(ended.certificateEndsAt !== null && ended.certificateEndsAt <= Date.now());
  assert.deepEqual([good.asked.length, other.asked.length, over.asked.length], [1, 0, 0]);
});

test("a redirect on the same origin is followed with what was given; to another, none of it goes along", async () => {
  await using other = await openHost(ok);
  await using host = await openHost((request, response) => {
    const to = request.url === "/a" ? "/b" : `${other.url}/c`;
    response.writeHead(302, { location: to }).end();
  });
  const told = await ask(`${host.url}/a`, { headers: [SECRET, { name: "cookie", value: "s=1", secret: true }] });
  assert.equal(told.status, 200);
  assert.deepEqual(
    host.asked.map(({ headers }) => headers.authorization),
    ["Bearer secret", "Bearer secret"],
  );
  assert.deepEqual(
    other.asked.map(({ headers }) => [headers.authorization, headers.cookie]),
    [[undefined, undefined]],
  );
  const posted = await ask(`${host.url}/x`, { method: "POST", body: "a" });
  assert.deepEqual([posted.status, other.asked.at(-1)?.method], [200, "GET"]);
  assert.equal((await ask(`${host.url}/a`, { redirects: false })).status, 302);
});

test("a body is never sent to another origin, and a ring of redirects ends", async () => {
  await using other = await openHost(ok);
  await using host = await openHost((request, response) => {
    response.writeHead(307, { location: request.url === "/ring" ? "/ring" : other.url }).end();
  });
  assert.equal((await ask(host.url, { method: "PUT", body: "a" })).obstacle?.kind, "redirects");
  assert.equal(other.asked.length, 0);
  assert.equal((await ask(`${host.url}/ring`)).obstacle?.text, "it redirects more than 5 times");
  assert.equal(host.asked.length, 7);
});

test("no form of an address and no redirect leads to where machines keep their credentials", async () => {
  const forms = [
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "169.254.43518",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::a9fe:a9fe]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "0",
    "[::]",
    "①⑥⑨.254.169.254",
  ];
  for (const form of forms) {
    assert.equal((await ask(`http://${form}/latest/meta-data/`)).obstacle?.kind, "refused", form);
    await using host = await openHost((_request, response) =>
      response.writeHead(302, { location: encodeURI(`http://${form}/`).replace("%5B", "[").replace("%5D", "]") }).end(),
    );
    assert.equal((await ask(host.url)).obstacle?.kind, "refused", `redirect to ${form}`);
  }
});

test("a name is judged by what it leads to, all of it, and is looked up once for each connection", async () => {
  let asked = 0;
  const leadsTo = (...addresses: string[]): Places => ({
    ...PLACES,
    lookup: () => {
      asked++;
      return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));
    },
  });
  await using host = await openHost(ok);
  const url = `http://rebinding.example:${host.port}/`;
  for (const places of [
    leadsTo("169.254.169.254"),
    leadsTo("127.0.0.1", "169.254.169.254"),
    leadsTo("::ffff:a9fe:a9fe"),
  ]) {
    assert.equal((await ask(url, {}, places)).obstacle?.kind, "refused");
  }
  assert.equal(host.asked.length, 0);
  asked = 0;
  assert.equal((await ask(url, {}, leadsTo("127.0.0.1"))).status, 200);
  assert.equal(asked, 1);
});

test("where public addresses only are allowed, a name for this machine is refused, and so is a redirect to it", async () => {
  await using host = await openHost(ok);
  const told = await ask(host.url, {}, PUBLIC);
  assert.equal(told.obstacle?.kind, "refused");
  assert.match(told.obstacle.text, /probes\.networks/);
  assert.equal(host.asked.length, 0);
});

test("other schemes, and addresses with a password, are not followed", async () => {
  for (const location of ["file:///etc/passwd", "gopher://127.0.0.1/", "http://a:b@127.0.0.1/", "http://["]) {
    await using host = await openHost((_request, response) => response.writeHead(302, { location }).end());
    assert.notEqual((await ask(host.url)).obstacle, null, location);
  }
});

test("hosts that are slow, silent, endless or speak no HTTP are told as what they are, in bounded time and memory", async () => {
  await using silent = await openHost(() => undefined);
  const late = await ask(silent.url, { timeoutMs: 200 });
  assert.equal(late.obstacle?.text, "no whole answer within 0.2 s");
  assert.ok(late.timing.totalMs < 2_000);
  await using slow = await openHost((_request, response) => void response.writeHead(200).write("a"));
  assert.equal((await ask(slow.url, { timeoutMs: 200 })).obstacle?.kind, "timeout");
  await using endless = await openHost((_request, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write("x".repeat(65_536)));
    };
    response.on("drain", more);
    more();
  });
  const long = await ask(endless.url);
  assert.deepEqual([long.status, long.cut, long.body.length], [200, true, 262_144]);
  await using cutOff = await openHost((request) => void request.socket.destroy());
  assert.equal((await ask(cutOff.url)).obstacle?.kind, "answer");
  const garbage = createServer(
    (socket) =>
      void socket
        .resume()
        .on("error", () => undefined)
        .end("SSH-2.0-x\r\n\r\n"),
  ).listen(0, "127.0.0.1");
  await once(garbage, "listening");
  const { port } = garbage.address() as AddressInfo;
  assert.match((await ask(`http://127.0.0.1:${port}`)).obstacle?.text ?? "", /is no HTTP/);
  garbage.close();
  await once(garbage, "close");
  assert.match((await ask(`http://127.0.0.1:${port}`)).obstacle?.text ?? "", /nothing listens there/);
  assert.equal((await ask("http://no-such-host.invalid/")).obstacle?.kind, "lookup");
});
