import { Refusal } from "#kernel";

/** An API behind a proxy that asks us who may pass. */
export interface ProxiedApi {
  readonly api: string;
  /** Where clients reach it. */
  readonly places: readonly ProxiedPlace[];
  /** What answers: host and port, and the path before that of a request. */
  readonly targets: readonly ProxiedPlace[];
  readonly isTls: boolean;
  /** Whether requests pass while nobody can say whether they may. */
  readonly failOpen: boolean;
  /** Headers by which a client shows who it is, in lower case. */
  readonly headers: readonly string[];
}

/** A host (with its port where it has one) and a path: "" or "/orders". */
export interface ProxiedPlace {
  readonly host: string;
  readonly path: string;
}

/** For which APIs a configuration is written, and where things are. */
export interface ProxySetting {
  readonly apis: readonly ProxiedApi[];
  /** Host and port of the listener that proxies ask. */
  readonly auth: string;
  /** Port on which the proxy listens. */
  readonly port: number;
  /** Directory of its access logs. */
  readonly logs: string;
}

/** A file of a generated configuration. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

/** An API as the public API shows it, as far as a proxy is concerned. */
export interface ShownApi {
  readonly api: string;
  readonly at: string | readonly string[] | null;
  readonly upstream: string | { readonly targets: readonly string[]; readonly failOpen?: boolean | undefined } | null;
  readonly client: {
    readonly key?: readonly string[] | undefined;
    readonly mtls?: string | undefined;
  } | null;
}

/** What is set in a configuration as it stands: nothing in it means anything to a proxy. */
const PLAIN = /^[A-Za-z0-9._~/:[\]%-]*$/;
const NO_TARGET = "http://127.0.0.1:8080";

/** Reads what a proxy needs of an API. Refuses one without an address, and addresses that a configuration cannot hold. */
export function proxiedApi({ api, at, upstream, client }: ShownApi): ProxiedApi {
  const addresses = at === null ? [] : [at].flat();
  if (addresses.length === 0) {
    throw new Refusal(
      "invalid",
      "api.no-address",
      `${api} has no address, so no proxy can tell its requests. Give it one: at: https://api.example.com/${api}`,
    );
  }
  const targets = typeof upstream === "string" ? [upstream] : (upstream?.targets ?? [NO_TARGET]);
  const headers = new Set([...(client?.key ?? ["authorization", "x-api-key"]), "authorization", "api-version"]);
  if (client?.mtls !== undefined) headers.add(client.mtls);
  return {
    api,
    places: addresses.map((address) => placeOf(api, address)),
    targets: targets.map((address) => placeOf(api, address)),
    isTls: targets[0]?.startsWith("https:") === true,
    failOpen: typeof upstream === "object" && upstream?.failOpen === true,
    headers: [...headers].map((name) => name.toLowerCase()),
  };
}

function placeOf(api: string, address: string): ProxiedPlace {
  const { host, pathname } = URL.parse(address) ?? { host: "", pathname: "" };
  const path = pathname.replace(/\/$/, "");
  if (host !== "" && PLAIN.test(host) && PLAIN.test(path)) return { host, path };
  throw new Refusal(
    "invalid",
    "api.address-unusable",
    `The address ${address} of ${api} has letters that mean something to proxies. Give it one of plain letters.`,
  );
}

/** The target's host with its port. */
export function dialOf({ host }: ProxiedPlace, isTls: boolean): string {
  return /:\d+$/.test(host) ? host : `${host}:${isTls ? 443 : 80}`;
}

/** "x-plimsoll-client" → "x_plimsoll_client". */
export function variableOf(header: string): string {
  return header.toLowerCase().replaceAll("-", "_");
}

/** Headers that are told to clients with each answer: what is left of their limits, and how long a version lives. */
export const TOLD_HEADERS = [
  "RateLimit-Policy",
  "RateLimit",
  "X-RateLimit-Limit",
  "X-RateLimit-Remaining",
  "X-RateLimit-Reset",
  "Deprecation",
  "Sunset",
  "Link",
] as const;

/** Headers of refusals. */
export const REFUSED_HEADERS = ["WWW-Authenticate", "Retry-After"] as const;

/** The statuses of refusals. */
export const REFUSED_STATUSES = [400, 401, 403, 404, 410, 429, 503] as const;

/** The first lines of each file. */
export function madeBy(proxy: string, comment = "#"): string {
  return `${comment} Made by \`plimsoll gateway config ${proxy}\`. Make it again when an API's address, upstream or client rule changes.`;
}
