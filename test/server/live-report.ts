import assert from "node:assert/strict";
import type { Named } from "./replayed.ts";
import type { RunningServer } from "./running-server.ts";

/** What a server says of one API, in the words of `replay --json`. */
export interface LiveReport {
  readonly counts: Named;
  readonly clients: readonly Named[];
  readonly operations: readonly Named[];
  readonly statuses: Readonly<Record<string, number>>;
  /** The API's and, behind each, those of its clients. */
  readonly objectives: readonly Named[];
  readonly alerts: readonly Named[];
  /** Whom a destination was told of, in the order of telling: the alerts of messages that something fires. */
  readonly told: readonly Named[];
}

/** Reads all of it over HTTP. `span` in RFC 3339. */
export async function liveReport(
  server: RunningServer,
  api: string,
  span: { readonly from: string; readonly to: string },
): Promise<LiveReport> {
  const kpis = (groupBy: string): Promise<Named> =>
    read(server, `/api/v1/apis/${api}/kpis?${new URLSearchParams({ ...span, groupBy }).toString()}`);
  const groups = async (dimension: string): Promise<Named[]> => (await kpis(dimension))["groups"] as Named[];
  const statuses = (await groups("status")).map(({ key, requests }) => [key, requests] as [string, number]);
  const alerts = await pages(server, `/api/v1/alerts?api=${api}`);
  const deliveries = await pages(server, "/api/v1/deliveries");
  return {
    counts: await kpis("client"),
    clients: await groups("client"),
    operations: await groups("operation"),
    statuses: Object.fromEntries(statuses),
    objectives: await objectivesOf(server, api),
    alerts,
    told: deliveries.flatMap(({ event, alert }) => (event === "fired" ? alerts.filter(({ id }) => id === alert) : [])),
  };
}

async function objectivesOf(server: RunningServer, api: string): Promise<Named[]> {
  const { items } = await read<{ items: (Named & { id: string })[] }>(server, `/api/v1/apis/${api}/objectives`);
  const all: Named[] = [];
  for (const whole of items) {
    all.push(
      whole,
      ...(await pages(server, `/api/v1/apis/${api}/objectives/${encodeURIComponent(whole.id)}/clients?sort=client`)),
    );
  }
  return all;
}

/** All pages of a list. */
async function pages(server: RunningServer, path: string): Promise<Named[]> {
  const all: Named[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const more: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: Named[]; next: string | null } = await read(
      server,
      `${path}${path.includes("?") ? "&" : "?"}limit=200${more}`,
    );
    all.push(...page.items);
    cursor = page.next;
  }
  return all;
}

/** A JSON document of the management API. */
export async function read<T = Named>(server: RunningServer, path: string): Promise<T> {
  const answer = await server.call(path);
  assert.equal(answer.status, 200, `${path}: ${await answer.clone().text()}`);
  return (await answer.json()) as T;
}
