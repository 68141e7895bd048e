import { addressStanding } from "#messaging";

/** Where probes may go: anywhere but to what is never somebody's API, or to addresses of the public internet only. */
export type Networks = "all" | "public";

/** Why a probe may not go to this IP address, in words; undefined when it may. Text that is no IP address is refused. */
export function addressFault(address: string, networks: Networks): string | undefined {
  const standing = addressStanding(address);
  if (standing === null) return `${address} is no IP address`;
  if (standing === "never") {
    return `it leads to ${address}, where machines keep their own credentials or nobody answers: nothing is ever sent there`;
  }
  if (standing === "public" || networks === "all") return undefined;
  return `it leads to ${address}, inside a network of one's own, and the setting probes.networks allows public addresses only`;
}
