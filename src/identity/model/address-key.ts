const GROUPS = 8;
const NETWORK_GROUPS = 4;
const MAPPED = "::ffff:";

/**
 * What attempts are counted by: an IPv4 address, or the first 64 bits of an IPv6 one, since a single machine has all
 * addresses below them. Anything else is its own key.
 */
export function addressKey(address: string): string {
  if (address.toLowerCase().startsWith(MAPPED) && address.includes(".")) return address.slice(MAPPED.length);
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, GROUPS - before.length - after.length) }, () => "0");
  const groups = [...before, ...zeros, ...after].map((group) => group.replace(/^0+(?=.)/, ""));
  return `${groups.slice(0, NETWORK_GROUPS).join(":")}::/64`;
}
