import assert from "node:assert/strict";
import { MINUTE_MS } from "#kernel";
import { batchOf, goTo, makeOrders, postBatch } from "./batches.ts";
import { jsonOf } from "./recount.ts";
import { type RunningServer, startServer } from "./running-server.ts";

export const START = Date.UTC(2026, 2, 1, 12);

/** A server whose clock stands at an instant (epoch ms). */
export function startedAt(directory: string, now: number, args: readonly string[] = []): Promise<RunningServer> {
  return startServer(directory, ["--test-clock", new Date(now).toISOString(), ...args]);
}

/** A server with half an hour of traffic in which one in ten fails: alerts fire. Snapshots were taken on the way. */
export async function burning(directory: string): Promise<{ server: RunningServer; now: number }> {
  const server = await startedAt(directory, START);
  await makeOrders(server);
  let now = START;
  for (let minute = 0; minute < 20; minute++) {
    const answer = await postBatch(server, batchOf(`m${minute}`, now));
    assert.equal(answer.status, 200, await answer.text());
    now += MINUTE_MS;
    await goTo(server, now);
  }
  return { server, now };
}

export interface Told {
  readonly objectives: object;
  readonly clients: object;
  readonly kpis: object;
  readonly alerts: readonly AlertTold[];
}

interface AlertTold {
  readonly id: string;
  readonly firedAt: string;
  readonly endedAt: string | null;
  readonly url: string;
}

/** All that a server says of its API, apart from its records. */
export async function told(server: RunningServer): Promise<Told> {
  const base = "/api/v1/apis/orders";
  const alerts = await alertsOf(server);
  assert(alerts.length > 0, "such failures fire");
  return {
    objectives: await jsonOf(server, `${base}/objectives/availability`),
    clients: await jsonOf(server, `${base}/objectives/availability/clients?sort=client&limit=100`),
    kpis: await jsonOf(server, `${base}/kpis?groupBy=client&step=1m`),
    alerts,
  };
}

/** Each start listens on a port of its own: addresses are compared without it. */
export async function alertsOf(server: RunningServer): Promise<readonly AlertTold[]> {
  const { items } = await jsonOf<{ items: AlertTold[] }>(server, "/api/v1/alerts?limit=100");
  return items.map((alert) => ({ ...alert, url: new URL(alert.url).pathname }));
}

export function idsOf({ alerts }: { alerts: readonly AlertTold[] }): string[] {
  return alerts.map(({ id, firedAt, endedAt }) => `${id} ${firedAt} ${endedAt ?? "fires"}`);
}
