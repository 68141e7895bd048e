import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClientNames } from "#clients";
import { buildApp } from "#http";
import { Identity, identityMigrations } from "#identity";
import { JobWorker, jobMigrations } from "#jobs";
import { Ids } from "#kernel";
import type { GroupNotice } from "./model/group-notice.ts";
import type { LiveAlert } from "#objectives";
import { openState } from "#storage";
import { Alerting } from "./alerting.ts";
import { alertingMigrations } from "./migrations.ts";

/** What a receiver got. */
export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server with people, jobs and alerting on a state of its own, and a receiver on loopback. It runs by the wall clock. */
export async function openAlertingServer(answer: (response: ServerResponse, got: Received) => void) {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-alerting-"));
  const clock = { now: () => Date.now() };
  const modules = [
    { module: "jobs", migrations: jobMigrations },
    { module: "identity", migrations: identityMigrations },
    { module: "alerting", migrations: alertingMigrations },
  ];
  const state = await openState({ at: { file: join(directory, "state.db") }, modules, clock, program: "1.0.0" });
  const ids = new Ids(clock, randomBytes);
  const identity = await Identity.open({ state, clock, ids, version: "1.0.0" });
  await identity.prepareSetUp({ directory, publicUrl: "http://plimsoll.test" });
  const { adminToken } = JSON.parse(readFileSync(join(directory, "bootstrap.json"), "utf8")) as { adminToken: string };
  const told: GroupNotice[] = [];
  const alerting = new Alerting({
    policies: () => Promise.resolve([]),
    state,
    clock,
    ids,
    entropy: randomBytes,
    publicUrl: "http://plimsoll.test",
    clients: new ClientNames(),
    tell: (_tx, notice) => {
      told.push(notice);
      return Promise.resolve();
    },
  });
  const faults: unknown[] = [];
  const app = await buildApp({
    routes: [...identity.routes, ...alerting.routes],
    run: identity.run,
    secure: false,
    trustedProxies: [],
    version: "1.0.0",
    nextRequestId: () => ids.next("req"),
    onBug: (error) => faults.push(error),
  });
  const worker = new JobWorker({
    state,
    clock,
    chance: () => 0.5,
    newLease: () => ids.next("lease"),
    queues: alerting.queues,
    onFault: (fault) => faults.push(fault),
  });
  const received: Received[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = request.headers as Record<string, string>;
      const got = { path: request.url ?? "", headers, body: Buffer.concat(chunks).toString("utf8") };
      received.push(got);
      answer(response, got);
    });
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  return {
    state,
    told,
    faults,
    received,
    receiverUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`,
    ask: async (method: "GET" | "POST" | "PUT" | "DELETE", url: string, { body, headers }: Asked = {}) => {
      const reply = await app.inject({
        method,
        url: `/api/v1${url}`,
        headers: { authorization: `Bearer ${adminToken}`, ...headers },
        ...(body === undefined ? {} : { payload: body }),
      });
      const text = reply.body === "" ? "{}" : reply.body;
      return { status: reply.statusCode, headers: reply.headers, body: JSON.parse(text) as Record<string, unknown> };
    },
    /** A tick: what the engine says, and all that follows. */
    tick: async (alerts: readonly LiveAlert[]) => {
      await state.transact((tx) => alerting.reconcile(tx, clock.now(), { alerts, complete: [] }));
      await worker.poke();
      await worker.idle();
    },
    /** What is due of groups, as of so many ms from now. */
    beat: async (ms = 0) => await alerting.beat(clock.now() + ms),
    [Symbol.asyncDispose]: async () => {
      await worker.stop();
      await app.close();
      receiver.closeAllConnections();
      receiver.close();
      await state.close();
      rmSync(directory, { recursive: true });
    },
  };
}

interface Asked {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}
