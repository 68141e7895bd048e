import { textOf } from "#kernel";
import { CLIENTS_MAX, type RecordColumns } from "#records";
import { shownClient } from "../append-record.ts";
import { isSecret } from "../model/client-by.ts";
import type { DecoderOptions } from "../model/decoder.ts";
import { RECORD_FIELDS } from "../model/ndjson.ts";
import { PRODUCTION } from "../model/record.ts";
import { REQUEST_METHOD } from "../model/request-path.ts";
import { ApiGate } from "./api-gate.ts";
import { DimensionWriter } from "./dimension-writer.ts";
import { DocumentFinder } from "./document-finder.ts";
import { LateClients } from "./late-clients.ts";
import type { LineBytes } from "./line-bytes.ts";
import { NameMemo } from "./name-memo.ts";
import { OperationFinder } from "./operation-finder.ts";
import { WideWriter } from "./wide-writer.ts";

const NAMES = [...RECORD_FIELDS];
const METHOD = NAMES.indexOf("method");
const PATH = NAMES.indexOf("path");
/** What such a line tells of the fields that a record may have, as far as they are written here. */
const FILLED = (1 << METHOD) | (1 << PATH);

/**
 * Writes what the rows of a proxy's log have in common: each is of the API that owns the log and of production, tells
 * method and path, and of the texts that are kept only the path.
 */
export class LogRows {
  readonly #options: DecoderOptions;
  readonly #gate: ApiGate | undefined;
  /** Of each field of a record where its value starts and ends. */
  readonly #spans = new Int32Array(2 * NAMES.length);
  readonly #operations: OperationFinder;
  readonly #documents: DocumentFinder | undefined;
  readonly #dimensions: DimensionWriter | undefined;
  readonly #wide: WideWriter | undefined;
  readonly #clients: NameMemo;
  readonly #lateClients: LateClients | undefined;
  /** Whom a key stands for is asked for each record: it may change, and whoever answers counts how often a key is used. */
  readonly #asksHolder: boolean;
  #api = -1;
  #production = -1;

  constructor(options: DecoderOptions) {
    const { clientBy, dictionaries, dimensions, live } = options;
    const spans = this.#spans;
    this.#options = options;
    this.#gate = live && new ApiGate(options);
    this.#operations = new OperationFinder(options, spans, REQUEST_METHOD);
    this.#documents = live?.operations && new DocumentFinder(live.operations, options, spans, REQUEST_METHOD);
    this.#dimensions = dimensions.length > 0 ? new DimensionWriter(options, spans) : undefined;
    this.#wide = live && new WideWriter(live, spans);
    this.#asksHolder = live?.holderOf !== undefined && isSecret(clientBy);
    const isShownAsIs = !isSecret(clientBy) && (live?.redaction.client ?? null) === null;
    const rename = isShownAsIs ? null : (name: string) => shownClient(name, options);
    this.#clients = new NameMemo(dictionaries.clients, CLIENTS_MAX, rename);
    this.#lateClients = live && new LateClients(this.#clients);
  }

  /** Whether a record that starts at the instant is taken now. */
  takes(at: number): boolean {
    const { from, to } = this.#options.believed;
    return at >= from && at < to && (this.#gate === undefined || this.#gate.takesUnnamed());
  }

  /**
   * Writes row columns.length of a record that is taken, but for its numbers and its client. The method stands at
   * [method, methodEnd), the target, which is plain text, at [target, targetEnd). False, and nothing is written, when
   * they are unusual.
   */
  write(
    line: LineBytes,
    columns: RecordColumns,
    method: number,
    methodEnd: number,
    target: number,
    targetEnd: number,
  ): boolean {
    const spans = this.#spans;
    spans[2 * METHOD] = method;
    spans[2 * METHOD + 1] = methodEnd;
    spans[2 * PATH] = target;
    spans[2 * PATH + 1] = targetEnd;
    if (target >= targetEnd) return false;
    const gate = this.#gate;
    const documented =
      this.#documents === undefined || gate === undefined ? null : this.#documents.find(line, FILLED, gate);
    const operation = this.#operations.idOf(line, FILLED, documented);
    if (operation < 0) return false;
    const row = columns.length;
    if (this.#api < 0) this.#meet();
    columns.api[row] = this.#api;
    columns.environment[row] = this.#production;
    columns.operation[row] = operation;
    columns.kind[row] = 0;
    columns.outcome[row] = 0;
    this.#dimensions?.write(line, FILLED, columns, this.#operations.method);
    if (this.#wide !== undefined) {
      this.#operations.cutPath(line, FILLED);
      this.#wide.write(line, FILLED, columns);
    }
    return true;
  }

  /** Writes the client that plain text at [start, end) names into row columns.length, at the latest by `settle`. */
  writeClient(line: LineBytes, start: number, end: number, columns: RecordColumns): void {
    if (this.#asksHolder) columns.client[columns.length] = this.#holderAt(line, start, end);
    else if (this.#lateClients !== undefined) this.#lateClients.write(line, start, end, columns);
    else columns.client[columns.length] = this.#clients.idAt(line, start, end);
  }

  /** Writes what was put off: to be called before anybody reads rows of a server's decoder. */
  settle(): void {
    this.#lateClients?.settle();
  }

  #holderAt({ bytes }: LineBytes, start: number, end: number): number {
    const { clients } = this.#options.dictionaries;
    return clients.idOf(shownClient(textOf(bytes, start, end) ?? "", this.#options));
  }

  /** Names enter a dictionary with the first row that is sure. */
  #meet(): void {
    const { api, dictionaries } = this.#options;
    this.#api = dictionaries.apis.idOf(api);
    this.#production = dictionaries.environments.idOf(PRODUCTION);
  }
}
