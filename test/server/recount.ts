import assert from "node:assert/strict";
import type { RunningServer } from "./running-server.ts";

const PAGE = 1_000;

/** A record as `GET /api/v1/records` tells it; what the tests look at. */
export interface FoundRecord {
  readonly operation: string;
  readonly at: string;
  readonly client: string | null;
  readonly status: number;
  readonly requestId: string;
  /** When it is kept. */
  readonly path?: string;
}

interface RecordPage {
  readonly items: readonly FoundRecord[];
  readonly next: string | null;
}

/** Requests and failures, counted one by one. */
export interface Tally {
  requests: number;
  bad: number;
}

/** What a server says of an API, apart from its records. Of clients, by name. */
export interface Figures {
  readonly kpis: Tally;
  readonly kpisByClient: ReadonlyMap<string, Tally>;
  readonly objective: Tally;
  readonly objectiveByClient: ReadonlyMap<string, Tally>;
}

/** All records of an API that the server has, oldest last. */
export async function allRecords(server: RunningServer, api: string): Promise<FoundRecord[]> {
  const records: FoundRecord[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const from: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page: RecordPage = await jsonOf<RecordPage>(server, `/api/v1/records?api=${api}&limit=${PAGE}${from}`);
    records.push(...page.items);
    cursor = page.next;
  }
  return records;
}

/** The figures of an API since `from` (epoch ms); its objective is the one that every new API has. */
export async function figuresOf(server: RunningServer, api: string, from: number): Promise<Figures> {
  const base = `/api/v1/apis/${api}`;
  const kpis = await jsonOf<KpiTold & { groups: KpiTold[] }>(
    server,
    `${base}/kpis?groupBy=client&from=${new Date(from).toISOString()}`,
  );
  const { items } = await jsonOf<{ items: ObjectiveTold[] }>(server, `${base}/objectives`);
  const clients = await jsonOf<{ items: ObjectiveTold[] }>(
    server,
    `${base}/objectives/availability/clients?sort=client&limit=200`,
  );
  return {
    kpis: tallyOf(kpis),
    kpisByClient: new Map(kpis.groups.map((group) => [group.key, tallyOf(group)])),
    objective: objectiveTally(items[0] as ObjectiveTold),
    objectiveByClient: new Map(clients.items.map((one) => [one.client ?? "", objectiveTally(one)])),
  };
}

/** Counts records one by one, as the figures should be. */
function recounted(records: readonly FoundRecord[]): Figures {
  const all: Tally = { requests: 0, bad: 0 };
  const byClient = new Map<string, Tally>();
  for (const { client, status } of records) {
    const tally = byClient.get(client ?? "") ?? { requests: 0, bad: 0 };
    byClient.set(client ?? "", tally);
    for (const one of [all, tally]) {
      one.requests++;
      if (status >= 500) one.bad++;
    }
  }
  return { kpis: all, kpisByClient: byClient, objective: all, objectiveByClient: byClient };
}

/** The figures of an API are those of a recount of its records. The objectives must have ticked since the last of them. */
export async function assertRecounted(server: RunningServer, api: string, from: number): Promise<void> {
  const expected = recounted(await allRecords(server, api));
  assert.deepEqual(sorted(await figuresOf(server, api, from)), sorted(expected));
}

/** What a path of the management API answers; it must be 200. */
export async function jsonOf<T>(server: RunningServer, path: string): Promise<T> {
  const answer = await server.call(path);
  const text = await answer.text();
  assert.equal(answer.status, 200, `${path}: ${text}`);
  return JSON.parse(text) as T;
}

interface KpiTold {
  readonly key: string;
  readonly requests: number;
  readonly bad: number;
}

interface ObjectiveTold {
  readonly client?: string;
  readonly valid: number;
  readonly bad: number;
}

function tallyOf({ requests, bad }: KpiTold): Tally {
  return { requests, bad };
}

function objectiveTally({ valid, bad }: ObjectiveTold): Tally {
  return { requests: valid, bad };
}

function sorted({ kpis, objective, ...maps }: Figures): object {
  return {
    kpis,
    objective,
    kpisByClient: byName(maps.kpisByClient),
    objectiveByClient: byName(maps.objectiveByClient),
  };
}

function byName(tallies: ReadonlyMap<string, Tally>): unknown {
  return [...tallies].toSorted(([one], [other]) => one.localeCompare(other, "en"));
}
