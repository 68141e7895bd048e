/**
 * The key that a request carried: the header X-Api-Key, else what follows the scheme word in Authorization
 * ("Bearer abc" → "abc"; without a scheme the whole value).
 */
export function keyOf(apiKey: string | undefined, authorization: string | undefined): string | undefined {
  const key = apiKey ?? authorization?.trim().replace(/^[A-Za-z][\w-]* +/, "");
  return key === "" ? undefined : key;
}

/** The value of a header, unless it is "REDACTED": what Caddy and Traefik write in the place of a secret. */
export function unredacted(value: string | undefined): string | undefined {
  return value === "REDACTED" ? undefined : value;
}

/** "192.0.2.1:4711" → "192.0.2.1", "[2001:db8::1]:443" → "2001:db8::1"; an address without a port stays. */
export function withoutPort(address: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1];
  return bracketed ?? address.replace(/^([^:]+):\d+$/, "$1");
}

/** The last address of an X-Forwarded-For list: the one that our own proxy added; earlier ones can be forged. */
export function lastForwarded(list: string | undefined): string | undefined {
  const last = list?.split(",").at(-1)?.trim();
  return last === "" || last === "-" ? undefined : last;
}
