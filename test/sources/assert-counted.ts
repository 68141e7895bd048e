import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { DAY_MS, HOUR_MS, instantText, wallClockMs } from "#kernel";
import type { RunningServer } from "../server/running-server.ts";
import { count, type Tally } from "./known-traffic.ts";

interface Groups {
  readonly requests: number;
  readonly groups: readonly { readonly key: string; readonly requests: number }[];
}

/** Sources deliver in batches: so long they may take with the last one. */
const DELIVERED_MS_MAX = 60_000;
const LOOK_MS = 250;

/** Waits until the server has counted as many requests of an API as were sent, and compares client by client, operation by operation, status by status. */
export async function assertCounted(server: RunningServer, api: string, truth: Tally): Promise<void> {
  const sent = [...truth.values()].reduce((sum, requests) => sum + requests, 0);
  const until = wallClockMs() + DELIVERED_MS_MAX;
  while ((await kpis(server, api, {})).requests < sent && wallClockMs() < until) await wait(LOOK_MS);
  assert.deepEqual(sorted(await counted(server, api)), sorted(truth));
}

/** What the server has counted of the last day. */
async function counted(server: RunningServer, api: string): Promise<Tally> {
  const tally: Tally = new Map();
  const { groups: clients } = await kpis(server, api, { groupBy: "client" });
  for (const { key: client } of clients) {
    const { groups: operations } = await kpis(server, api, { groupBy: "operation", client });
    for (const { key: operation } of operations) {
      const { groups: statuses } = await kpis(server, api, { groupBy: "status", client, operation });
      for (const { key: status, requests } of statuses) count(tally, [client, operation, Number(status)], requests);
    }
  }
  return tally;
}

async function kpis(server: RunningServer, api: string, asked: Record<string, string>): Promise<Groups> {
  const now = wallClockMs();
  const range = { from: instantText(now - DAY_MS - HOUR_MS), to: instantText(now + HOUR_MS) };
  const answer = await server.call(
    `/api/v1/apis/${api}/kpis?${new URLSearchParams({ ...range, ...asked }).toString()}`,
  );
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text) as Groups;
}

function sorted(tally: Tally): [string, number][] {
  return [...tally].toSorted(([one], [other]) => (one < other ? -1 : 1));
}
