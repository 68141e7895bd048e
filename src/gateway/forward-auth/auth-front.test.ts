import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { test, type TestContext } from "node:test";
import { stopwatchMs, wallClockMs } from "#kernel";
import { rawAnswer, statusOf } from "../gateway.testing.ts";
import type { Access, Asked, Verdict } from "../model/access.ts";
import { denial, nobodys } from "../model/denial.ts";
import { AuthFront, type AuthFrontParts } from "./auth-front.ts";
import { ForwardAuth } from "./forward-auth.ts";

const HEAD = "Host: a\r\nX-Original-Method: GET\r\nX-Original-Host: api.example.com\r\n";
const LAST = "Connection: close\r\n\r\n";

/** Tells which path was asked about: `/late…` later than all, `/no…` with no, `/broken…` never. */
const byPath: Access = {
  decide: (asked) => {
    if (asked.path.startsWith("/broken")) throw new Error("a bug");
    return asked.path.startsWith("/late") ? later(asked) : verdictOn(asked);
  },
};

test("requests that come together are answered in their order, one that is decided late among them", async (t) => {
  const { port } = await open(t);
  const text = await rawAnswer(port, `${get("/1")}${get("/late")}${get("/no")}${get("/2", LAST)}`);
  assert.deepEqual(told(text), ["200 /1", "200 /late", "403 /no", "200 /2"]);
});

test("a request may come in pieces, cut anywhere", async (t) => {
  const { port } = await open(t);
  const text = `${get("/1")}${get("/late")}${get("/2", LAST)}`;
  const cuts = Array.from({ length: 24 }, (_, n) => Math.floor((text.length * (n + 1)) / 25));
  for (const cut of cuts) {
    const socket = connect(port, "127.0.0.1").setNoDelay(true);
    const answer = all(socket);
    socket.write(text.slice(0, cut));
    await new Promise(setImmediate);
    socket.write(text.slice(cut));
    assert.deepEqual(told(await answer), ["200 /1", "200 /late", "200 /2"], `cut at ${cut}`);
  }
});

test("what is no plain request is answered by node:http on the same connection, behind what was asked before", async (t) => {
  const { port, handedOver } = await open(t);
  const posted = `POST /auth HTTP/1.1\r\n${HEAD}X-Original-URI: /body\r\nContent-Length: 4\r\n\r\nbody`;
  const text = await rawAnswer(port, `${get("/1")}${posted}${get("/late")}${get("/2", LAST)}`);
  assert.deepEqual(told(text), ["200 /1", "200 /body", "200 /late", "200 /2"]);
  assert.equal(handedOver(), 1);
  const old = await rawAnswer(port, `GET /auth HTTP/1.0\r\n${HEAD}X-Original-URI: /old\r\n\r\n`);
  assert.deepEqual([told(old), /connection: close/i.test(old)], [["200 /old"], true]);
});

test("what could be read in two ways is refused and its connection closed, so nothing behind it is a request", async (t) => {
  const { port } = await open(t);
  const wrong = {
    "two lengths": "Content-Length: 4\r\nContent-Length: 4\r\n\r\nbody",
    "a length and chunks": "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two hosts": "Host: b\r\n\r\n",
    "a folded header": "A: b\r\n c\r\n\r\n",
    "a bare line feed": "A: b\nC: d\r\n\r\n",
    "101 headers": `${"A: b\r\n".repeat(100)}\r\n`,
  };
  for (const [what, rest] of Object.entries(wrong)) {
    const text = await rawAnswer(port, `GET /auth HTTP/1.1\r\n${HEAD}X-Original-URI: /1\r\n${rest}${get("/smuggled")}`);
    assert.ok([400, 431].includes(statusOf(text)), `${what}: ${text}`);
    assert.ok(!text.includes("Plan: /"), `${what}: ${text}`);
  }
  assert.equal(statusOf(await rawAnswer(port, `GET /auth HTTP/1.1\r\nA: ${"a".repeat(20_000)}\r\n\r\n`)), 431);
});

test("a proxy whose words differ from those that its client may have sent gets no yes, and one that says nothing neither", async (t) => {
  const { port } = await open(t);
  const forwarded = "X-Forwarded-Method: GET\r\nX-Forwarded-Host: api.example.com\r\nX-Forwarded-Uri: ";
  for (const [uri, status] of [
    ["/1", 200],
    ["/admin", 400],
  ] as const) {
    assert.equal(statusOf(await rawAnswer(port, get("/1", `${forwarded}${uri}\r\n${LAST}`))), status);
  }
  assert.equal(statusOf(await rawAnswer(port, `GET /auth HTTP/1.1\r\n${HEAD}${LAST}`)), 500);
});

test("HEAD is answered without a body, and letters beyond ASCII arrive as they are", async (t) => {
  const { port } = await open(t);
  const head = await rawAnswer(port, get("/no", LAST).replace("GET", "HEAD"));
  assert.match(head, /Content-Length: [1-9]\d*\r\nConnection: close\r\n\r\n$/);
  const refused = Buffer.from(await rawAnswer(port, get("/no", LAST)), "latin1").toString("utf8");
  const body = refused.slice(refused.indexOf("\r\n\r\n") + 4);
  assert.equal((JSON.parse(body) as { detail: string }).detail, "/no für dich");
  assert.equal(/Content-Length: (\d+)/.exec(refused)?.[1], String(Buffer.byteLength(body)));
});

test("a fault of ours is 500 and told to us, and others go on being answered", async (t) => {
  const { port, faults } = await open(t);
  const text = await rawAnswer(port, `${get("/broken")}${get("/late/broken")}${get("/1", LAST)}`);
  assert.deepEqual(text.match(/HTTP\/1\.1 \d+/g), ["HTTP/1.1 500", "HTTP/1.1 500", "HTTP/1.1 200"]);
  assert.equal(faults.length, 2);
});

test("who does not finish a head is told 408, who asks nothing more is left without a word, and time runs for each head anew", async (t) => {
  const { port } = await open(t, { limits: { headMs: 1_500, idleMs: 3_000 } });
  const slow = all(
    connect(port, "127.0.0.1")
      .setNoDelay(true)
      .on("connect", function dribble(this: Socket) {
        const timer = setInterval(() => this.write("a"), 100);
        this.write("GET /auth");
        this.on("close", () => clearInterval(timer));
      }),
  );
  const idle = all(
    connect(port, "127.0.0.1").on("connect", function ask(this: Socket) {
      this.write(get("/1"));
    }),
  );
  assert.equal(statusOf(await slow), 408);
  assert.deepEqual(told(await idle), ["200 /1"]);
});

test("at the stop kept connections end at once, and answers under way are let out", async (t) => {
  const { front, port } = await open(t);
  const kept = connect(port, "127.0.0.1");
  kept.write(get("/1"));
  await once(kept, "data");
  const waiting = connect(port, "127.0.0.1");
  const answer = all(waiting);
  waiting.write(get("/late"));
  await new Promise((resolve) => {
    setTimeout(resolve, 30);
  });
  await Promise.all([front.close(5_000), once(kept, "close")]);
  assert.deepEqual([told(await answer), (await answer).includes("Connection: close")], [["200 /late"], true]);
});

test("who takes no answers is asked for no more requests", async (t) => {
  const { port, asked } = await open(t);
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => socket.destroy());
  socket.pause();
  let sent = 0;
  const more = (): void => {
    while (sent < 400_000) {
      sent += 1_000;
      if (!socket.write(get("/1").repeat(1_000))) return void socket.once("drain", more);
    }
  };
  more();
  let before = -1;
  while (before !== asked()) {
    before = asked();
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
  assert.ok(asked() < 200_000, `${asked()} were answered to nobody`);
  socket.destroy();
});

async function open(t: TestContext, parts: Partial<AuthFrontParts> = {}) {
  const faults: unknown[] = [];
  let [over, asked] = [0, 0];
  const access: Access = {
    decide: (one) => {
      asked++;
      return byPath.decide(one);
    },
  };
  const auth = new ForwardAuth({ access, clock: { now: wallClockMs }, report: (fault) => faults.push(fault) });
  const http = createServer((request, response) => auth.handle(request, response));
  const handOver = (socket: Socket): void => {
    over++;
    http.emit("connection", socket);
  };
  const front = new AuthFront({ auth, stopwatch: stopwatchMs, handOver, ...parts });
  t.after(() => front.close(0));
  const port = await front.listen({ host: "127.0.0.1", port: 0 });
  return { front, port, faults, handedOver: () => over, asked: () => asked };
}

function get(path: string, rest = "\r\n"): string {
  return `GET /auth HTTP/1.1\r\n${HEAD}X-Original-URI: ${path}\r\n${rest}`;
}

/** Status and path of each answer. */
function told(text: string): string[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d+)[^]*?X-Plimsoll-Plan: (\S*)/g)].map(
    ([, status, path]) => `${status} ${path}`,
  );
}

function verdictOn({ path }: Asked): Verdict {
  const plan = path;
  if (path.startsWith("/no")) return { ...nobodys({ ...denial("plan.operation", `${path} für dich`) }), plan };
  const nobody = { version: null, client: null, clientId: null, organisation: null };
  return { admitted: true, api: "a", ...nobody, environment: "production", plan, forwardPath: path, headers: [] };
}

async function later(asked: Asked): Promise<Verdict> {
  await new Promise((resolve) => {
    setTimeout(resolve, 60);
  });
  // What was read of the request is still there.
  assert.equal(asked.header("x-original-uri"), asked.path);
  if (asked.path.endsWith("broken")) throw new Error("a late bug");
  return verdictOn(asked);
}

/** All that comes on a connection, latin1. */
async function all(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (bytes) => (text += bytes.toString("latin1")));
  socket.on("error", () => socket.destroy());
  await once(socket, "close");
  return text;
}
