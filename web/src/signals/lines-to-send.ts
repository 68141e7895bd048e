import type { SignalSource } from "./signal-queries.ts";

/** How a sender is told to send to us: what to do, and what to copy. `TOKEN` stands for a token that may say what is wrong. */
export interface LinesToSend {
  readonly say: string;
  readonly lines: string;
}

/** For a source, by its format. Those that need not be made are sent to where such senders go by themselves. */
export function linesToSend({
  source,
  format,
  url,
  createdAt,
}: Pick<SignalSource, "source" | "format" | "url" | "createdAt">): LinesToSend {
  const { protocol, host, origin } = new URL(url);
  const isReady = createdAt === null;
  switch (format) {
    case "prometheus":
      return {
        say: "In prometheus.yml, beside or instead of an Alertmanager:",
        lines: `alerting:
  alertmanagers:
    - scheme: ${protocol.replace(":", "")}
${isReady ? "" : `      path_prefix: /api/v1/signals/${source}\n`}      static_configs: [{targets: ["${host}"]}]
      authorization: {credentials: TOKEN}`,
      };
    case "alertmanager":
      return {
        say: "In alertmanager.yml, as a receiver that a route leads to:",
        lines: `receivers:
  - name: plimsoll
    webhook_configs:
      - url: ${url}
        http_config: {authorization: {credentials: TOKEN}}`,
      };
    case "grafana":
      return {
        say: "In Grafana, as a contact point of the kind Webhook (Alerting, Contact points); in a provisioning file:",
        lines: `contactPoints:
  - name: plimsoll
    receivers:
      - uid: plimsoll
        type: webhook
        settings: {url: ${url}, httpMethod: POST, authorization_scheme: Bearer, authorization_credentials: TOKEN}`,
      };
    case "pagerduty":
      return {
        say: "Whatever sends to PagerDuty's Events API v2 takes this address instead, and the token as its routing key:",
        lines: curl(isReady ? `${origin}/v2/enqueue` : url, [], {
          routing_key: "TOKEN",
          event_action: "trigger",
          dedup_key: "db-1/disk",
          payload: { summary: "Disk full on db-1", source: "db-1", severity: "critical" },
        }),
      };
    case "cloudevents":
      return {
        say: "As JSON, one event or a list; the last part of its type says whether it begins or ends:",
        lines: curl(url, ["Authorization: Bearer TOKEN", "Content-Type: application/cloudevents+json"], {
          specversion: "1.0",
          id: "1",
          source: "/monitor",
          subject: "db-1",
          type: "com.example.disk.fired",
          data: { severity: "critical", summary: "Disk full on db-1" },
        }),
      };
    case "generic":
      return {
        say: "Any JSON, as the mapping of this source reads it:",
        lines: `curl -X POST ${url} -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/json' -d @event.json`,
      };
  }
}

function curl(url: string, headers: readonly string[], body: object): string {
  const all = headers.length === 0 ? ["Content-Type: application/json"] : headers;
  return `curl -X POST ${url} ${all.map((header) => `-H '${header}'`).join(" ")} -d '${JSON.stringify(body)}'`;
}
