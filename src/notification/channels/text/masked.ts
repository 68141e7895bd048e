/** How much of a secret is shown: enough to tell two of them apart. */
const SHOWN = 4;

/** The end of a secret, "…x7Qz"; of a short one nothing. */
export function masked(secret: string): string {
  return secret.length < 4 * SHOWN ? "…" : `…${secret.slice(-SHOWN)}`;
}

/** An address whose path is a secret: its host, and the end of the path. */
export function maskedUrl(text: string): string {
  const url = URL.parse(text);
  return url === null ? "…" : `${url.host}/${masked(`${url.pathname}${url.search}`)}`;
}
