import type { RefusalFault } from "#kernel";
import { findTargetFault, isRoutingKey } from "#messaging";

/** What a person wrote of where a destination is. */
export interface WrittenAddress {
  readonly url?: string | undefined;
  readonly routingKey?: string | undefined;
}

/**
 * What is wrong with it, for a destination of this kind; empty when nothing is. A webhook needs an address and has no
 * integration key; PagerDuty needs a key, and its address may be left out. `keeps`: what is left out stays as it is.
 */
export function destinationFaults(
  kind: "webhook" | "pagerduty",
  { url, routingKey }: WrittenAddress,
  keeps: boolean,
): RefusalFault[] {
  const faults: RefusalFault[] = [];
  const urlFault = url === undefined ? undefined : findTargetFault(url);
  if (urlFault !== undefined) faults.push({ pointer: "/url", detail: urlFault });
  if (kind === "webhook") {
    if (url === undefined && !keeps) faults.push({ pointer: "/url", detail: "a webhook needs an address" });
    if (routingKey !== undefined) faults.push({ pointer: "/routingKey", detail: "a webhook has no integration key" });
    return faults;
  }
  if (routingKey === undefined ? !keeps : !isRoutingKey(routingKey)) {
    const detail =
      "the integration key of a PagerDuty service has 32 letters and digits: Services, Integrations, Events API v2";
    faults.push({ pointer: "/routingKey", detail });
  }
  return faults;
}
