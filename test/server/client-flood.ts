import assert from "node:assert/strict";
import { makeOrders } from "./batches.ts";
import { jsonOf } from "./recount.ts";
import type { RunningServer } from "./running-server.ts";

const NAMES_IN_A_BODY = 20_000;
/** One body of the known client comes after so many of invented ones. */
const KNOWN_EVERY = 5;
const KNOWN_RECORDS = 100;
const POSTERS = 2;

/** What a flood of invented names did to a server. Memory in bytes. */
export interface FloodFigures {
  readonly names: number;
  readonly knownRequests: number;
  readonly seconds: number;
  /** Resident memory after each tenth of the flood. */
  readonly residentBytes: readonly number[];
}

/**
 * Sends records of so many invented client names, each once, and between them those of one client that is known from
 * the beginning. Asserts that all are taken, that what is beyond the names that are kept is counted as `__other__`, and
 * that the known client's figures are its own.
 */
export async function floodClients(server: RunningServer, names: number): Promise<FloodFigures> {
  await makeOrders(server);
  const began = performance.now();
  const bodies = Math.ceil(names / NAMES_IN_A_BODY);
  const residentBytes: number[] = [];
  let knownRequests = await postKnown(server);
  let next = 0;
  const poster = async (): Promise<void> => {
    for (let index = next++; index < bodies; index = next++) {
      await posted(server, inventedBody(index));
      if (index % KNOWN_EVERY === 0) knownRequests += await postKnown(server);
      if (index % Math.max(1, Math.floor(bodies / 10)) === 0) residentBytes.push(await residentOf(server));
    }
  };
  await Promise.all(Array.from({ length: POSTERS }, poster));
  const figures = { names: bodies * NAMES_IN_A_BODY, knownRequests, residentBytes };
  await assertCounted(server, figures);
  return { ...figures, seconds: (performance.now() - began) / 1_000 };
}

async function assertCounted(
  server: RunningServer,
  { names, knownRequests }: Pick<FloodFigures, "names" | "knownRequests">,
): Promise<void> {
  const base = "/api/v1/apis/orders/kpis";
  const { requests } = await jsonOf<{ requests: number }>(server, base);
  assert.equal(requests, names + knownRequests);
  const known = await jsonOf<{ requests: number; bad: number }>(server, `${base}?client=known`);
  assert.deepEqual([known.requests, known.bad], [knownRequests, knownRequests / 2]);
  const other = await jsonOf<{ requests: number }>(server, `${base}?client=__other__`);
  assert(other.requests <= names);
  const { requests: ofOne } = await jsonOf<{ requests: number }>(server, `${base}?client=invented-0`);
  assert(ofOne <= 1, "a name that came once is counted once at most");
}

async function postKnown(server: RunningServer): Promise<number> {
  await posted(
    server,
    bodyOf(KNOWN_RECORDS, (index) => ({ client: "known", status: index % 2 === 0 ? 200 : 500 })),
  );
  return KNOWN_RECORDS;
}

function inventedBody(index: number): string {
  return bodyOf(NAMES_IN_A_BODY, (place) => ({
    client: `invented-${index * NAMES_IN_A_BODY + place}`,
    status: 200,
  }));
}

function bodyOf(records: number, recordOf: (index: number) => object): string {
  const at = new Date(Date.now() - 1_000).toISOString();
  const shared = { at, api: "orders", operation: "GET /orders", durationMs: 3 };
  return Array.from({ length: records }, (_, index) => JSON.stringify({ ...shared, ...recordOf(index) })).join("\n");
}

async function posted(server: RunningServer, body: string): Promise<void> {
  for (;;) {
    const answer = await server.post(body);
    const text = await answer.text();
    if (answer.status === 200) {
      const { dropped } = JSON.parse(text) as { dropped: Record<string, number> };
      assert.deepEqual(Object.values(dropped), []);
      return;
    }
    assert.equal(answer.status, 503, text);
  }
}

async function residentOf(server: RunningServer): Promise<number> {
  return (await jsonOf<{ residentBytes: number }>(server, "/api/v1/server")).residentBytes;
}
