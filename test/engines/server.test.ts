import assert from "node:assert/strict";
import { test } from "node:test";
import { inTemporaryDirectory, startServer } from "../server/running-server.ts";
import { startPostgres } from "./postgres.ts";

test("a server keeps its state in PostgreSQL: what was made is there after a kill -9, and a backup of it is written", async () => {
  const postgres = await startPostgres();
  try {
    await inTemporaryDirectory(async (directory) => {
      const url = await postgres.newDatabase();
      const first = await startServer(directory, ["--state", url]);
      const headers = { "content-type": "application/json" };
      const made = await first.call("/api/v1/apis/orders", { method: "PUT", body: '{"title":"Orders"}', headers });
      assert.equal(made.status, 200);
      const at = new Date().toISOString();
      const record = JSON.stringify({ at, api: "orders", method: "GET", path: "/orders", status: 200 });
      assert.equal((await first.post(`${record}\n`)).status, 200);
      await first.kill();
      const second = await startServer(directory, ["--state", url]);
      const { items } = (await (await second.call("/api/v1/apis")).json()) as { items: { title: string }[] };
      assert.deepEqual(
        items.map(({ title }) => title),
        ["Orders"],
      );
      const { state } = (await (await second.call("/api/v1/server")).json()) as { state: string };
      assert.equal(state, "postgres");
      const kpis = (await (await second.call("/api/v1/apis/orders/kpis")).json()) as { requests: number };
      assert.equal(kpis.requests, 1);
      const backup = await second.call("/api/v1/backups", { method: "POST", body: "{}", headers });
      assert.equal(backup.status, 201, await backup.text());
      assert.equal(await second.stop(), 0);
    });
  } finally {
    await postgres.stop();
  }
});
