import { durationText, parseDurationMs, SECOND_MS } from "#kernel";

/** What can deliver the records of an API. One of them counts for each API, so that no request is counted twice. */
export const SOURCES = ["gateway", "log", "otlp", "middleware", "push"] as const;

/** One of them. */
export type Source = (typeof SOURCES)[number];

/** The log formats that are read. `traefik` covers its JSON and its CLF, `envoy` its text and its JSON. */
export const LOG_FORMATS = [
  "combined",
  "common",
  "nginx-json",
  "caddy",
  "haproxy",
  "envoy",
  "traefik",
  "alb",
  "ndjson",
] as const;

/** One of them. */
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Where the gateway finds an API, and how long it waits for it. Durations in ms. */
export interface Upstream {
  /** Addresses that answer alike; a path in one is put before the path that is asked for. */
  readonly targets: readonly string[];
  /** By version: in the place of `targets`. */
  readonly versions: Readonly<Record<string, readonly string[]>>;
  readonly connectMs: number;
  /** Until the head of an answer is there. */
  readonly answerMs: number;
  /** Without a byte in either direction. */
  readonly idleMs: number;
  /** How often a request is tried once more, where that is safe. */
  readonly retries: number;
  /** Asked on each target: what answers 2xx or 3xx is well. Null: only requests tell. */
  readonly health: { readonly path: string; readonly everyMs: number } | null;
  /** Of forward-auth: whether a proxy lets requests through while Plimsoll is away. */
  readonly failOpen: boolean;
}

/** A log of a proxy, on the machine of the server, whose lines are the records of an API. */
export interface LogFile {
  /** From the root; `*` stands for a part of the last name. */
  readonly path: string;
  /** auto: found out by the first lines. */
  readonly format: LogFormat | "auto";
  /** Which part of a line names the client: `field:client`; null: what the format has. */
  readonly client: string | null;
}

/** How the gateway and forward-auth know who asks. */
export interface ClientRule {
  /** Headers that carry keys, in lower case; `authorization` as a bearer token. */
  readonly key: readonly string[];
  readonly jwt: JwtRule | null;
  /** Header with the subject of the client's certificate, believed from trusted proxies only. */
  readonly mtls: string | null;
  /** Whether requests without any identity are let through, as nobody's. */
  readonly anonymous: boolean;
}

/** Whose signed tokens name a client. */
export interface JwtRule {
  readonly issuer: string;
  readonly audience: string | null;
  /** Where its keys are. */
  readonly jwks: string;
  /** The claim that is a name of a client. */
  readonly claim: string;
}

/** How requests of an API reach it, and how their records reach us. */
export interface Reach {
  /** Who counts; null: see `sourceByReach`. */
  readonly records: Source | null;
  readonly upstream: Upstream | null;
  readonly logs: readonly LogFile[];
  readonly client: ClientRule;
}

/** The same as people write it: short forms, durations as texts. Its shape is `reachFields` of the contract. */
export interface WrittenReach {
  readonly records?: Source | null | undefined;
  readonly upstream?: string | WrittenUpstream | null | undefined;
  readonly logs?: (string | WrittenLog)[] | null | undefined;
  readonly client?: WrittenClientRule | null | undefined;
}

interface WrittenUpstream {
  readonly targets: string[];
  readonly versions?: Record<string, string[]> | undefined;
  readonly connectTimeout?: string | undefined;
  readonly answerTimeout?: string | undefined;
  readonly idleTimeout?: string | undefined;
  readonly retries?: number | undefined;
  readonly health?: { readonly path: string; readonly every?: string | undefined } | undefined;
  readonly failOpen?: boolean | undefined;
}

interface WrittenLog {
  readonly path: string;
  readonly format?: LogFormat | "auto" | undefined;
  readonly client?: string | undefined;
}

interface WrittenClientRule {
  readonly key?: string[] | undefined;
  readonly jwt?:
    | {
        readonly issuer: string;
        readonly audience?: string | undefined;
        readonly jwks: string;
        readonly claim?: string | undefined;
      }
    | undefined;
  readonly mtls?: string | undefined;
  readonly anonymous?: boolean | undefined;
}

/** The same with all its parts: as it is shown. */
export type ShownReach = { [Part in keyof WrittenReach]-?: Exclude<WrittenReach[Part], undefined> };

/** A client is known by a key, in the headers in which keys usually come. */
export const KEYS_ONLY: ClientRule = { key: ["authorization", "x-api-key"], jwt: null, mtls: null, anonymous: false };

const CONNECT_MS = 2 * SECOND_MS;
const ANSWER_MS = 30 * SECOND_MS;
const IDLE_MS = 60 * SECOND_MS;
const HEALTH_EVERY_MS = 10 * SECOND_MS;

/** With what was not said filled in. */
export function upstreamOf(written: string | WrittenUpstream): Upstream {
  const { targets, health, ...said } = typeof written === "string" ? { targets: [written] } : written;
  return {
    targets,
    versions: said.versions ?? {},
    connectMs: msOf(said.connectTimeout, CONNECT_MS),
    answerMs: msOf(said.answerTimeout, ANSWER_MS),
    idleMs: msOf(said.idleTimeout, IDLE_MS),
    retries: said.retries ?? 1,
    health: health === undefined ? null : { path: health.path, everyMs: msOf(health.every, HEALTH_EVERY_MS) },
    failOpen: said.failOpen ?? false,
  };
}

/** As it is shown and printed; `upstreamOf` reads it back. What says nothing is left out, so one target is its address. */
export function writtenUpstream(upstream: Upstream): string | WrittenUpstream {
  const { targets, versions, connectMs, answerMs, idleMs, retries, health, failOpen } = upstream;
  const said = {
    ...(Object.keys(versions).length === 0 ? {} : { versions: copied(versions) }),
    ...(connectMs === CONNECT_MS ? {} : { connectTimeout: durationText(connectMs) }),
    ...(answerMs === ANSWER_MS ? {} : { answerTimeout: durationText(answerMs) }),
    ...(idleMs === IDLE_MS ? {} : { idleTimeout: durationText(idleMs) }),
    ...(retries === 1 ? {} : { retries }),
    ...(health === null ? {} : { health: { path: health.path, every: durationText(health.everyMs) } }),
    ...(failOpen ? { failOpen } : {}),
  };
  const [only] = targets;
  return targets.length === 1 && only !== undefined && Object.keys(said).length === 0
    ? only
    : { targets: [...targets], ...said };
}

/** A path alone means that the format is found out, and that it tells the client. */
export function logFileOf(written: string | WrittenLog): LogFile {
  const { path, format = "auto", client = null } = typeof written === "string" ? { path: written } : written;
  return { path, format, client };
}

/** As it is shown and printed; `logFileOf` reads it back. */
export function writtenLog({ path, format, client }: LogFile): string | WrittenLog {
  const said = { ...(format === "auto" ? {} : { format }), ...(client === null ? {} : { client }) };
  return Object.keys(said).length === 0 ? path : { path, ...said };
}

/** With what was not said filled in. */
export function clientRuleOf({ key, jwt, mtls, anonymous }: WrittenClientRule): ClientRule {
  return {
    key: key?.map((header) => header.toLowerCase()) ?? KEYS_ONLY.key,
    jwt: jwt === undefined ? null : { ...jwt, audience: jwt.audience ?? null, claim: jwt.claim ?? "client_id" },
    mtls: mtls?.toLowerCase() ?? null,
    anonymous: anonymous ?? false,
  };
}

/** As it is shown and printed; null: it is as it is where nothing was said. */
export function writtenClientRule({ key, jwt, mtls, anonymous }: ClientRule): WrittenClientRule | null {
  const said = {
    ...(JSON.stringify(key) === JSON.stringify(KEYS_ONLY.key) ? {} : { key: [...key] }),
    ...(jwt === null ? {} : { jwt: writtenJwt(jwt) }),
    ...(mtls === null ? {} : { mtls }),
    ...(anonymous ? { anonymous } : {}),
  };
  return Object.keys(said).length === 0 ? null : said;
}

/** Who counts the requests of an API; null: nobody said so, and it has neither upstream nor log: the first that delivers. */
export function sourceByReach({ records, upstream, logs }: Reach): Source | null {
  if (records !== null) return records;
  if (upstream !== null) return "gateway";
  return logs.length > 0 ? "log" : null;
}

function writtenJwt({ audience, ...jwt }: JwtRule): NonNullable<WrittenClientRule["jwt"]> {
  return audience === null ? jwt : { ...jwt, audience };
}

function copied(versions: Upstream["versions"]): Record<string, string[]> {
  return Object.fromEntries(Object.entries(versions).map(([version, targets]) => [version, [...targets]]));
}

function msOf(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : parseDurationMs(text);
}
