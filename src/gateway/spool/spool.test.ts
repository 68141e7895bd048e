import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { nextTurn } from "#kernel";
import type { GatewayRecord } from "../model/gateway-record.ts";
import { Spool, type SpoolOptions } from "./spool.ts";

const AT = Date.UTC(2026, 4, 17, 12);
const QUICK = { writeMs: 1, segmentMs: 5, retryMsMin: 2, retryMsMax: 8 };

function recordOf(requestId: string): GatewayRecord {
  return {
    at: AT,
    api: "orders",
    version: null,
    environment: "production",
    method: "GET",
    path: "/orders/1",
    status: 200,
    durationUs: 1_234,
    upstreamUs: 1_000,
    client: "acme",
    plan: "gold",
    requestBytes: 0,
    responseBytes: 10,
    traceId: "0".repeat(32),
    requestId,
    outcome: "served",
    ip: "192.0.2.1",
    userAgent: "",
  };
}

/** A server that takes each key once, as Plimsoll does, and can be out of order. */
class Intake {
  readonly byKey = new Map<string, string[]>();
  status = 200;
  /** It takes the body, and its answer gets lost. */
  losesAnswers = false;
  posts = 0;
  readonly server: Server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      this.posts++;
      const key = String(request.headers["idempotency-key"]);
      const lines = gunzipSync(Buffer.concat(pieces)).toString().trimEnd().split("\n");
      const ids = lines.map((line) => (JSON.parse(line) as { requestId: string }).requestId);
      if (this.status === 200 && !this.byKey.has(key)) this.byKey.set(key, ids);
      if (this.losesAnswers) request.socket.destroy();
      else response.writeHead(this.status).end("{}");
    });
  });

  get ids(): string[] {
    return [...this.byKey.values()].flat();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
}

async function withSpool(
  t: TestContext,
  options: Partial<SpoolOptions> = {},
): Promise<{ intake: Intake; directory: string; reported: string[]; open: (instance?: string) => Promise<Spool> }> {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-spool-"));
  const intake = new Intake();
  intake.server.listen(0, "127.0.0.1");
  await once(intake.server, "listening");
  t.after(() => {
    intake.server.close();
    intake.server.closeAllConnections();
    rmSync(directory, { recursive: true });
  });
  const reported: string[] = [];
  const open = (instance = "a"): Promise<Spool> =>
    Spool.open({
      directory,
      target: { server: intake.url, token: "secret" },
      instance,
      chance: () => 0.5,
      report: (fault) => reported.push(String(fault)),
      limits: QUICK,
      ...options,
    });
  return { intake, directory, reported, open };
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await nextTurn()) if (holds()) return;
  throw new Error("what was waited for did not happen");
}

function fill(spool: Spool, from: number, to: number): string[] {
  const ids = Array.from({ length: to - from }, (_, index) => `r${from + index}`);
  for (const id of ids) spool.add(recordOf(id));
  return ids;
}

test("records are delivered in order, and nothing is left on disk", async (t) => {
  const { intake, directory, open } = await withSpool(t);
  const spool = await open();
  const first = fill(spool, 0, 100);
  await until(() => intake.ids.length === 100);
  const more = fill(spool, 100, 150);
  await spool.close();
  assert.deepEqual(intake.ids, [...first, ...more]);
  assert.deepEqual(readdirSync(directory), []);
  assert.equal(spool.counters.delivered, 150);
});

test("while the server is away, full, or loses its answers, records wait, and each is taken once", async (t) => {
  const { intake, reported, open } = await withSpool(t);
  const spool = await open();
  intake.status = 503;
  const ids = fill(spool, 0, 50);
  await until(() => spool.counters.failures > 2);
  intake.status = 200;
  intake.losesAnswers = true;
  await until(() => intake.ids.length === 50 && intake.posts > 5);
  intake.losesAnswers = false;
  await until(() => spool.counters.delivered === 50);
  assert.deepEqual(intake.ids, ids);
  assert.match(reported[0] ?? "", /does not take records at the moment \(503/);
  await spool.close();
});

test("what a killed process left is sent by the next one under the same key, and a torn line is cut", async (t) => {
  const { intake, directory, open } = await withSpool(t);
  const line = JSON.stringify({ at: "2026-05-17T12:00:00Z", requestId: "left" });
  writeFileSync(join(directory, "a-0000000001.ndjson"), `${line}\n`);
  writeFileSync(join(directory, "a-0000000002.open"), `${line.replace("left", "open")}\n${line.slice(0, 20)}`);
  writeFileSync(join(directory, "a-0000000003.open"), line.slice(0, 20));
  const spool = await open("b");
  fill(spool, 0, 1);
  await until(() => spool.counters.delivered === 3);
  assert.deepEqual([...intake.byKey.keys()], ["a-0000000001", "a-0000000002", "b-0000000001"]);
  assert.deepEqual(intake.ids, ["left", "open", "r0"]);
  await spool.close();
});

test("beyond its room the oldest records are dropped, and it is told how many, and of when", async (t) => {
  const { intake, reported, open } = await withSpool(t, { limits: { ...QUICK, bytesMax: 2_000 } });
  intake.status = 503;
  const spool = await open();
  fill(spool, 0, 20);
  await until(() => spool.counters.lost === 20);
  assert.equal(spool.backlog.bytes, 0);
  assert.equal(spool.counters.lostFrom, AT);
  const lost = { api: "orders", from: AT, to: AT + 1, requests: 20 };
  assert.deepEqual(
    spool.losses.map(({ id: _id, ...rest }) => rest),
    [lost],
  );
  assert.ok(reported.some((text) => /20 records of 2026-05-17T12:00:00\S* to 2026-05-17T12:00:00/.test(text)));
  await spool.close();
});

test("records that the server will never take do not keep the others waiting", async (t) => {
  const { intake, directory, open } = await withSpool(t);
  intake.status = 422;
  const spool = await open();
  fill(spool, 0, 5);
  await until(() => spool.counters.refused === 5);
  assert.equal(spool.losses[0]?.requests, 5);
  intake.status = 200;
  fill(spool, 5, 6);
  await until(() => spool.counters.delivered === 1);
  await spool.close();
  assert.deepEqual(readdirSync(directory), ["a-0000000001.refused", "losses.json"]);
});

test("what was lost is known to the next process until the server was told, and grows under its name", async (t) => {
  const { intake, directory, open } = await withSpool(t, { limits: { ...QUICK, bytesMax: 2_000 } });
  intake.status = 503;
  const first = await open();
  fill(first, 0, 20);
  await until(() => first.counters.lost === 20);
  const { losses } = first;
  await first.close();
  const second = await open("b");
  assert.deepEqual(second.losses, losses);
  fill(second, 20, 40);
  await until(() => second.counters.lost === 20);
  assert.deepEqual(second.losses, [{ ...losses[0], requests: 40 }]);
  await second.told(second.losses);
  await second.close();
  assert.deepEqual(second.losses, []);
  assert.deepEqual(readdirSync(directory), []);
});

test("a segment that is on its way is not dropped: perhaps the server takes it", async (t) => {
  const { intake, open } = await withSpool(t, { limits: { ...QUICK, bytesMax: 1 } });
  const spool = await open();
  for (let number = 0; number < 30; number++) {
    fill(spool, number, number + 1);
    await until(() => spool.counters.delivered + spool.counters.lost === number + 1);
  }
  await spool.close();
  assert.equal(intake.ids.length, spool.counters.delivered);
  assert.equal(
    spool.losses.reduce((sum, { requests }) => sum + requests, 0),
    spool.counters.lost,
  );
});
