import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { stringify } from "yaml";
import { startServer } from "./server.ts";

/** What the alert is called. */
export const RULE = "OrdersDown";

/** A metric of ours, which is scraped. */
export async function openGauge() {
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

/** A Prometheus whose one rule fires while the gauge is 1, and which tells these. */
export async function startPrometheus(
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

/** The configuration of an Alertmanager that tells a server of ours at once. */
export function tellingPlimsoll({ url, token }: { readonly url: string; readonly token: string }): object {
  return {
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
}
