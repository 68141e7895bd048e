/** What of a request for a decision says which request it is about. */
export interface AuthRequest {
  readonly method: string;
  /** As it came, with its query. */
  readonly url: string;
  readonly host: string;
  /** By lower-case name; undefined when absent; several are joined by ", ". */
  header(name: string): string | undefined;
}

/** The request that is decided on. */
export interface OriginalRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

/** Below this path the rest is the original one: Envoy puts a prefix before it, and keeps method and host. */
const ENVOY_PREFIX = "/auth/envoy";

/**
 * The original request, from what each proxy sends: `X-Original-*` (nginx, HAProxy), `X-Forwarded-*` (Traefik, Caddy),
 * or the path itself behind a prefix (Envoy). `unsaid` where the proxy does not say which it is: nothing is guessed.
 * `contradictory` where both are sent and differ: one is the proxy's, the other its client's, and it is not known which.
 */
export function originalRequest(request: AuthRequest): OriginalRequest | "unsaid" | "contradictory" {
  const { url, method, host } = request;
  if (url.startsWith(ENVOY_PREFIX)) return split(url.slice(ENVOY_PREFIX.length) || "/", method, host);
  const uri = request.header("x-original-uri");
  const forwarded = saidBy(request, {
    uri: request.header("x-forwarded-uri"),
    method: "x-forwarded-method",
    host: "x-forwarded-host",
  });
  if (uri === undefined) return forwarded;
  const original = saidBy(request, { uri, method: "x-original-method", host: "x-original-host" });
  return forwarded === "unsaid" || isSame(original, forwarded) ? original : "contradictory";
}

/** The address, and the names of the headers that say the rest. */
interface Said {
  readonly uri: string | undefined;
  readonly method: string;
  readonly host: string;
}

function saidBy(request: AuthRequest, said: Said): OriginalRequest | "unsaid" {
  if (said.uri === undefined || said.uri === "") return "unsaid";
  const method = request.header(said.method) ?? "";
  const host = request.header(said.host) ?? "";
  return method === "" ? "unsaid" : split(said.uri, method, host === "" ? request.host : host);
}

function isSame(one: OriginalRequest | "unsaid", other: OriginalRequest): boolean {
  if (one === "unsaid") return false;
  return one.method === other.method && one.host === other.host && one.path === other.path && one.query === other.query;
}

function split(uri: string, method: string, host: string): OriginalRequest {
  // A fragment is never sent; what looks like one is part of no path.
  const mark = uri.indexOf("?");
  if (mark < 0) return { method, host, path: uri, query: "" };
  return { method, host, path: uri.slice(0, mark), query: uri.slice(mark + 1) };
}
