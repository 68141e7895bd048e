import type { Gateway, Spool } from "#gateway";
import { SECOND_MS } from "#kernel";
import { answerText } from "../answer-text.ts";
import type { Routes } from "../listen.ts";
import { exposition, EXPOSITION_TYPE, type MetricFamily } from "../metrics/exposition.ts";

/** What is told of a gateway of its own. */
export interface GatewayStanding {
  readonly gateway: Pick<Gateway, "counters">;
  readonly spool: Pick<Spool, "counters" | "backlog">;
  /** Whether it is known who may pass. */
  readonly isReady: boolean;
  /** When the server answered last, epoch ms; null: not yet. */
  readonly pulledAt: number | null;
  /** Why the server does not answer; null while it does. */
  readonly fault: string | null;
}

/** What a gateway of its own tells of itself, on this machine only. */
export function gatewayStatusRoutes(standing: GatewayStanding): Routes {
  return [
    [
      "/healthz",
      (_request, response) => {
        const { isReady, fault } = standing;
        const text = fault === null ? "ok\n" : `ok, by what was pulled last: ${fault}\n`;
        answerText(response, isReady ? 200 : 503, isReady ? text : "It is not known yet who may pass.\n");
      },
    ],
    [
      "/metrics",
      (_request, response) => {
        response.setHeader("content-type", EXPOSITION_TYPE);
        response.end(exposition(familiesOf(standing)));
      },
    ],
  ];
}

function familiesOf({ gateway, spool, pulledAt, fault }: GatewayStanding): MetricFamily[] {
  const { requests, inFlight, malformed, unattributed, retries, tunnels } = gateway.counters;
  const { counters, backlog } = spool;
  return [
    family("gateway_server_up", "Whether the server answered the last time.", fault === null ? 1 : 0),
    family("gateway_pulled_seconds", "When the server answered last, Unix time.", (pulledAt ?? 0) / SECOND_MS),
    family("gateway_requests_total", "Requests whose head was read.", requests),
    family("gateway_requests_in_flight", "Requests that are under way.", inFlight),
    family("gateway_malformed_total", "Requests that could be read in two ways, or broke a limit.", malformed),
    family("gateway_unattributed_total", "Requests for which no API was found.", unattributed),
    family("gateway_retries_total", "Requests that were sent a second time.", retries),
    family("gateway_tunnels", "Upgraded connections that are open.", tunnels),
    family("gateway_spool_records_total", "Records that were handed to the spool.", counters.records),
    family("gateway_spool_delivered_total", "Records that the server has taken.", counters.delivered),
    family("gateway_spool_lost_total", "Records that were dropped because the spool was full.", counters.lost),
    family("gateway_spool_refused_total", "Records that the server will never take.", counters.refused),
    family("gateway_spool_failures_total", "Tries to deliver that failed.", counters.failures),
    family("gateway_spool_segments", "Segments that wait for the server.", backlog.segments),
    family("gateway_spool_bytes", "Bytes that wait for the server.", backlog.bytes),
  ];
}

function family(name: string, help: string, value: number): MetricFamily {
  const type = name.endsWith("_total") ? "counter" : "gauge";
  return { name: `plimsoll_${name}`, type, help, samples: [{ value }] };
}
