import { lookup, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { addressStanding } from "./model/address-standing.ts";

/** Thrown into the connection by `guardedLookup`; `isRefusedAddress` says so for an address that needs no look-up. */
export class RefusedAddress extends Error {}

/**
 * Whether nothing may be sent to this IP address; false for a name. A person who may only add a destination must not
 * reach, through the server, where a cloud keeps the keys of its machines.
 */
export function isRefusedAddress(address: string): boolean {
  return addressStanding(address.replace(/^\[(.*)\]$/, "$1")) === "never";
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
