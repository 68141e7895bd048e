import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { test, type TestContext } from "node:test";
import { stopwatchMs, wallClockMs } from "#kernel";
import { AuthListener } from "./auth-listener.ts";

const GRACE_MS = 20_000;

test("a connection that was handed over to node:http is watched by it, and ends at the stop when nothing is under way", async (t) => {
  const { listener, port } = await open(t);
  const kept = connect(port, "127.0.0.1");
  kept.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
  assert.match(await next(kept), /^HTTP\/1\.1 200 OK/);
  const began = stopwatchMs();
  const ended = once(kept, "close");
  const closed = listener.close(GRACE_MS);
  await ended;
  await closed;
  assert.ok(stopwatchMs() - began < GRACE_MS / 2);
});

async function open(t: TestContext) {
  const listener = new AuthListener({
    access: { decision: { decide: () => assert.fail("nobody asks") }, tokens: { handle: () => Promise.resolve() } },
    clock: { now: wallClockMs },
    report: (fault) => assert.fail(String(fault)),
  });
  t.after(() => listener.close(0));
  return { listener, port: await listener.listen({ host: "127.0.0.1", port: 0 }) };
}

async function next(socket: Socket): Promise<string> {
  const [bytes] = (await once(socket, "data")) as [Buffer];
  return bytes.toString("latin1");
}
