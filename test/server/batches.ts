import assert from "node:assert/strict";
import type { RunningServer } from "./running-server.ts";

/** Records in each batch of `batchOf`. */
export const RECORDS_IN_A_BATCH = 50;
const CLIENTS = 3;
const FAILURE_EVERY = 10;

/** A body of records with its key; each record's `requestId` is the key, a slash and a number. */
export interface Batch {
  readonly key: string;
  readonly body: string;
}

/** A batch whose records are of the second before `now` (epoch ms); one in ten failed, of three clients. */
export function batchOf(key: string, now: number): Batch {
  const at = new Date(now - 1_000).toISOString();
  const lines = Array.from({ length: RECORDS_IN_A_BATCH }, (_, index) =>
    JSON.stringify({
      at,
      api: "orders",
      method: "GET",
      path: "/orders",
      status: index % FAILURE_EVERY === 0 ? 500 : 200,
      durationMs: 12,
      client: `client-${index % CLIENTS}`,
      requestId: `${key}/${index}`,
    }),
  );
  return { key, body: `${lines.join("\n")}\n` };
}

export function postBatch(server: RunningServer, { key, body }: Batch): Promise<Response> {
  return server.post(body, { "idempotency-key": key });
}

/** Makes the API that the batches are of. */
export async function makeOrders(server: RunningServer): Promise<void> {
  const answer = await server.call("/api/v1/apis/orders", {
    method: "PUT",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  assert.equal(answer.status < 300, true, await answer.text());
}

/** Tells the server's test clock an instant (epoch ms); answers when all that was due is done. */
export async function goTo(server: RunningServer, at: number): Promise<Response> {
  return server.call("/test/clock", {
    method: "POST",
    body: JSON.stringify({ at: new Date(at).toISOString() }),
    headers: { "content-type": "application/json" },
  });
}
