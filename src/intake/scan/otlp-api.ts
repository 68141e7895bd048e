import { textOf } from "#kernel";
import type { DecoderOptions } from "../model/decoder.ts";
import { ATTRIBUTES, type AttributeName } from "../model/otlp/attributes.ts";
import { hostOf, type OtlpNames } from "../model/otlp/item-record.ts";
import { ApiGate } from "./api-gate.ts";
import { endOfPath } from "./json-bytes.ts";
import type { LineBytes } from "./line-bytes.ts";
import type { OtlpAttributes } from "./otlp-attributes.ts";

const codeOf = (name: AttributeName): number => ATTRIBUTES.indexOf(name);
const API = codeOf("plimsoll.api");
const SENDER = codeOf("service.name");
const HOST = codeOf("server.address");
const HOST_HEADER = codeOf("http.host");
const NET_HOST = codeOf("net.host.name");
const PORT = codeOf("server.port");
const NET_PORT = codeOf("net.host.port");
const ROUTE = codeOf("http.route");

/** Which API a span is of: the one it names, else whose address it is, else the one that is called as its service. */
export class OtlpApi {
  /** Knows the API that was taken last. */
  readonly gate: ApiGate;
  readonly #names: OtlpNames;
  readonly #attributes: OtlpAttributes;

  constructor(options: DecoderOptions, names: OtlpNames, attributes: OtlpAttributes) {
    this.gate = new ApiGate(options);
    this.#names = names;
    this.#attributes = attributes;
  }

  /** Whether its records are taken; `path`: where that of the request stands, -1 when it has none. */
  isTaken(line: LineBytes, path: number, pathEnd: number): boolean {
    const attributes = this.#attributes;
    const named = attributes.pick(API, API);
    if (named >= 0) return this.#takes(line, named);
    const own = this.#names.hasHosts ? attributes.pick(HOST, HOST_HEADER) : -1;
    const host = own < 0 && this.#names.hasHosts ? attributes.pick(NET_HOST, NET_HOST) : own;
    if (host >= 0) {
      const api = this.#apiAt(line, host, path, pathEnd);
      if (api !== undefined) return this.gate.takesName(api);
    }
    const service = attributes.pick(SENDER, SENDER);
    return service >= 0 && this.#takes(line, service);
  }

  #takes(line: LineBytes, slot: number): boolean {
    const { spans } = this.#attributes;
    return this.gate.takes(line, spans[2 * slot] as number, spans[2 * slot + 1] as number);
  }

  /** A string for each request to a host of ours: only for APIs that are told apart by their addresses. */
  #apiAt({ bytes, view }: LineBytes, host: number, path: number, pathEnd: number): string | undefined {
    const { numbers, spans } = this.#attributes;
    const port = this.#attributes.pick(PORT, NET_PORT);
    const name = textOf(bytes, spans[2 * host] as number, spans[2 * host + 1] as number) ?? "";
    const asked = hostOf(name, port < 0 ? undefined : numbers[port]);
    const route = this.#attributes.pick(ROUTE, ROUTE);
    const from = path >= 0 ? path : (spans[2 * route] as number);
    const to = path >= 0 ? endOfPath(view, path, pathEnd) : (spans[2 * route + 1] as number);
    return this.#names.apiAt(asked, textOf(bytes, from, to) ?? "");
  }
}
