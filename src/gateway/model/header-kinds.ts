/** What the gateway does with a header of a request or an answer. */
export const HeaderKind = {
  /** Handed on as it is. */
  plain: 0,
  /** Holds for one connection only (RFC 9110, 7.6.1), or is no header that anybody should send. */
  hop: 1,
  connection: 2,
  contentLength: 3,
  transferEncoding: 4,
  host: 5,
  /** `X-Plimsoll-…`: what we say to upstreams, so nobody else may. */
  identity: 6,
  /** `Forwarded`, `X-Forwarded-…`, `X-Real-IP`: believed from trusted proxies only. */
  forwarded: 7,
  requestId: 8,
  traceparent: 9,
  expect: 10,
  upgrade: 11,
  trailer: 12,
  userAgent: 13,
  /** No name of a header at all. */
  invalid: 14,
  keepAlive: 15,
} as const;

const KINDS: Readonly<Record<string, number>> = {
  connection: HeaderKind.connection,
  "keep-alive": HeaderKind.keepAlive,
  "proxy-connection": HeaderKind.hop,
  "proxy-authenticate": HeaderKind.hop,
  "proxy-authorization": HeaderKind.hop,
  te: HeaderKind.hop,
  "http2-settings": HeaderKind.hop,
  // Read as a proxy by programs that make variables of headers (CVE-2016-5385).
  proxy: HeaderKind.hop,
  trailer: HeaderKind.trailer,
  "transfer-encoding": HeaderKind.transferEncoding,
  upgrade: HeaderKind.upgrade,
  "content-length": HeaderKind.contentLength,
  host: HeaderKind.host,
  expect: HeaderKind.expect,
  forwarded: HeaderKind.forwarded,
  "x-real-ip": HeaderKind.forwarded,
  "x-request-id": HeaderKind.requestId,
  traceparent: HeaderKind.traceparent,
  "user-agent": HeaderKind.userAgent,
};

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Programs behind CGI see `X_Plimsoll_Client` as the same variable as `X-Plimsoll-Client`. */
const IDENTITY = /^x-plimsoll-/;
const FORWARDED = /^x-forwarded-/;
const KNOWN_MAX = 2_000;
const KNOWN_LENGTH_MAX = 64;

/** Which kind a header is, by its name as sent. Remembers the names that come, up to a bound. */
export class HeaderKinds {
  readonly #known = new Map<string, number>();

  of(name: string): number {
    return this.#known.get(name) ?? this.#look(name);
  }

  #look(name: string): number {
    const kind = kindOf(name);
    if (this.#known.size < KNOWN_MAX && name.length <= KNOWN_LENGTH_MAX) this.#known.set(name, kind);
    return kind;
  }
}

/** Underscores count as hyphens: where a program behind us makes variables of headers, both are one. */
function kindOf(name: string): number {
  if (!NAME.test(name)) return HeaderKind.invalid;
  const lower = name.toLowerCase();
  const kind = Object.hasOwn(KINDS, lower) ? KINDS[lower] : undefined;
  if (kind !== undefined) return kind;
  const read = lower.replaceAll("_", "-");
  if (IDENTITY.test(read)) return HeaderKind.identity;
  if (FORWARDED.test(read)) return HeaderKind.forwarded;
  // A known name with underscores is a second one that only some programs read as the first.
  return read !== lower && Object.hasOwn(KINDS, read) ? HeaderKind.hop : HeaderKind.plain;
}
