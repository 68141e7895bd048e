import type { Ended, Exchange } from "./exchange.ts";
import { HashedKeys } from "./hashed-keys.ts";
import type { AskedRequest, PlimsollOptions } from "./options.ts";
import { RouteOperations } from "./route-operations.ts";

/** Load balancers' health checks: Plimsoll leaves them out, by these beginnings of their user agents. */
const HEALTH_CHECKS = ["ELB-HealthChecker/", "kube-probe/", "GoogleHC/"];
const TRACE_ID = /^[0-9a-f]{2}-[0-9a-f]{32}-/;
/** A path is cut where Plimsoll would leave it out. */
const PATH_MAX = 2_000;
/** Text that stands for itself in JSON. */
const PLAIN = /^[ !#-[\]-~]*$/;
const DIGITS = /^\d{1,15}$/;

/** Makes the line of a request: one record of Plimsoll's format, in JSON, written field by field because that costs a third. */
export class RecordLines {
  readonly #options: PlimsollOptions;
  readonly #keys = new HashedKeys();
  readonly #operations = new RouteOperations();
  /** What is the same for all requests. */
  readonly #common: string;
  readonly #onFault: () => void;
  #second = Number.NaN;
  #secondText = "";

  constructor(options: PlimsollOptions, onFault: () => void) {
    const { api, version, environment, region, release } = options;
    this.#options = options;
    this.#common = JSON.stringify({ api, version, environment, region, release }).slice(1, -1);
    this.#onFault = onFault;
  }

  lineOf(exchange: Exchange, { status, aborted, route, responseBytes }: Ended): string {
    const { method, at } = exchange;
    const durationMs = Math.max(0, Math.round(exchange.lasted() * 1_000) / 1_000);
    const traceparent = exchange.header("traceparent");
    const traceId = traceparent !== undefined && TRACE_ID.test(traceparent) ? traceparent.slice(3, 35) : undefined;
    let line = `{"at":"${this.#timeOf(at)}",${this.#common},"method":${quoted(method)}`;
    line += `,"path":${quoted(pathOf(exchange.url))},"status":${status},"durationMs":${durationMs}`;
    line += field("operation", this.#operationOf(exchange, route));
    line += field("client", this.#clientOf(exchange));
    line += wholeField("requestBytes", exchange.header("content-length"));
    line += wholeField("responseBytes", responseBytes);
    line += field("traceId", traceId);
    if (aborted) line += ',"outcome":"clientAborted"';
    return `${line}${this.#personalOf(exchange)}}\n`;
  }

  /** Made by the calendar once a second: it is a third of all that a line costs. */
  #timeOf(at: number): string {
    const ms = at % 1_000;
    if (at - ms !== this.#second) {
      this.#second = at - ms;
      this.#secondText = new Date(this.#second).toISOString().slice(0, -4);
    }
    return `${this.#secondText}${String(ms).padStart(3, "0")}Z`;
  }

  #operationOf(exchange: Exchange, route: string | undefined): string | undefined {
    const { operation } = this.#options;
    const named = operation === undefined ? undefined : this.#asked(operation, exchange);
    return named ?? (route === undefined ? undefined : this.#operations.of(exchange.method, route));
  }

  #clientOf(exchange: Exchange): string | undefined {
    const { client, keyHeader } = this.#options;
    const named = client === undefined ? undefined : this.#asked(client, exchange);
    if (named !== undefined || keyHeader === undefined) return named;
    const key = exchange.header(keyHeader);
    return key === undefined || key === "" ? undefined : this.#keys.nameOf(key);
  }

  #personalOf(exchange: Exchange): string {
    const userAgent = exchange.header("user-agent");
    if (this.#options.personal === true) return `${field("ip", exchange.ip)}${field("userAgent", userAgent)}`;
    const isCheck = userAgent !== undefined && HEALTH_CHECKS.some((prefix) => userAgent.startsWith(prefix));
    return isCheck ? field("userAgent", userAgent) : "";
  }

  /** What a function of the host says; one that fails says nothing. */
  #asked(ask: (request: AskedRequest) => unknown, exchange: Exchange): string | undefined {
    try {
      const said = ask(exchange.asked());
      return typeof said === "string" && said !== "" ? said : undefined;
    } catch {
      this.#onFault();
      return undefined;
    }
  }
}

function pathOf(url: string): string {
  const query = url.indexOf("?");
  const path = query < 0 ? url : url.slice(0, query);
  return path.length > PATH_MAX ? path.slice(0, PATH_MAX) : path;
}

function field(name: string, text: string | undefined): string {
  return text === undefined ? "" : `,"${name}":${quoted(text)}`;
}

/** A whole number, or text that is one. */
function wholeField(name: string, value: unknown): string {
  if (typeof value === "number" && Number.isSafeInteger(value)) return `,"${name}":${value}`;
  return typeof value === "string" && DIGITS.test(value) ? `,"${name}":${Number(value)}` : "";
}

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
