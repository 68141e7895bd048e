import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DAY_MS, HOUR_MS, isoText } from "#kernel";
import { batchOf, goTo, makeOrders, postBatch, RECORDS_IN_A_BATCH } from "./batches.ts";
import { START, startedAt } from "./burning.ts";
import { jsonOf } from "./recount.ts";
import type { RunningServer } from "./running-server.ts";

/** A server in `ROOT/data` that counted three batches and has the records of the last alone; its clock stands at `now`. */
export async function older(root: string): Promise<{ server: RunningServer; now: number }> {
  const config = join(root, "plimsoll.yaml");
  writeFileSync(config, "retention: { records: 1 day }\n");
  const server = await startedAt(join(root, "data"), START, ["--config", config]);
  await makeOrders(server);
  for (const now of [START, START + 2 * HOUR_MS, START + 2 * DAY_MS]) {
    await goTo(server, now);
    const answer = await postBatch(server, batchOf(`at-${now}`, now));
    assert.equal(answer.status, 200, await answer.text());
  }
  const now = START + 2 * DAY_MS + HOUR_MS;
  await goTo(server, now);
  const path = `/api/v1/records?api=orders&limit=1000&from=${isoText(START - HOUR_MS)}`;
  const { items } = await jsonOf<{ items: unknown[] }>(server, path);
  assert.equal(items.length, RECORDS_IN_A_BATCH, "the others are too old");
  return { server, now };
}
