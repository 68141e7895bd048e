/** A host as it stands in an address: what means this machine is `localhost`, IPv6 is in brackets. */
export function hostText(host: string): string {
  if (host === "127.0.0.1" || host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
