/**
 * The network of an address: 24 bits of an IPv4 address ("192.0.2.17" → "192.0.2.0"), 48 of an IPv6 address
 * ("2001:db8:1:2::7" → "2001:db8:1::"). An IPv4 address inside an IPv6 one counts as IPv4. "" for anything else: a
 * text that we do not understand is not kept.
 */
export function redactIp(text: string): string {
  const address = text.replace(/%.*$/s, "");
  const mapped = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  if (mapped !== undefined) return ipv4Network(mapped);
  return /^[0-9a-f:]{2,39}$/i.test(address) ? ipv6Network(address.toLowerCase()) : "";
}

function ipv4Network(address: string): string {
  const parts = address.split(".");
  return parts.every((part) => Number(part) <= 255) ? `${parts.slice(0, 3).map(Number).join(".")}.0` : "";
}

function ipv6Network(address: string): string {
  const groups = groupsOf(address);
  if (groups === undefined) return "";
  const kept = groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16));
  while (kept.at(-1) === "0") kept.pop();
  return `${kept.join(":")}::`;
}

/** The eight groups of an address; undefined when it is none. */
function groupsOf(address: string): string[] | undefined {
  const [head = "", tail, ...others] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = 8 - before.length - after.length;
  if (others.length > 0 || (tail === undefined ? gap !== 0 : gap < 1)) return undefined;
  const groups = [...before, ...Array.from({ length: gap }, () => "0"), ...after];
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group)) ? groups : undefined;
}
