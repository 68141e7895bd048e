import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { SECOND_MS } from "#kernel";
import { makeOrders } from "../server/batches.ts";
import { read } from "../server/live-report.ts";
import { sharedServer } from "../server/shared-server.ts";
import { freePort, until } from "./server.ts";
import { startAlertmanager } from "./alertmanager-server.ts";
import { openGauge, RULE, startPrometheus, tellingPlimsoll } from "./gauge-alert.ts";

const SEEN_MS = 40 * SECOND_MS;

interface Alert {
  readonly objective: string;
  readonly api: string;
  readonly urgency: string;
  readonly sentence: string;
  readonly endedAt: string | null;
  readonly end: string | null;
  readonly source: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

let token = "";
const server = sharedServer([], async (one) => {
  await makeOrders(one);
  const made = await one.call("/api/v1/tokens", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "signals", scopes: ["signals:write"] }),
  });
  ({ token } = (await made.json()) as { token: string });
});

test("a rule of a real Prometheus opens an alert, also through a real Alertmanager, and both end when it stops", async () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-signals-"));
  const gauge = await openGauge();
  const target = new URL(server().url).host;
  const ports = { prometheus: await freePort(), alertmanager: await freePort() };
  const alertmanager = await startAlertmanager(
    folder,
    ports.alertmanager,
    tellingPlimsoll({ url: server().url, token }),
  );
  const prometheus = await startPrometheus(folder, ports.prometheus, {
    scraped: gauge.address,
    alertmanagers: [
      { static_configs: [{ targets: [target] }], authorization: { credentials: token } },
      { static_configs: [{ targets: [`127.0.0.1:${ports.alertmanager}`] }] },
    ],
  });
  try {
    gauge.set(1);
    await until(async () => (await firing()).length === 2, "both have said that it fires", SEEN_MS);
    const alerts = await firing();
    assert.deepEqual(alerts.map(({ source }) => source).toSorted(), ["alertmanager", "prometheus"]);
    for (const { objective, api, urgency, sentence, labels, annotations } of alerts) {
      assert.deepEqual([objective, api, urgency, sentence], [RULE, "orders", "page", "The gauge is 1."]);
      assert.equal(labels["cluster"], "one");
      assert.match(annotations["url"] ?? "", /\/graph\?/);
    }
    const fingerprint = await fingerprintAt(ports.alertmanager);
    gauge.set(0);
    await until(async () => (await firing()).length === 0, "both have said that it is over", SEEN_MS);
    const over = await read<{ items: Alert[] }>(server(), "/api/v1/alerts?state=ended");
    assert.deepEqual(
      over.items.map(({ end }) => end),
      ["resolved", "resolved"],
    );
    const { items } = await read<{ items: { outcome: string; dedupKey: string }[] }>(server(), "/api/v1/signals");
    // Both know the alert by one fingerprint: that of Alertmanager itself.
    const keys = new Set(items.map(({ dedupKey }) => dedupKey));
    assert.deepEqual([...keys], [fingerprint]);
    assert.ok(items.every(({ outcome }) => outcome !== "unknownKey"));
  } finally {
    await prometheus.stop();
    await alertmanager.stop();
    await gauge.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

async function firing(): Promise<Alert[]> {
  return (await read<{ items: Alert[] }>(server(), "/api/v1/alerts?state=firing")).items;
}

async function fingerprintAt(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v2/alerts`);
  const [alert] = (await answer.json()) as { fingerprint: string }[];
  return alert?.fingerprint ?? "";
}
