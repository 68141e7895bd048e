import type { Gateway } from "#gateway";
import type { MetricFamily } from "./exposition.ts";

/** What a gateway tells Prometheus of itself: in the server, and in a process of its own. */
export function gatewayFamilies({ counters }: Pick<Gateway, "counters">): MetricFamily[] {
  const { requests, inFlight, malformed, unattributed, retries, tunnels } = counters;
  return [
    gatewayFamily("requests_total", "Requests whose head was read.", requests),
    gatewayFamily("requests_in_flight", "Requests that are under way.", inFlight),
    gatewayFamily("malformed_total", "Requests that could be read in two ways, or broke a limit.", malformed),
    gatewayFamily("unattributed_total", "Requests for which no API was found.", unattributed),
    gatewayFamily("retries_total", "Requests that were sent a second time.", retries),
    gatewayFamily("tunnels", "Upgraded connections that are open.", tunnels),
  ];
}

/** One figure of a gateway; what ends in `_total` only grows. */
export function gatewayFamily(name: string, help: string, value: number): MetricFamily {
  const type = name.endsWith("_total") ? "counter" : "gauge";
  return { name: `plimsoll_gateway_${name}`, type, help, samples: [{ value }] };
}
