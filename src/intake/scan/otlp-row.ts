import { textOf } from "#kernel";
import { NO_DURATION, NOT_TOLD, type RecordColumns, UNATTRIBUTED } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import { RECORD_FIELDS } from "../model/ndjson.ts";
import { ATTRIBUTES, type AttributeName } from "../model/otlp/attributes.ts";
import type { OtlpNames } from "../model/otlp/item-record.ts";
import { routeOperation } from "../model/otlp/route-operation.ts";
import { DocumentFinder } from "./document-finder.ts";
import { HealthChecks } from "./health-checks.ts";
import { endOfPath } from "./json-bytes.ts";
import { LateClients } from "./late-clients.ts";
import type { LineBytes } from "./line-bytes.ts";
import { NameMemo } from "./name-memo.ts";
import { OperationFinder } from "./operation-finder.ts";
import type { OtlpAttributes } from "./otlp-attributes.ts";
import { OtlpPlace } from "./otlp-place.ts";
import type { OtlpTaker } from "./otlp-taker.ts";
import { OtlpTexts } from "./otlp-texts.ts";
import { RouteMemo } from "./route-memo.ts";

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
const AGENT = codeOf("user_agent.original");
const OLD_AGENT = codeOf("http.user_agent");
const ADDRESS = codeOf("client.address");
const OLD_ADDRESS = codeOf("http.client_ip");

const SIZE_BITS = (1 << SIZE) | (1 << OLD_SIZE);

const VERSION_FIELD = fieldOf("version");
const METHOD_FIELD = fieldOf("method");
const PATH_FIELD = fieldOf("path");
const AGENT_FIELD = fieldOf("userAgent");
const IP_FIELD = fieldOf("ip");

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
  readonly #place: OtlpPlace;
  readonly #operations: OperationFinder;
  readonly #routes: RouteMemo;
  readonly #documents: DocumentFinder | undefined;
  readonly #lateClients: LateClients;
  readonly #healthChecks = new HealthChecks();
  readonly #texts: OtlpTexts | undefined;
  /** Whether somebody asks for methods. */
  readonly #asksMethod: boolean;
  /** By field of a record, where its value starts and ends. */
  readonly #spans = new Int32Array(64);

  constructor(options: DecoderOptions, names: OtlpNames, attributes: OtlpAttributes) {
    const { clients, methods, operations } = options.dictionaries;
    this.#options = options;
    this.#names = names;
    this.#attributes = attributes;
    this.#place = new OtlpPlace(options, names, attributes);
    this.#operations = new OperationFinder(options, this.#spans);
    this.#asksMethod = options.dimensions.includes("method");
    this.#routes = new RouteMemo({
      idOf: (method, route) => operations.idOf(routeOperation(method, route)),
      methodIdOf: this.#asksMethod ? (method) => methods.idOf(method) : undefined,
    });
    const live = options.live;
    this.#documents = live?.operations && new DocumentFinder(live.operations, options, this.#spans);
    this.#lateClients = new LateClients(new NameMemo(clients, CLIENTS_MAX, live?.redaction.client));
    this.#texts = live && new OtlpTexts(live, this.#spans);
  }

  /** To be called when another resource is read. */
  beginResource(): void {
    this.#place.forget();
  }

  begin(): void {
    this.traceAt = -1;
    this.spanAt = -1;
    this.startAt = -1;
    this.endAt = -1;
    this.failed = false;
  }

  /** Writes what was put off, but for the clients: to be called before anybody else writes rows. */
  settleRows(): void {
    this.#place.settle();
  }

  settle(): void {
    this.#place.settle();
    this.#lateClients.settle();
  }

  /** 1: a row was written; 0: the span came before; -1: it is unusual, and nothing was done. */
  write(line: LineBytes, taker: OtlpTaker): number {
    const { believed } = this.#options;
    const { bytes, view } = line;
    const attributes = this.#attributes;
    const { spans } = attributes;
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
    const method = attributes.pick(METHOD_CODE, OLD_METHOD);
    const path = attributes.pick(PATH_CODE, TARGET);
    const route = attributes.pick(ROUTE, ROUTE);
    if (status > 999 || method < 0 || (path < 0 && route < 0)) return -1;
    const target = path < 0 ? -1 : (spans[2 * path] as number);
    const targetEnd = path < 0 ? -1 : (spans[2 * path + 1] as number);
    if (path >= 0 && bytes[target] !== SLASH) return -1;
    if (!this.#place.isTaken(line, target, targetEnd)) return -1;
    const columns = taker.room();
    if (columns === null) return 0;
    const operation = route < 0 ? this.#operationOf(line, method, path) : this.#operationOfRoute(line, method, route);
    if (operation < 0) return -1;
    if (!this.#isNew(view, taker)) return 0;
    const row = columns.length;
    const present = attributes.own | attributes.resource;
    this.#place.take(line, columns);
    columns.at[row] = at;
    columns.durationUs[row] = durationUs;
    columns.status[row] = status;
    columns.operation[row] = operation;
    columns.method[row] = this.#asksMethod ? (route < 0 ? this.#operations.method : this.#routes.method) : NOT_TOLD;
    const size = (present & SIZE_BITS) === 0 ? -1 : attributes.pick(SIZE, OLD_SIZE);
    columns.responseBytes[row] = size < 0 ? 0 : (attributes.numbers[size] as number);
    const agent = attributes.pick(AGENT, OLD_AGENT);
    columns.healthCheck[row] =
      agent < 0 ? 0 : this.#healthChecks.isOneAt(line, spans[2 * agent] as number, spans[2 * agent + 1] as number);
    this.#writeClient(line, columns);
    if (this.#texts !== undefined) {
      if (this.#texts.keepsMore) {
        const ip = this.#field(IP_FIELD, attributes.pick(ADDRESS, OLD_ADDRESS));
        this.#texts.writeMore(line, this.#field(AGENT_FIELD, agent) | ip, columns);
      }
      if (path >= 0) this.#texts.writePath(line, target, endOfPath(view, target, targetEnd), columns);
      if (this.traceAt >= 0) this.#texts.writeTrace(view, this.traceAt, columns);
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

  #operationOf(line: LineBytes, method: number, path: number): number {
    const filled = this.#field(METHOD_FIELD, method) | this.#field(PATH_FIELD, path);
    const version = this.#field(VERSION_FIELD, this.#attributes.pick(VERSION, VERSION));
    const documented = this.#documents?.find(line, filled | version, this.#place.api.gate) ?? null;
    return this.#operations.idOf(line, filled, documented);
  }

  #operationOfRoute(line: LineBytes, method: number, route: number): number {
    const { spans } = this.#attributes;
    const start = spans[2 * route] as number;
    const end = spans[2 * route + 1] as number;
    return this.#routes.operationAt(line, spans[2 * method] as number, spans[2 * method + 1] as number, start, end);
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
