import { BlockList, isIP } from "node:net";
import { z } from "zod";

/** "10.0.0.0/8", "127.0.0.1", "::1". */
const network = z.string().refine((text) => placeOf(text) !== undefined, {
  message: "is no address or network such as 127.0.0.1 or 10.0.0.0/8",
});

/** Whose headers about a client are believed. */
export const trustedProxies = z.array(network).max(100).default([]);

/** Whether a peer is one of them. An IPv4 address that came in the clothes of IPv6 is the same. */
export function trusting(networks: readonly string[]): (ip: string) => boolean {
  const list = new BlockList();
  for (const text of networks) {
    const { ip, prefix, family } = placeOf(text) ?? { ip: "", prefix: 0, family: "ipv4" as const };
    if (ip !== "") list.addSubnet(ip, prefix, family);
  }
  return (ip) => {
    const plain = ip.startsWith("::ffff:") && ip.includes(".") ? ip.slice(7) : ip;
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 4 ? "ipv4" : "ipv6");
  };
}

interface Network {
  readonly ip: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

function placeOf(text: string): Network | undefined {
  const [ip = "", length, ...more] = text.split("/");
  const version = isIP(ip);
  if (version === 0 || more.length > 0) return undefined;
  const most = version === 4 ? 32 : 128;
  const prefix = length === undefined ? most : Number(length);
  if (!/^\d{1,3}$/.test(length ?? "0") || prefix > most) return undefined;
  return { ip, prefix, family: version === 4 ? "ipv4" : "ipv6" };
}
