import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { SECOND_MS } from "#kernel";
import { stringify } from "yaml";
import { makeOrders } from "../server/batches.ts";
import { read } from "../server/live-report.ts";
import { sharedServer } from "../server/shared-server.ts";
import { freePort, startServer, until } from "./server.ts";

const SEEN_MS = 40 * SECOND_MS;
const RULE = "OrdersDown";

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
  const alertmanager = await startAlertmanager(folder, ports.alertmanager, server().url);
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

/** A metric of ours, which is scraped. */
async function openGauge() {
  let value = 0;
  const exporter = createServer((_request, response) => {
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end(`orders_down ${value}\n`);
  }).listen(0, "127.0.0.1");
  await once(exporter, "listening");
  return {
    address: `127.0.0.1:${(exporter.address() as AddressInfo).port}`,
    set: (to: number) => {
      value = to;
    },
    close: async () => {
      exporter.closeAllConnections();
      exporter.close();
      await once(exporter, "close");
    },
  };
}

async function startPrometheus(
  folder: string,
  port: number,
  { scraped, alertmanagers }: { readonly scraped: string; readonly alertmanagers: readonly object[] },
) {
  const alert = {
    alert: RULE,
    expr: "orders_down == 1",
    labels: { severity: "critical", api: "orders" },
    annotations: { summary: "The gauge is {{ $value }}." },
  };
  const config = {
    global: { scrape_interval: "1s", evaluation_interval: "1s", external_labels: { cluster: "one" } },
    rule_files: [join(folder, "rules.yml")],
    alerting: { alertmanagers },
    scrape_configs: [{ job_name: "orders", static_configs: [{ targets: [scraped] }] }],
  };
  writeFileSync(join(folder, "prometheus.yml"), stringify(config));
  writeFileSync(join(folder, "rules.yml"), stringify({ groups: [{ name: "orders", rules: [alert] }] }));
  return await startServer({
    program: "prometheus",
    debianPackage: "prometheus",
    port,
    args: [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=warn",
    ],
  });
}

async function startAlertmanager(folder: string, port: number, url: string) {
  const config = {
    route: {
      receiver: "plimsoll",
      group_by: ["alertname"],
      group_wait: "0s",
      group_interval: "1s",
      repeat_interval: "1h",
    },
    receivers: [
      {
        name: "plimsoll",
        webhook_configs: [
          { url: `${url}/api/v1/signals/alertmanager`, http_config: { authorization: { credentials: token } } },
        ],
      },
    ],
  };
  writeFileSync(join(folder, "alertmanager.yml"), stringify(config));
  return await startServer({
    program: "prometheus-alertmanager",
    debianPackage: "prometheus-alertmanager",
    port,
    args: [
      `--config.file=${join(folder, "alertmanager.yml")}`,
      `--storage.path=${join(folder, "alertmanager")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
      "--log.level=warn",
    ],
  });
}
