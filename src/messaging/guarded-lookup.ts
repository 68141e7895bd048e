import { lookup, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/**
 * Where a cloud keeps the keys of its machines. Nobody receives webhooks there, and a person who may only add a
 * destination must not reach it through the server. Link-local addresses as a whole, as they lead to nobody else.
 */
const REFUSED = new BlockList();
REFUSED.addSubnet("169.254.0.0", 16, "ipv4");
REFUSED.addAddress("100.100.100.200", "ipv4");
REFUSED.addSubnet("fe80::", 10, "ipv6");
REFUSED.addAddress("fd00:ec2::254", "ipv6");
// The first of them by way of NAT64.
REFUSED.addSubnet("64:ff9b::a9fe:0", 112, "ipv6");

/** Thrown into the connection by `guardedLookup`; `isRefusedAddress` says so for an address that needs no look-up. */
export class RefusedAddress extends Error {}

/** Whether nothing may be sent to this IP address; false for a name. */
export function isRefusedAddress(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(bare);
  return family !== 0 && REFUSED.check(bare, family === 6 ? "ipv6" : "ipv4");
}

/**
 * Looks a name up for a connection and refuses it when any of its addresses is refused: the check and the connection
 * see the same answer, so that a name cannot be changed between them.
 */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (fault, addresses: LookupAddress[]) => {
    if (fault !== null) {
      callback(fault, "", 0);
      return;
    }
    const refused = addresses.find(({ address }) => isRefusedAddress(address));
    if (refused !== undefined) callback(new RefusedAddress(refused.address), "", 0);
    else if (options.all === true) callback(null, addresses);
    else callback(null, addresses[0]?.address ?? "", addresses[0]?.family);
  });
};
