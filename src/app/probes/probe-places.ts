import { networkInterfaces } from "node:os";
import { rootCertificates } from "node:tls";
import { addressFault, type Places } from "#probes";
import type { ServerSettings } from "../config/server-settings.ts";
import { readText } from "../config/reference.ts";

/**
 * Where probes may go by the settings, and whom they trust. They never reach the server's own listeners, whose ports
 * `ownPorts` tells: what is meant for people and proxies on this machine is not asked by way of a probe.
 */
export function probePlaces({ networks, trust }: ServerSettings["probes"], ownPorts: readonly number[]): Places {
  const trusted = trust === undefined ? {} : { trusted: [...rootCertificates, readText(trust, "probes.trust")] };
  return {
    ...trusted,
    faultOf: (address, port) => addressFault(address, networks) ?? ownFault(address, port, ownPorts),
  };
}

function ownFault(address: string, port: number, ownPorts: readonly number[]): string | undefined {
  if (!ownPorts.includes(port) || !isOfThisMachine(address)) return undefined;
  return `it leads to port ${port} of this machine, where Plimsoll itself listens for people and proxies: probes do not ask there`;
}

function isOfThisMachine(address: string): boolean {
  const bare = address.replace(/^::ffff:/i, "");
  if (bare === "::1" || bare.startsWith("127.")) return true;
  return Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === bare) === true);
}
