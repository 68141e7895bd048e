import type { IncomingHttpHeaders } from "node:http";

/** What of a request for a decision says which request it is about. */
export interface AuthRequest {
  readonly method: string;
  /** As it came, with its query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
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
 * or the path itself behind a prefix (Envoy). Undefined where the proxy does not say which it is: nothing is guessed.
 */
export function originalRequest({ method, url, headers }: AuthRequest): OriginalRequest | undefined {
  if (url.startsWith(ENVOY_PREFIX)) return split(url.slice(ENVOY_PREFIX.length) || "/", method, headers.host);
  const uri = one(headers["x-original-uri"]) ?? one(headers["x-forwarded-uri"]);
  const isOriginal = headers["x-original-uri"] !== undefined;
  const asked = one(isOriginal ? headers["x-original-method"] : headers["x-forwarded-method"]);
  const host = one(isOriginal ? headers["x-original-host"] : headers["x-forwarded-host"]) ?? headers.host;
  return uri === undefined || asked === undefined ? undefined : split(uri, asked, host);
}

function split(uri: string, method: string, host: string | undefined): OriginalRequest {
  // A fragment is never sent; what looks like one is part of no path.
  const mark = uri.indexOf("?");
  if (mark < 0) return { method, host: host ?? "", path: uri, query: "" };
  return { method, host: host ?? "", path: uri.slice(0, mark), query: uri.slice(mark + 1) };
}

/** Sent once and not empty. */
function one(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
