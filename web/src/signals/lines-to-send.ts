import type { SignalSource } from "./signal-queries.ts";

/** How a sender is told to send to us: what to do, and what to copy. `TOKEN` stands for a token that may say what is wrong. */
export interface LinesToSend {
  readonly say: string;
  readonly lines: string;
}

/** Where it sends. */
interface Where {
  readonly url: string;
  readonly origin: string;
  readonly host: string;
  readonly scheme: string;
  /** Behind the host; undefined where such senders go by themselves to where it is taken. */
  readonly path: string | undefined;
}

/** For a source, by its format. Those that need not be made are sent to where such senders go by themselves. */
export function linesToSend({
  format,
  url,
  createdAt,
}: Pick<SignalSource, "format" | "url" | "createdAt">): LinesToSend {
  const { protocol, host, origin, pathname } = new URL(url);
  const path = createdAt === null ? undefined : pathname;
  return BY_FORMAT[format]({ url, origin, host, path, scheme: protocol.replace(":", "") });
}

const BY_FORMAT: Readonly<Record<SignalSource["format"], (where: Where) => LinesToSend>> = {
  prometheus: ({ scheme, host, path }) => ({
    say: "In prometheus.yml, beside or instead of an Alertmanager:",
    lines: `alerting:
  alertmanagers:
    - scheme: ${scheme}
${path === undefined ? "" : `      path_prefix: ${path}\n`}      static_configs: [{targets: ["${host}"]}]
      authorization: {credentials: TOKEN}`,
  }),
  alertmanager: ({ url }) => ({
    say: "In alertmanager.yml, as a receiver that a route leads to:",
    lines: `receivers:
  - name: plimsoll
    webhook_configs:
      - url: ${url}
        http_config: {authorization: {credentials: TOKEN}}`,
  }),
  grafana: ({ url }) => ({
    say: "In Grafana, as a contact point of the kind Webhook; in a file that provisions it:",
    lines: `contactPoints:
  - name: plimsoll
    receivers:
      - uid: plimsoll
        type: webhook
        settings: {url: ${url}, httpMethod: POST, authorization_scheme: Bearer, authorization_credentials: TOKEN}`,
  }),
  pagerduty: ({ url, origin, path }) => ({
    say: "Whatever sends to PagerDuty's Events API v2 takes this address instead, and the token as its routing key:",
    lines: curl(path === undefined ? `${origin}/v2/enqueue` : url, ["Content-Type: application/json"], {
      routing_key: "TOKEN",
      event_action: "trigger",
      dedup_key: "db-1/disk",
      payload: { summary: "Disk full on db-1", source: "db-1", severity: "critical" },
    }),
  }),
  cloudevents: ({ url }) => ({
    say: "As JSON, one event or a list; the last part of its type says whether it begins or ends:",
    lines: curl(url, ["Authorization: Bearer TOKEN", "Content-Type: application/cloudevents+json"], {
      specversion: "1.0",
      id: "1",
      source: "/monitor",
      subject: "db-1",
      type: "com.example.disk.fired",
      data: { severity: "critical", summary: "Disk full on db-1" },
    }),
  }),
  generic: ({ url }) => ({
    say: "Any JSON, as the mapping of this source reads it:",
    lines: `curl -X POST ${url} -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/json' -d @event.json`,
  }),
};

function curl(url: string, headers: readonly string[], body: object): string {
  return `curl -X POST ${url} ${headers.map((header) => `-H '${header}'`).join(" ")} -d '${JSON.stringify(body)}'`;
}
