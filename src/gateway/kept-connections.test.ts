import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { nextTurn } from "#kernel";
import { rawUpstream, statusOf, TestGateway, upstreamAt } from "./gateway.testing.ts";

const H = "Host: a\r\nx-api-key: good\r\nConnection: close\r\n";
const GET = `GET /orders HTTP/1.1\r\n${H}\r\n`;
/** What may not be sent twice, and what may. */
const ONCE = {
  post: `POST /orders HTTP/1.1\r\n${H}Content-Length: 1\r\n\r\nx`,
  "post without a body": `POST /orders HTTP/1.1\r\n${H}\r\n`,
  patch: `PATCH /orders HTTP/1.1\r\n${H}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
  put: `PUT /orders HTTP/1.1\r\n${H}Content-Length: 1\r\n\r\nx`,
};
const AGAIN = { get: GET, delete: `DELETE /orders HTTP/1.1\r\n${H}\r\n` };
const ENDS: Readonly<Record<string, (socket: Socket) => void>> = {
  "ends it": (socket) => socket.end(),
  "closes it": (socket) => socket.destroy(),
  "resets it": (socket) => socket.resetAndDestroy(),
};

/** An upstream that answers each whole request with the number of its connection. */
class Numbered {
  readonly sockets: Socket[] = [];
  /** Requests by connection. */
  readonly asked: number[] = [];
  url = "";

  static async open(t: TestContext, headers = ""): Promise<Numbered> {
    const made = new Numbered();
    const { url } = await rawUpstream(t, (socket) => made.#take(socket, headers));
    made.url = url;
    return made;
  }

  get last(): Socket {
    return this.sockets.at(-1) as Socket;
  }

  #take(socket: Socket, headers: string): void {
    const number = this.sockets.push(socket) - 1;
    this.asked.push(0);
    let text = "";
    socket.on("data", (bytes) => {
      text += bytes.toString("latin1");
      if (!isWhole(text)) return;
      text = "";
      this.asked[number] = (this.asked[number] as number) + 1;
      const body = String(number);
      socket.write(`HTTP/1.1 200 OK\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`);
    });
  }
}

test("a kept connection that its upstream has ended is used by no method, and that is no retry", async (t) => {
  for (const [how, end] of Object.entries(ENDS)) {
    for (const [method, text] of Object.entries({ ...ONCE, ...AGAIN })) {
      const upstream = await Numbered.open(t);
      const gate = await TestGateway.open(t, upstreamAt([upstream.url], { retries: 0 }));
      assert.match(await gate.raw(GET), /\r\n\r\n0$/);
      end(upstream.last);
      for (let turn = 0; turn < 3; turn++) await nextTurn();
      assert.match(await gate.raw(text), /\r\n\r\n1$/, `${how}: ${method}`);
      assert.deepEqual([upstream.asked, gate.gateway.counters.retries], [[1, 1], 0]);
    }
  }
});

test("a request that may be sent once only is not sent where the end of the connection came with it, unseen", async (t) => {
  for (const [how, end] of Object.entries(ENDS)) {
    // This one ends it a turn later.
    if (how === "ends it") continue;
    for (const [method, text] of Object.entries(ONCE)) {
      const upstream = await Numbered.open(t);
      const gate = await TestGateway.open(t, upstreamAt([upstream.url], { retries: 3 }));
      assert.match(await gate.raw(GET), /\r\n\r\n0$/);
      const client = connect(gate.port, "127.0.0.1");
      await once(client, "connect");
      for (let turn = 0; turn < 3; turn++) await nextTurn();
      // In one breath: the gateway finds both at once, the request first.
      client.write(text);
      end(upstream.last);
      let answer = "";
      client.on("data", (bytes) => (answer += bytes.toString("latin1")));
      await once(client, "close");
      assert.equal(statusOf(answer), 200, `${how}: ${method}`);
      assert.deepEqual([upstream.asked, gate.gateway.counters.retries], [[1, 1], 0]);
    }
  }
});

test("a request whose bytes went out is not sent again when its connection ends without an answer", async (t) => {
  let asked = 0;
  const upstream = await rawUpstream(t, (socket) => {
    socket.on("data", () => {
      if (++asked === 1) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      else socket.destroy();
    });
  });
  const gate = await TestGateway.open(t, upstreamAt([upstream.url], { retries: 3 }));
  assert.equal(statusOf(await gate.raw(GET)), 200);
  assert.equal(statusOf(await gate.raw(ONCE["post without a body"])), 502);
  assert.equal(asked, 2);
});

test("of the connections that rest the one used last is used first, and each ends a second before its upstream says", async (t) => {
  const clock = { now: 1_000, looks: 0 };
  const stopwatch = (): number => {
    clock.looks++;
    return clock.now;
  };
  // Between requests only the sweep looks at the clock.
  const goTo = async (at: number): Promise<void> => {
    clock.now = at;
    const { looks } = clock;
    while (clock.looks === looks) await nextTurn();
  };
  const upstream = await Numbered.open(t, "Keep-Alive: timeout=3\r\n");
  const gate = await TestGateway.open(t, upstreamAt([upstream.url]), { stopwatch });
  await Promise.all([gate.raw(GET), gate.raw(GET)]);
  assert.equal(upstream.sockets.length, 2);
  await goTo(2_500);
  const [, first = ""] = /\r\n\r\n(\d)$/.exec(await gate.raw(GET)) ?? [];
  assert.match(await gate.raw(ONCE.post), new RegExp(`\\r\\n\\r\\n${first}$`));
  const [used, other] = first === "0" ? upstream.sockets : upstream.sockets.toReversed();
  await Promise.all([once(other as Socket, "close"), goTo(3_001)]);
  assert.equal(used?.destroyed, false);
  await Promise.all([once(used, "close"), goTo(4_501)]);
});

function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  if (/^transfer-encoding/im.test(text)) return text.endsWith("0\r\n\r\n");
  const [, length = "0"] = /^content-length: (\d+)/im.exec(text) ?? [];
  return text.length - end - 4 >= Number(length);
}
