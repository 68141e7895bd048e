import { CLIENTS_MAX, NO_DURATION, type RecordColumns, UNATTRIBUTED } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import { clientField, METHOD, RECORD_FIELDS } from "../model/ndjson.ts";
import { PRODUCTION } from "../model/record.ts";
import { ApiGate } from "./api-gate.ts";
import { DimensionWriter } from "./dimension-writer.ts";
import { endOfNull, endOfPath, endOfSimple, readMillis, readWhole } from "./json-bytes.ts";
import { type Field, Joints } from "./joints.ts";
import { LateClients } from "./late-clients.ts";
import { LineBytes } from "./line-bytes.ts";
import { NameMemo } from "./name-memo.ts";
import { RareWriter } from "./rare-writer.ts";
import { RequestMemo } from "./request-memo.ts";
import { DateTimeReader } from "./date-time-reader.ts";
import { WordKey } from "./word-key.ts";
import { WideWriter } from "./wide-writer.ts";
import { type WordMemo, wordMemoOf } from "./word-memo.ts";
import { endOfPlain } from "./words.ts";

const QUOTE = 0x22;

/** Fields have a bit each in an int32: the known ones, the client's own field, and a few unknown ones. */
const CODES_MAX = 31;
const NAMES = [...RECORD_FIELDS];
const CLIENT_FIELD = NAMES.length;
const FIRST_UNKNOWN = CLIENT_FIELD + 1;

const AT = NAMES.indexOf("at");
const API = NAMES.indexOf("api");
const ENVIRONMENT = NAMES.indexOf("environment");
const KIND = NAMES.indexOf("kind");
const OPERATION = NAMES.indexOf("operation");
const METHOD_FIELD = NAMES.indexOf("method");
const PATH = NAMES.indexOf("path");
const STATUS = NAMES.indexOf("status");
const DURATION = NAMES.indexOf("durationMs");
const UPSTREAM = NAMES.indexOf("upstreamMs");
const CLIENT = NAMES.indexOf("client");
const REQUEST_BYTES = NAMES.indexOf("requestBytes");
const RESPONSE_BYTES = NAMES.indexOf("responseBytes");
const OUTCOME = NAMES.indexOf("outcome");
const USER_AGENT = NAMES.indexOf("userAgent");

/** How a value is read. */
const TEXT = 0;
const INSTANT = 1;
const WHOLE = 2;
const MILLIS = 3;
const NULL = 4;
const SIMPLE = 5;

/** How the fields that are no text are read; of the others a quote is expected. */
const NUMBERS: ReadonlyMap<number, number> = new Map([
  [STATUS, WHOLE],
  [REQUEST_BYTES, WHOLE],
  [RESPONSE_BYTES, WHOLE],
  [DURATION, MILLIS],
  [UPSTREAM, MILLIS],
]);

const RARE = (1 << ENVIRONMENT) | (1 << KIND) | (1 << OUTCOME) | (1 << USER_AGENT);

/** Names of APIs, environments and operations that are remembered at once. */
const FEW_NAMES = 1_000;

/**
 * Reads ordinary NDJSON request records without making an object or a string for a line. Anything unusual
 * (escapes, characters beyond ASCII, exponents, a field twice, a wrong type, an instant that is not believed) is
 * left to the slow path, which alone decides what it means.
 */
export class NdjsonScanner {
  /**
   * Unknown fields with how many rows had them. The scanner counts only names that are in here already: the slow
   * path adds a name with the first record that has it.
   */
  readonly unknownFields = new Map<string, number>();
  readonly #options: DecoderOptions;
  readonly #usable: boolean;
  readonly #clientCode: number;
  readonly #joints: Joints;
  readonly #time = new DateTimeReader();
  readonly #requests: RequestMemo;
  readonly #methods = wordMemoOf(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
  readonly #apis: NameMemo;
  readonly #environments: NameMemo;
  readonly #ownOperations: NameMemo;
  readonly #clients: NameMemo;
  readonly #lateClients: LateClients | undefined;
  readonly #dimensions: DimensionWriter | undefined;
  readonly #wide: WideWriter | undefined;
  readonly #gate: ApiGate | undefined;
  readonly #key = new WordKey();
  readonly #line = new LineBytes();
  /** Of each field where its value starts and ends. */
  readonly #spans = new Int32Array(2 * (CODES_MAX + 1));
  readonly #rare = new RareWriter(this.#spans);
  readonly #numbers = new Float64Array(CODES_MAX + 1);
  readonly #unknownNames: string[] = [];
  #production = -1;

  constructor(options: DecoderOptions) {
    this.#options = options;
    const field = clientField(options.clientBy);
    this.#clientCode = field === undefined || !RECORD_FIELDS.has(field) ? CLIENT_FIELD : NAMES.indexOf(field);
    // A key is hashed by the slow path; a client named by a field of ours that is no text is too rare to be fast.
    this.#usable = options.clientBy.by !== "key" && this.#clientCode !== AT && !NUMBERS.has(this.#clientCode);
    this.#joints = new Joints((name, quoted) => fieldOf(this.#codeOf(name, field), quoted));
    const { apis, clients, environments, operations } = options.dictionaries;
    this.#apis = new NameMemo(apis, FEW_NAMES);
    this.#environments = new NameMemo(environments, FEW_NAMES);
    this.#ownOperations = new NameMemo(operations, FEW_NAMES);
    this.#clients = new NameMemo(clients, CLIENTS_MAX, options.live?.redaction.client);
    this.#lateClients = options.live === undefined ? undefined : new LateClients(this.#clients);
    this.#dimensions = options.dimensions.length > 0 ? new DimensionWriter(options, this.#spans) : undefined;
    this.#wide = options.live === undefined ? undefined : new WideWriter(options.live, this.#spans);
    this.#gate = options.onlyApi || options.live !== undefined ? new ApiGate(options) : undefined;
    this.#requests = new RequestMemo({
      isMethod: (text) => METHOD.test(text),
      idOf: (method, path) => operations.idOf(options.operationOf(method, path)),
      numbersAlike: options.numbersAlike,
    });
  }

  /** Appends the record source[from, to) as a row and returns true; false, with nothing appended, when it is unusual. */
  scan(source: Uint8Array, from: number, to: number, columns: RecordColumns): boolean {
    const line = this.#line;
    if (!this.#usable || !line.take(source, from, to)) return false;
    const joints = this.#joints;
    const { bytes, view, end: lineEnd } = line;
    const spans = this.#spans;
    let seen = 0;
    let filled = 0;
    let joint = 0;
    let at = line.start;
    for (;;) {
      const previous = joint;
      const jointAt = at;
      joint = joints.follow(previous, line, jointAt);
      if (joint < 0) return false;
      const start = jointAt + joints.lengthOf(joint);
      const code = joints.codeOf(joint);
      if (code < 0) return start === lineEnd && this.#append(line, seen, filled, columns);
      const bit = 1 << code;
      if ((seen & bit) !== 0) return false;
      const action = joints.actionOf(joint);
      if (action === TEXT) at = endOfPlain(view, start, lineEnd);
      else if (action === INSTANT) at = this.#time.read(line, start);
      else at = this.#endOfNumber(action, line, start, code);
      if (at < 0) {
        const meetsText = bytes[start] === QUOTE;
        if (action === INSTANT || (meetsText && joints.find(previous, line, jointAt) < 0)) return false;
        if (meetsText) {
          joint = previous;
          at = jointAt;
          continue;
        }
        // null means that the field is absent, as "" does, but for a path, of which "" is "/".
        at = endOfNull(bytes, start);
        if (at < 0) return false;
      } else if (at > start) {
        filled |= bit;
        spans[2 * code] = start;
        spans[2 * code + 1] = at;
      } else if (code === PATH) {
        return false;
      }
      seen |= bit;
    }
  }

  #endOfNumber(action: number, line: LineBytes, at: number, code: number): number {
    if (action === WHOLE) return readWhole(line, at, this.#numbers, code);
    if (action === MILLIS) return readMillis(line, at, this.#numbers, code);
    return action === SIMPLE ? endOfSimple(line, at) : -1;
  }

  /** Checks what the row needs and writes it; names enter a dictionary only when the row is sure. */
  #append(line: LineBytes, seen: number, filled: number, columns: RecordColumns): boolean {
    const { believed, dictionaries } = this.#options;
    const instant = this.#time.ms;
    const status = this.#numbers[STATUS] as number;
    if ((filled & (1 << AT)) === 0 || (filled & (1 << STATUS)) === 0 || status > 999) return false;
    if (instant < believed.from || instant >= believed.to) return false;
    const namesApi = (filled & (1 << API)) !== 0;
    if (this.#gate !== undefined && !this.#isTaken(this.#gate, line, namesApi)) return false;
    if (this.#wide?.takes(line, filled) === false) return false;
    const row = columns.length;
    if ((filled & RARE) === 0) this.#writeDefaults(columns, row);
    else if (!this.#rare.write(line, filled, columns)) return false;
    const operation = this.#operationOf(line, filled);
    if (operation < 0) return false;
    columns.environment[row] = this.#environmentOf(line, filled);
    columns.at[row] = instant;
    columns.status[row] = status;
    columns.operation[row] = operation;
    columns.durationUs[row] = (filled & (1 << DURATION)) !== 0 ? (this.#numbers[DURATION] as number) : NO_DURATION;
    columns.responseBytes[row] = (filled & (1 << RESPONSE_BYTES)) !== 0 ? (this.#numbers[RESPONSE_BYTES] as number) : 0;
    columns.api[row] = namesApi ? this.#idOf(this.#apis, line, API) : dictionaries.apis.idOf(this.#options.api);
    this.#writeClient(line, filled, columns);
    this.#dimensions?.write(line, filled, columns);
    if (this.#wide !== undefined) {
      if ((filled & (1 << PATH)) !== 0) this.#cutPath(line, filled);
      this.#wide.write(line, filled, columns);
    }
    columns.length = row + 1;
    if (seen >>> FIRST_UNKNOWN !== 0) this.#countUnknown(seen);
    return true;
  }

  /** Writes what was put off: to be called before anybody reads rows of a server's decoder. */
  settle(): void {
    this.#lateClients?.settle();
  }

  #writeClient(line: LineBytes, filled: number, columns: RecordColumns): void {
    const client = this.#clientCode;
    if ((filled & (1 << client)) === 0) columns.client[columns.length] = UNATTRIBUTED;
    else if (this.#lateClients === undefined) columns.client[columns.length] = this.#idOf(this.#clients, line, client);
    else {
      const [start, end] = [this.#spans[2 * client] as number, this.#spans[2 * client + 1] as number];
      this.#lateClients.write(line, start, end, columns);
    }
  }

  #environmentOf(line: LineBytes, filled: number): number {
    if ((filled & (1 << ENVIRONMENT)) !== 0) return this.#idOf(this.#environments, line, ENVIRONMENT);
    if (this.#production < 0) this.#production = this.#options.dictionaries.environments.idOf(PRODUCTION);
    return this.#production;
  }

  #writeDefaults(columns: RecordColumns, row: number): void {
    columns.kind[row] = 0;
    columns.outcome[row] = 0;
    columns.healthCheck[row] = 0;
  }

  /** The id of the operation: the record's own, or that of method and path; -1 when there is neither. */
  #operationOf(line: LineBytes, filled: number): number {
    const hasMethod = (filled & (1 << METHOD_FIELD)) !== 0;
    if ((filled & (1 << OPERATION)) !== 0) {
      if (hasMethod && this.#find(this.#methods, line, METHOD_FIELD) < 0) return -1;
      return this.#idOf(this.#ownOperations, line, OPERATION);
    }
    if (!hasMethod || (filled & (1 << PATH)) === 0) return -1;
    const target = this.#spans[2 * PATH] as number;
    if (line.bytes[target] !== 0x2f) return -1;
    const [start, end] = [this.#spans[2 * METHOD_FIELD] as number, this.#spans[2 * METHOD_FIELD + 1] as number];
    return this.#requests.operationAt(line, start, end, target, this.#spans[2 * PATH + 1] as number);
  }

  /** Ends the span of the path before its query. */
  #cutPath(line: LineBytes, filled: number): void {
    const spans = this.#spans;
    const start = spans[2 * PATH] as number;
    const isAsked = (filled & (1 << OPERATION)) === 0;
    spans[2 * PATH + 1] = isAsked
      ? start + this.#requests.pathLength
      : endOfPath(line.view, start, spans[2 * PATH + 1] as number);
  }

  #isTaken(gate: ApiGate, line: LineBytes, namesApi: boolean): boolean {
    if (!namesApi) return gate.takesUnnamed();
    return gate.takes(line, this.#spans[2 * API] as number, this.#spans[2 * API + 1] as number);
  }

  #idOf(memo: NameMemo, line: LineBytes, code: number): number {
    return memo.idAt(line, this.#spans[2 * code] as number, this.#spans[2 * code + 1] as number);
  }

  #find(memo: WordMemo, line: LineBytes, code: number): number {
    this.#key.take(line.view, this.#spans[2 * code] as number, this.#spans[2 * code + 1] as number);
    return memo.find(this.#key);
  }

  #countUnknown(seen: number): void {
    for (const [i, name] of this.#unknownNames.entries()) {
      if ((seen & (1 << (FIRST_UNKNOWN + i))) === 0) continue;
      this.unknownFields.set(name, (this.unknownFields.get(name) ?? 0) + 1);
    }
  }

  #codeOf(name: string, ownField: string | undefined): number {
    if (RECORD_FIELDS.has(name)) return NAMES.indexOf(name);
    if (name === ownField) return CLIENT_FIELD;
    if (!this.unknownFields.has(name)) return -1;
    const known = this.#unknownNames.indexOf(name);
    const index = known >= 0 ? known : this.#unknownNames.push(name) - 1;
    return FIRST_UNKNOWN + index <= CODES_MAX ? FIRST_UNKNOWN + index : -1;
  }
}

function fieldOf(code: number, quoted: boolean): Field | undefined {
  if (code < 0) return undefined;
  if (code === AT) return quoted ? { code, action: INSTANT } : undefined;
  const number = NUMBERS.get(code);
  if (number !== undefined) return quoted ? undefined : { code, action: number };
  if (quoted) return { code, action: TEXT };
  if (code === CLIENT || code === CLIENT_FIELD) return { code, action: WHOLE };
  return { code, action: code >= FIRST_UNKNOWN ? SIMPLE : NULL };
}
