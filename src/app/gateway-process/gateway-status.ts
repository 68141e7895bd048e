import type { Gateway, Spool } from "#gateway";
import { SECOND_MS } from "#kernel";
import { answerText } from "../answer-text.ts";
import type { Routes } from "../listen.ts";
import { exposition, EXPOSITION_TYPE, type MetricFamily } from "../metrics/exposition.ts";
import { gatewayFamilies, gatewayFamily } from "../metrics/gateway-families.ts";

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
  const { counters, backlog } = spool;
  return [
    gatewayFamily("server_up", "Whether the server answered the last time.", fault === null ? 1 : 0),
    gatewayFamily("pulled_seconds", "When the server answered last, Unix time.", (pulledAt ?? 0) / SECOND_MS),
    ...gatewayFamilies(gateway),
    gatewayFamily("spool_records_total", "Records that were handed to the spool.", counters.records),
    gatewayFamily("spool_delivered_total", "Records that the server has taken.", counters.delivered),
    gatewayFamily("spool_lost_total", "Records that were dropped because the spool was full.", counters.lost),
    gatewayFamily("spool_refused_total", "Records that the server will never take.", counters.refused),
    gatewayFamily("spool_failures_total", "Tries to deliver that failed.", counters.failures),
    gatewayFamily("spool_segments", "Segments that wait for the server.", backlog.segments),
    gatewayFamily("spool_bytes", "Bytes that wait for the server.", backlog.bytes),
  ];
}
