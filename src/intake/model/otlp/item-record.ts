import { malformed, present } from "../json-values.ts";
import { METHOD } from "../ndjson.ts";
import type { Decoded, DecodedRecord, Dropped } from "../record.ts";
import { pathOf } from "../request-path.ts";
import { isHealthCheck } from "../user-agent.ts";
import { type AttributeName, type Attributes, NOT_UTF8 } from "./attributes.ts";
import type { OtlpItem, OtlpSignal } from "./otlp-item.ts";
import { routeOperation } from "./route-operation.ts";

/** What is asked of the rest of the server to make a record of a span. */
export interface OtlpNames {
  /** Whether any API has an address. */
  readonly hasHosts: boolean;
  /** The API at a host and a path; undefined where no API has such an address. */
  apiAt(host: string, path: string): string | undefined;
  /** How the client is called that this key stands for. */
  clientOfKey(key: string): string;
}

const SERVER = 2;
/** The longest duration that is believed, as for NDJSON: 1e12 ms. */
const DURATION_US_MAX = 1e15;
const MS_NS = 1_000_000n;

/** The request that a span of a server tells of; null for spans of other kinds, which are no requests to an API. */
export function itemRecord(
  item: OtlpItem,
  resource: Attributes,
  { signal, names }: { readonly signal: OtlpSignal; readonly names: OtlpNames },
): Decoded | null {
  if (signal === "traces" && item.kind !== SERVER) return null;
  const told = new Told(item.attributes, resource);
  const record = signal === "traces" ? spanOf(item, told) : logOf(item, told);
  if ("drop" in record) return record;
  const request = requestOf(told);
  if ("drop" in request) return request;
  const size = told.number("http.response.body.size", "http.response_content_length");
  const all = {
    ...record,
    ...request,
    ...present({
      api: apiOf(told, request.path, names),
      version: told.text("plimsoll.version"),
      environment: told.text("deployment.environment.name", "deployment.environment"),
      region: told.text("cloud.region"),
      release: told.text("service.version"),
      client: clientOf(told, names),
      plan: told.text("plimsoll.plan"),
      responseBytes: size !== undefined && Number.isSafeInteger(size) && size >= 0 ? size : undefined,
      healthCheck: isHealthCheck(told.text("user_agent.original", "http.user_agent") ?? "") || undefined,
      traceId: item.traceId === null ? undefined : Buffer.from(item.traceId).toString("hex"),
      ip: told.text("client.address", "http.client_ip"),
      userAgent: told.text("user_agent.original", "http.user_agent"),
    }),
  };
  return told.isBroken ? { drop: "encoding", detail: "an attribute is not valid UTF-8" } : all;
}

type Timed = Pick<DecodedRecord, "at" | "status"> & Pick<Partial<DecodedRecord>, "durationUs">;

function spanOf({ start, end, failed }: OtlpItem, told: Told): Timed | Dropped {
  if (start === 0n) return { drop: "badTime", detail: "the span has no start" };
  const status = statusOf(told, failed || told.text("error.type") !== undefined);
  if (typeof status !== "number") return status;
  const at = Number(start / MS_NS);
  if (end === 0n) return { at, status };
  if (end < start) return malformed("the span ends before it starts");
  const durationUs = Number((end - start + 500n) / 1_000n);
  return durationUs < DURATION_US_MAX ? { at, status, durationUs } : malformed("the span takes longer than 1e12 ms");
}

/** An access log writes its line when the answer is out; how long that took some say in seconds. */
function logOf({ end }: OtlpItem, told: Told): Timed | Dropped {
  if (told.text("http.request.method", "http.method") === undefined) {
    return malformed("a log record without http.request.method is no request");
  }
  if (end === 0n) return { drop: "badTime", detail: "the log record has no time" };
  const status = statusOf(told, told.text("error.type") !== undefined);
  if (typeof status !== "number") return status;
  const seconds = told.number("http.server.request.duration");
  if (seconds === undefined) return { at: Number(end / MS_NS), status };
  const durationUs = Math.floor(seconds * 1e6 + 0.5);
  if (!(durationUs >= 0 && durationUs < DURATION_US_MAX)) {
    return malformed("http.server.request.duration: expected seconds, a number from 0 to 1e9");
  }
  return { at: Number((end - BigInt(durationUs) * 1_000n) / MS_NS), status, durationUs };
}

function statusOf(told: Told, failed: boolean): number | Dropped {
  const status = told.number("http.response.status_code", "http.status_code");
  if (status === undefined) {
    // The server has not answered, and says that something went wrong.
    return failed ? 0 : malformed("http.response.status_code is missing, and no error is told");
  }
  if (Number.isInteger(status) && status >= 0 && status <= 999) return status;
  return malformed("http.response.status_code: expected a whole number 0 to 999");
}

interface Request {
  readonly operation?: string;
  readonly method: string;
  readonly path?: string;
}

function requestOf(told: Told): Request | Dropped {
  const method = told.text("http.request.method", "http.method");
  if (method === undefined) return malformed("http.request.method is missing: it is no request by HTTP");
  if (!METHOD.test(method)) return malformed("http.request.method: expected an HTTP method such as GET");
  const route = told.text("http.route");
  const target = told.text("url.path", "http.target");
  const path = target === undefined ? undefined : pathOf(target);
  if (route !== undefined) return { operation: routeOperation(method, route), method, ...present({ path }) };
  return path === undefined ? malformed("neither http.route nor url.path is told") : { method, path };
}

/** What is said outright; else whose address it is; else the service that calls itself as the API is called. */
function apiOf(told: Told, path: string | undefined, names: OtlpNames): string | undefined {
  const named = told.text("plimsoll.api");
  if (named !== undefined) return named;
  const host = told.text("server.address", "http.host") ?? told.text("net.host.name");
  const port = told.number("server.port", "net.host.port");
  const place =
    host === undefined ? undefined : names.apiAt(hostOf(host, port), path ?? told.text("http.route") ?? "/");
  return place ?? told.text("service.name");
}

/** A host with its port; one that has a port already, and an IPv6 address in brackets, stay as they are. */
export function hostOf(host: string, port: number | undefined): string {
  return port === undefined || host.includes(":") ? host : `${host}:${port}`;
}

function clientOf(told: Told, names: OtlpNames): string | undefined {
  const named = told.text("plimsoll.client", "enduser.id");
  if (named !== undefined) return named;
  const key = told.text("http.request.header.x-api-key");
  return key === undefined ? undefined : names.clientOfKey(key);
}

/** What is said of an item: by itself, else by its resource. */
class Told {
  /** A text that was asked for is no UTF-8. */
  isBroken = false;
  readonly #own: Attributes;
  readonly #resource: Attributes;

  constructor(own: Attributes, resource: Attributes) {
    this.#own = own;
    this.#resource = resource;
  }

  /** The first of these that is there and not empty. */
  text(...names: readonly AttributeName[]): string | undefined {
    const value = this.#first(names);
    if (value === NOT_UTF8) this.isBroken = true;
    else if (value !== undefined) return String(value);
    return undefined;
  }

  /** The first of these that is there, as a number; NaN when it is none. */
  number(...names: readonly AttributeName[]): number | undefined {
    const value = this.#first(names);
    if (value === NOT_UTF8) this.isBroken = true;
    else if (value !== undefined) return Number(value);
    return undefined;
  }

  #first(names: readonly AttributeName[]): string | number | typeof NOT_UTF8 | undefined {
    for (const attributes of [this.#own, this.#resource]) {
      for (const name of names) {
        const value = attributes.get(name);
        if (value !== undefined && value !== "") return value;
      }
    }
    return undefined;
  }
}
