import { BlockList, isIP } from "node:net";

const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** The addresses whose word on clients (Forwarded, X-Forwarded-…, X-Request-Id) is believed. */
export class TrustedProxies {
  readonly #list = new BlockList();
  readonly #isEmpty: boolean;

  /** Addresses or ranges such as 10.0.0.0/8, as the settings have them. */
  constructor(ranges: readonly string[]) {
    this.#isEmpty = ranges.length === 0;
    for (const range of ranges) {
      const [address = "", bits] = range.split("/");
      const family = isIP(address) === 6 ? "ipv6" : "ipv4";
      if (bits === undefined) this.#list.addAddress(address, family);
      else this.#list.addSubnet(address, Number(bits), family);
    }
  }

  /** An IPv4 address that came in the clothes of IPv6 is the same. */
  has(address: string): boolean {
    if (this.#isEmpty) return false;
    const ip = plainAddress(address);
    const family = isIP(ip);
    return family !== 0 && this.#list.check(ip, family === 6 ? "ipv6" : "ipv4");
  }

  /** Who the client is: from the right of X-Forwarded-For, the first whom we do not trust. */
  clientOf(peer: string, forwardedFor: string): string {
    if (forwardedFor === "" || !this.has(peer)) return peer;
    let client = peer;
    for (const said of forwardedFor.split(",").toReversed()) {
      const ip = plainAddress(said.trim());
      if (isIP(ip) === 0) return client;
      client = ip;
      if (!this.has(ip)) return client;
    }
    return client;
  }
}

/** An IPv4 address that a socket shows as IPv6 is shown as what it is. */
export function plainAddress(address: string): string {
  return MAPPED.exec(address)?.[1] ?? address;
}

/** Whether a text is an address, or a range such as 10.0.0.0/8. */
export function isAddressRange(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}
