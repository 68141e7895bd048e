import { CLIENTS_MAX, NO_DURATION, type RecordColumns, UNATTRIBUTED } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import { clientField, RECORD_FIELDS } from "../model/ndjson.ts";
import { PRODUCTION } from "../model/record.ts";
import { ApiGate } from "./api-gate.ts";
import { DocumentFinder, type RememberedDocument } from "./document-finder.ts";
import { DimensionWriter } from "./dimension-writer.ts";
import type { Field } from "./joints.ts";
import { JsonFields, READ_AS } from "./json-fields.ts";
import { LateClients } from "./late-clients.ts";
import { LineBytes } from "./line-bytes.ts";
import { NameMemo } from "./name-memo.ts";
import { OperationFinder } from "./operation-finder.ts";
import { RareWriter } from "./rare-writer.ts";
import { WideWriter } from "./wide-writer.ts";

/** Fields have a bit each in an int32: the known ones, the client's own field, and a few unknown ones. */
const CODES_MAX = 31;
const NAMES = [...RECORD_FIELDS];
const CLIENT_FIELD = NAMES.length;
const FIRST_UNKNOWN = CLIENT_FIELD + 1;

const AT = NAMES.indexOf("at");
const API = NAMES.indexOf("api");
const ENVIRONMENT = NAMES.indexOf("environment");
const KIND = NAMES.indexOf("kind");
const PATH = NAMES.indexOf("path");
const STATUS = NAMES.indexOf("status");
const DURATION = NAMES.indexOf("durationMs");
const UPSTREAM = NAMES.indexOf("upstreamMs");
const CLIENT = NAMES.indexOf("client");
const REQUEST_BYTES = NAMES.indexOf("requestBytes");
const RESPONSE_BYTES = NAMES.indexOf("responseBytes");
const OUTCOME = NAMES.indexOf("outcome");
const USER_AGENT = NAMES.indexOf("userAgent");

/** How the fields that are no text are read; of the others a quote is expected. */
const NUMBERS: ReadonlyMap<number, number> = new Map([
  [STATUS, READ_AS.whole],
  [REQUEST_BYTES, READ_AS.whole],
  [RESPONSE_BYTES, READ_AS.whole],
  [DURATION, READ_AS.millis],
  [UPSTREAM, READ_AS.millis],
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
  readonly #fields: JsonFields;
  readonly #operations: OperationFinder;
  readonly #apis: NameMemo;
  readonly #environments: NameMemo;
  readonly #clients: NameMemo;
  readonly #lateClients: LateClients | undefined;
  readonly #dimensions: DimensionWriter | undefined;
  readonly #wide: WideWriter | undefined;
  readonly #documents: DocumentFinder | undefined;
  readonly #gate: ApiGate | undefined;
  readonly #line = new LineBytes();
  /** Of each field where its value starts and ends. */
  readonly #spans: Int32Array;
  readonly #rare: RareWriter;
  readonly #unknownNames: string[] = [];
  #production = -1;

  constructor(options: DecoderOptions) {
    this.#options = options;
    const field = clientField(options.clientBy);
    this.#clientCode = field === undefined || !RECORD_FIELDS.has(field) ? CLIENT_FIELD : NAMES.indexOf(field);
    // A key is hashed by the slow path; a client named by a field of ours that is no text is too rare to be fast.
    this.#usable = options.clientBy.by !== "key" && this.#clientCode !== AT && !NUMBERS.has(this.#clientCode);
    this.#fields = new JsonFields((name, quoted) => fieldOf(this.#codeOf(name, field), quoted));
    this.#spans = this.#fields.spans;
    this.#rare = new RareWriter(this.#spans);
    const { apis, clients, environments } = options.dictionaries;
    this.#apis = new NameMemo(apis, FEW_NAMES);
    this.#environments = new NameMemo(environments, FEW_NAMES);
    this.#clients = new NameMemo(clients, CLIENTS_MAX, options.live?.redaction.client);
    this.#lateClients = options.live === undefined ? undefined : new LateClients(this.#clients);
    this.#dimensions = options.dimensions.length > 0 ? new DimensionWriter(options, this.#spans) : undefined;
    this.#wide = options.live === undefined ? undefined : new WideWriter(options.live, this.#spans);
    this.#gate = options.onlyApi || options.live !== undefined ? new ApiGate(options) : undefined;
    this.#operations = new OperationFinder(options, this.#spans);
    const live = options.live?.operations;
    this.#documents = live === undefined ? undefined : new DocumentFinder(live, options, this.#spans);
  }

  /** Appends the record source[from, to) as a row and returns true; false, with nothing appended, when it is unusual. */
  scan(source: Uint8Array, from: number, to: number, columns: RecordColumns): boolean {
    return this.#usable && this.#line.take(source, from, to) && this.#read(this.#line, columns, false) >= 0;
  }

  /**
   * Appends the record that begins at source[from] as a row when it is an ordinary one, and its line ends within
   * `source`. Returns where the next line begins; -1, with nothing appended, when it is unusual. Each line feed that
   * need not be looked for beforehand saves a call.
   */
  scanAhead(source: Uint8Array, from: number, columns: RecordColumns): number {
    return this.#usable && this.#line.takeAhead(source, from) ? this.#read(this.#line, columns, true) : -1;
  }

  /** Where the line after that record begins, or -1; `isAhead`: its line need not end at line.end. */
  #read(line: LineBytes, columns: RecordColumns, isAhead: boolean): number {
    const next = this.#fields.read(line, isAhead);
    return next >= 0 && this.#append(line, columns) ? next : -1;
  }

  /** Checks what the row needs and writes it; names enter a dictionary only when the row is sure. */
  #append(line: LineBytes, columns: RecordColumns): boolean {
    const { believed, dictionaries } = this.#options;
    const { seen, filled, numbers, time } = this.#fields;
    const instant = time.ms;
    const status = numbers[STATUS] as number;
    if ((filled & (1 << AT)) === 0 || (filled & (1 << STATUS)) === 0 || status > 999) return false;
    if (instant < believed.from || instant >= believed.to) return false;
    const namesApi = (filled & (1 << API)) !== 0;
    if (this.#gate !== undefined && !this.#isTaken(this.#gate, line, namesApi)) return false;
    if (this.#wide?.takes(line, filled) === false) return false;
    const row = columns.length;
    if ((filled & RARE) === 0) this.#writeDefaults(columns, row);
    else if (!this.#rare.write(line, filled, columns)) return false;
    const operation = this.#operations.idOf(line, filled, this.#documentOf(line, filled));
    if (operation < 0) return false;
    columns.environment[row] = this.#environmentOf(line, filled);
    columns.at[row] = instant;
    columns.status[row] = status;
    columns.operation[row] = operation;
    columns.durationUs[row] = (filled & (1 << DURATION)) !== 0 ? (numbers[DURATION] as number) : NO_DURATION;
    columns.upstreamUs[row] = (filled & (1 << UPSTREAM)) !== 0 ? (numbers[UPSTREAM] as number) : NO_DURATION;
    columns.responseBytes[row] = (filled & (1 << RESPONSE_BYTES)) !== 0 ? (numbers[RESPONSE_BYTES] as number) : 0;
    columns.api[row] = namesApi ? this.#idOf(this.#apis, line, API) : dictionaries.apis.idOf(this.#options.api);
    this.#writeClient(line, filled, columns);
    this.#dimensions?.write(line, filled, columns, this.#operations.method);
    if (this.#wide !== undefined) {
      if ((filled & (1 << PATH)) !== 0) this.#operations.cutPath(line, filled);
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

  #documentOf(line: LineBytes, filled: number): RememberedDocument | null {
    if (this.#documents === undefined || this.#gate === undefined) return null;
    return this.#documents.find(line, filled, this.#gate);
  }

  #isTaken(gate: ApiGate, line: LineBytes, namesApi: boolean): boolean {
    if (!namesApi) return gate.takesUnnamed();
    return gate.takes(line, this.#spans[2 * API] as number, this.#spans[2 * API + 1] as number);
  }

  #idOf(memo: NameMemo, line: LineBytes, code: number): number {
    return memo.idAt(line, this.#spans[2 * code] as number, this.#spans[2 * code + 1] as number);
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
  if (code === AT) return quoted ? { code, action: READ_AS.instant } : undefined;
  const number = NUMBERS.get(code);
  if (number !== undefined) return quoted ? undefined : { code, action: number };
  if (quoted) return { code, action: code === PATH ? READ_AS.fullText : READ_AS.text };
  if (code === CLIENT || code === CLIENT_FIELD) return { code, action: READ_AS.whole };
  return { code, action: code >= FIRST_UNKNOWN ? READ_AS.simple : READ_AS.null };
}
