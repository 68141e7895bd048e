import { textOf } from "#kernel";
import { NO_DURATION, type RecordColumns, UNATTRIBUTED } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import { RECORD_FIELDS } from "../model/ndjson.ts";
import { ATTRIBUTES, type AttributeName } from "../model/otlp/attributes.ts";
import type { OtlpNames } from "../model/otlp/item-record.ts";
import { routeOperation } from "../model/otlp/route-operation.ts";
import { PRODUCTION } from "../model/record.ts";
import { DimensionWriter } from "./dimension-writer.ts";
import { DocumentFinder } from "./document-finder.ts";
import { endOfPath } from "./json-bytes.ts";
import { LateClients } from "./late-clients.ts";
import type { LineBytes } from "./line-bytes.ts";
import { NameMemo } from "./name-memo.ts";
import { OperationFinder } from "./operation-finder.ts";
import { OtlpApi } from "./otlp-api.ts";
import type { OtlpAttributes } from "./otlp-attributes.ts";
import type { OtlpTaker } from "./otlp-taker.ts";
import { OtlpTraceIds } from "./otlp-trace-ids.ts";
import { RareWriter } from "./rare-writer.ts";
import { RouteMemo } from "./route-memo.ts";
import { WideWriter } from "./wide-writer.ts";

const codeOf = (name: AttributeName): number => ATTRIBUTES.indexOf(name);
const NAMES = [...RECORD_FIELDS];
const fieldOf = (name: string): number => NAMES.indexOf(name);

const ROUTE = codeOf("http.route");
const METHOD_CODE = codeOf("http.request.method");
const OLD_METHOD = codeOf("http.method");
const PATH_CODE = codeOf("url.path");
const TARGET = codeOf("http.target");
const STATUS = codeOf("http.response.status_code");
const OLD_STATUS = codeOf("http.status_code");
const ERROR_TYPE = codeOf("error.type");
const CLIENT = codeOf("plimsoll.client");
const USER = codeOf("enduser.id");
const KEY = codeOf("http.request.header.x-api-key");
const SIZE = codeOf("http.response.body.size");
const OLD_SIZE = codeOf("http.response_content_length");
const VERSION = codeOf("plimsoll.version");
const PLAN = codeOf("plimsoll.plan");
const RELEASE = codeOf("service.version");
const ENVIRONMENT = codeOf("deployment.environment.name");
const OLD_ENVIRONMENT = codeOf("deployment.environment");
const REGION = codeOf("cloud.region");
const AGENT = codeOf("user_agent.original");
const OLD_AGENT = codeOf("http.user_agent");
const ADDRESS = codeOf("client.address");
const OLD_ADDRESS = codeOf("http.client_ip");

const VERSION_FIELD = fieldOf("version");
const PLAN_FIELD = fieldOf("plan");
const RELEASE_FIELD = fieldOf("release");
const REGION_FIELD = fieldOf("region");
const METHOD_FIELD = fieldOf("method");
const PATH_FIELD = fieldOf("path");
const AGENT_FIELD = fieldOf("userAgent");
const IP_FIELD = fieldOf("ip");

const FEW_NAMES = 1_000;
/** Clients that are remembered at once. */
const CLIENTS_MAX = 100_000;
const SLASH = 0x2f;
/** The longest duration that is believed, µs. */
const DURATION_US_MAX = 1e15;
/** 2^32 ns are so many ms, µs, and so many ns besides. */
const HIGH_MS = 4_294;
const HIGH_MS_REST = 967_296;
const HIGH_US = 4_294_967;
const HIGH_US_REST = 296;

/** Writes the row of one server span, from where its parts stand in a body. */
export class OtlpRow {
  /** Where the ids and the instants of the span stand; -1: they are not there. */
  traceAt = -1;
  spanAt = -1;
  startAt = -1;
  endAt = -1;
  failed = false;
  readonly #options: DecoderOptions;
  readonly #names: OtlpNames;
  readonly #attributes: OtlpAttributes;
  readonly #api: OtlpApi;
  readonly #operations: OperationFinder;
  readonly #routes: RouteMemo;
  readonly #documents: DocumentFinder | undefined;
  readonly #environments: NameMemo;
  readonly #clients: NameMemo;
  readonly #lateClients: LateClients;
  readonly #dimensions: DimensionWriter;
  readonly #rare: RareWriter;
  readonly #wide: WideWriter | undefined;
  readonly #traceIds: OtlpTraceIds;
  /** By field of a record, where its value starts and ends. */
  readonly #spans = new Int32Array(64);
  #production = -1;

  constructor(options: DecoderOptions, names: OtlpNames, attributes: OtlpAttributes) {
    const { clients, environments, methods, operations } = options.dictionaries;
    this.#options = options;
    this.#names = names;
    this.#attributes = attributes;
    this.#api = new OtlpApi(options, names, attributes);
    this.#operations = new OperationFinder(options, this.#spans);
    this.#routes = new RouteMemo({
      idOf: (method, route) => operations.idOf(routeOperation(method, route)),
      methodIdOf: options.dimensions.includes("method") ? (method) => methods.idOf(method) : undefined,
    });
    const live = options.live;
    this.#documents = live?.operations && new DocumentFinder(live.operations, options, this.#spans);
    this.#environments = new NameMemo(environments, FEW_NAMES);
    this.#clients = new NameMemo(clients, CLIENTS_MAX, live?.redaction.client);
    this.#lateClients = new LateClients(this.#clients);
    this.#dimensions = new DimensionWriter(options, this.#spans);
    this.#rare = new RareWriter(this.#spans);
    this.#wide = live && new WideWriter(live, this.#spans);
    this.#traceIds = new OtlpTraceIds(live?.redaction);
  }

  begin(): void {
    this.traceAt = -1;
    this.spanAt = -1;
    this.startAt = -1;
    this.endAt = -1;
    this.failed = false;
  }

  settle(): void {
    this.#lateClients.settle();
  }

  /** 1: a row was written; 0: the span came before; -1: it is unusual, and nothing was done. */
  write(line: LineBytes, taker: OtlpTaker): number {
    const { believed, dictionaries } = this.#options;
    const { bytes, view } = line;
    const attributes = this.#attributes;
    const spans = this.#spans;
    if (this.startAt < 0 || !this.#areIds(view)) return -1;
    const low = view.getUint32(this.startAt, true);
    const high = view.getUint32(this.startAt + 4, true);
    const at = high * HIGH_MS + Math.floor((high * HIGH_MS_REST + low) / 1e6);
    if (at < believed.from || at >= believed.to || (high === 0 && low === 0)) return -1;
    const durationUs = this.endAt < 0 ? NO_DURATION : this.#durationUs(view, low, high);
    if (durationUs < NO_DURATION) return -1;
    const statusSlot = attributes.pick(STATUS, OLD_STATUS);
    if (statusSlot < 0 && !this.failed && attributes.pick(ERROR_TYPE, ERROR_TYPE) < 0) return -1;
    const status = statusSlot < 0 ? 0 : (attributes.numbers[statusSlot] as number);
    const method = this.#field(METHOD_FIELD, attributes.pick(METHOD_CODE, OLD_METHOD));
    const path = this.#field(PATH_FIELD, attributes.pick(PATH_CODE, TARGET));
    const route = attributes.pick(ROUTE, ROUTE);
    if (status > 999 || method === 0 || (path === 0 && route < 0)) return -1;
    if (path !== 0 && bytes[spans[2 * PATH_FIELD] as number] !== SLASH) return -1;
    const target = path === 0 ? -1 : (spans[2 * PATH_FIELD] as number);
    if (!this.#api.isTaken(line, target, spans[2 * PATH_FIELD + 1] as number)) return -1;
    const columns = taker.room();
    if (columns === null) return 0;
    let filled = method | path;
    filled |= this.#field(VERSION_FIELD, attributes.pick(VERSION, VERSION));
    filled |= this.#field(PLAN_FIELD, attributes.pick(PLAN, PLAN));
    filled |= this.#field(RELEASE_FIELD, attributes.pick(RELEASE, RELEASE));
    filled |= this.#field(REGION_FIELD, attributes.pick(REGION, REGION));
    filled |= this.#field(AGENT_FIELD, attributes.pick(AGENT, OLD_AGENT));
    filled |= this.#field(IP_FIELD, attributes.pick(ADDRESS, OLD_ADDRESS));
    const row = columns.length;
    const isDocumented = route < 0 && this.#documents !== undefined;
    const documented = isDocumented ? (this.#documents?.find(line, filled, this.#api.gate) ?? null) : null;
    const operation = route < 0 ? this.#operations.idOf(line, filled, documented) : this.#operationOfRoute(line, route);
    if (operation < 0) return -1;
    if (!this.#isNew(view, taker)) return 0;
    this.#rare.write(line, filled, columns);
    columns.at[row] = at;
    columns.durationUs[row] = durationUs;
    columns.upstreamUs[row] = NO_DURATION;
    columns.status[row] = status;
    columns.api[row] = dictionaries.apis.idOf(this.#api.gate.lastName);
    columns.environment[row] = this.#environmentOf(line);
    columns.operation[row] = operation;
    const size = attributes.pick(SIZE, OLD_SIZE);
    columns.responseBytes[row] = size < 0 ? 0 : (attributes.numbers[size] as number);
    this.#writeClient(line, columns);
    this.#dimensions.write(line, filled, columns, route < 0 ? this.#operations.method : this.#routes.method);
    if (this.#wide !== undefined) {
      if (path !== 0) this.#cutPath(line);
      this.#wide.write(line, filled, columns);
      if (this.traceAt >= 0) this.#traceIds.write(bytes, this.traceAt, columns);
    }
    columns.length = row + 1;
    return 1;
  }

  /** Gives a field of the record the text of an attribute; its bit, 0 when there is none. */
  #field(field: number, slot: number): number {
    if (slot < 0) return 0;
    const from = this.#attributes.spans;
    this.#spans[2 * field] = from[2 * slot] as number;
    this.#spans[2 * field + 1] = from[2 * slot + 1] as number;
    return 1 << field;
  }

  /** -2 when it is unusual. */
  #durationUs(view: DataView, startLow: number, startHigh: number): number {
    const endLow = view.getUint32(this.endAt, true);
    const endHigh = view.getUint32(this.endAt + 4, true);
    if (endLow === 0 && endHigh === 0) return NO_DURATION;
    const borrow = endLow < startLow ? 1 : 0;
    const low = endLow - startLow + borrow * 4_294_967_296;
    const high = endHigh - startHigh - borrow;
    if (high < 0) return -2;
    const us = high * HIGH_US + Math.floor((high * HIGH_US_REST + low + 500) / 1_000);
    return us < DURATION_US_MAX ? us : -2;
  }

  #operationOfRoute(line: LineBytes, route: number): number {
    const { spans } = this.#attributes;
    const start = spans[2 * route] as number;
    const end = spans[2 * route + 1] as number;
    const method = this.#spans[2 * METHOD_FIELD] as number;
    return this.#routes.operationAt(line, method, this.#spans[2 * METHOD_FIELD + 1] as number, start, end);
  }

  #environmentOf(line: LineBytes): number {
    const slot = this.#attributes.pick(ENVIRONMENT, OLD_ENVIRONMENT);
    if (slot >= 0) return this.#idOf(this.#environments, line, slot);
    if (this.#production < 0) this.#production = this.#options.dictionaries.environments.idOf(PRODUCTION);
    return this.#production;
  }

  #writeClient(line: LineBytes, columns: RecordColumns): void {
    const attributes = this.#attributes;
    const slot = attributes.pick(CLIENT, USER);
    const key = slot < 0 ? attributes.pick(KEY, KEY) : -1;
    if (slot >= 0) {
      const { spans } = attributes;
      this.#lateClients.write(line, spans[2 * slot] as number, spans[2 * slot + 1] as number, columns);
    } else if (key < 0) columns.client[columns.length] = UNATTRIBUTED;
    else columns.client[columns.length] = this.#clientOfKey(line, key);
  }

  /** Asked anew each time: a key may be revoked. */
  #clientOfKey({ bytes }: LineBytes, slot: number): number {
    const { spans } = this.#attributes;
    const key = textOf(bytes, spans[2 * slot] as number, spans[2 * slot + 1] as number) ?? "";
    const name = this.#names.clientOfKey(key);
    return this.#options.dictionaries.clients.idOf(this.#options.live?.redaction.client?.(name) ?? name);
  }

  #idOf(memo: NameMemo, line: LineBytes, slot: number): number {
    const { spans } = this.#attributes;
    return memo.idAt(line, spans[2 * slot] as number, spans[2 * slot + 1] as number);
  }

  #cutPath({ view }: LineBytes): void {
    const end = 2 * PATH_FIELD + 1;
    this.#spans[end] = endOfPath(view, this.#spans[2 * PATH_FIELD] as number, this.#spans[end] as number);
  }

  /** Ids that are there are not nothing but 0. */
  #areIds(view: DataView): boolean {
    const { spanAt, traceAt } = this;
    if (spanAt >= 0 && (view.getInt32(spanAt, true) | view.getInt32(spanAt + 4, true)) === 0) return false;
    if (traceAt < 0) return true;
    const first = view.getInt32(traceAt, true) | view.getInt32(traceAt + 4, true);
    return (first | view.getInt32(traceAt + 8, true) | view.getInt32(traceAt + 12, true)) !== 0;
  }

  #isNew(view: DataView, taker: OtlpTaker): boolean {
    const hasIds = this.traceAt >= 0 && this.spanAt >= 0;
    if (!hasIds || taker.isNew(view, this.traceAt, this.spanAt)) return true;
    taker.repeated();
    return false;
  }
}
