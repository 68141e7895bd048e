/** Parameters by which other houses take keys. */
const NAMES: ReadonlySet<string> = new Set(["api_key", "apikey", "api-key", "x-api-key", "access_token"]);
const SUSPECT = /plm[_%]|key|token|%/i;
const OURS = /plm_[a-z0-9-]{1,20}_[0-9A-Za-z]{8}/;
/** No query is searched further than this; a listener takes no longer head. */
const QUERY_MAX = 65_536;

/**
 * Whether a query string carries a key. There it stands in logs, histories and referrers, so it is refused, also where
 * the key is right.
 */
export function isKeyInQuery(query: string): boolean {
  if (query === "" || !SUSPECT.test(query)) return false;
  for (const [name, value] of new URLSearchParams(query.slice(0, QUERY_MAX))) {
    if (NAMES.has(name.toLowerCase()) && value !== "") return true;
    if (OURS.test(value) || OURS.test(name)) return true;
  }
  return false;
}
