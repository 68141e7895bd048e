import { hash } from "node:crypto";
import { instantText } from "#kernel";
import { isSecret } from "./model/client-by.ts";
import {
  type AskedDimension,
  type Dictionaries,
  dictionaryOf,
  NO_DURATION,
  NOT_TOLD,
  type RecordColumns,
  UNATTRIBUTED,
} from "#records";
import type { DecoderOptions } from "./model/decoder.ts";
import { UNMATCHED } from "./model/live-operations.ts";
import { type LiveDecoding, type TakenApis, WIDE_BYTES_MAX } from "./model/live-decoding.ts";
import { methodOfOperation } from "./model/method-of-operation.ts";
import { type DecodedRecord, type Dropped, KINDS, OUTCOMES, PRODUCTION } from "./model/record.ts";

const utf8 = new TextEncoder();

/**
 * Writes a record of the slow path as the next row, or says why it is dropped: an instant that is not believed, or
 * an API whose records are not taken. This is what a scanner must do too, to the bit.
 */
export function appendRecord(record: DecodedRecord, options: DecoderOptions, columns: RecordColumns): Dropped | null {
  const dropped = refusalOfRecord(record, options);
  if (dropped !== null) return dropped;
  const { dictionaries } = options;
  const row = columns.length;
  columns.at[row] = record.at;
  columns.durationUs[row] = record.durationUs ?? NO_DURATION;
  columns.upstreamUs[row] = record.upstreamUs ?? NO_DURATION;
  columns.status[row] = record.status;
  columns.outcome[row] = OUTCOMES.indexOf(record.outcome ?? "");
  columns.kind[row] = KINDS.indexOf(record.kind ?? "client");
  columns.healthCheck[row] = record.healthCheck === true ? 1 : 0;
  columns.api[row] = dictionaries.apis.idOf(record.api ?? options.api);
  columns.environment[row] = dictionaries.environments.idOf(record.environment ?? PRODUCTION);
  columns.operation[row] = dictionaries.operations.idOf(operationOf(record, options));
  columns.client[row] = clientOf(record.client, options);
  columns.responseBytes[row] = record.responseBytes ?? 0;
  for (const dimension of options.dimensions) columns[dimension][row] = toldId(record, dimension, dictionaries);
  if (options.live !== undefined) appendTexts(record, options.live, columns);
  columns.length = row + 1;
  return null;
}

/** Why a record is not taken: an instant that is not believed, or an API whose records are not taken. */
export function refusalOfRecord({ at, api }: DecodedRecord, options: DecoderOptions): Dropped | null {
  return unbelieved(at, options) ?? foreign(api, options);
}

function appendTexts(record: DecodedRecord, { redaction, leftOut }: LiveDecoding, columns: RecordColumns): void {
  const { changes, kept } = redaction;
  for (const field of kept) {
    const text = record[field];
    if (text === undefined) continue;
    const bytes = utf8.encode(changes[field]?.(text) ?? text);
    if (bytes.length > WIDE_BYTES_MAX[field]) leftOut.set(field, (leftOut.get(field) ?? 0) + 1);
    else columns.wide?.[field]?.write(columns.length, bytes, [0, bytes.length]);
  }
}

function toldId(record: DecodedRecord, dimension: AskedDimension, dictionaries: Dictionaries): number {
  const name = dimension === "method" ? methodOf(record) : record[dimension];
  return name === undefined ? NOT_TOLD : dictionaryOf(dictionaries, dimension).idOf(name);
}

function methodOf({ method, operation }: DecodedRecord): string | undefined {
  return method ?? methodOfOperation(operation ?? "");
}

function unbelieved(at: number, { believed }: DecoderOptions): Dropped | null {
  if (at < believed.from) {
    return {
      drop: "tooOld",
      detail: `its time ${instantText(at)} is before ${instantText(believed.from)}, the earliest that is believed`,
    };
  }
  if (at < believed.to) return null;
  return {
    drop: "future",
    detail: `its time ${instantText(at)} is not before ${instantText(believed.to)}: the clock that wrote it is wrong`,
  };
}

function foreign(api: string | undefined, options: DecoderOptions): Dropped | null {
  if (options.live !== undefined) return untaken(api ?? options.api, options.live.taken);
  if (!options.onlyApi || api === undefined || api === options.api) return null;
  return {
    drop: "unknownApi",
    detail: `it is a record of the API ${JSON.stringify(api)}, and only ${JSON.stringify(options.api)} is asked for`,
  };
}

function untaken(api: string, taken: TakenApis): Dropped | null {
  const drop = taken.refusalOf(api);
  if (drop === null) return null;
  if (drop === "notTheSource") {
    return { drop, detail: `the API ${JSON.stringify(api)} is counted by another source, and a request only once` };
  }
  const which = api === "" ? "it names no API" : `no API is called ${JSON.stringify(api)} here`;
  return { drop, detail: `field api: ${which}; create the API first, or correct the name` };
}

function operationOf(
  { operation, method = "", path = "/", ...record }: DecodedRecord,
  options: DecoderOptions,
): string {
  if (operation !== undefined) return operation;
  const document = options.live?.operations?.documentOf(record.api ?? options.api, record.version);
  if (document === undefined) return options.operationOf(method, path);
  const name = document.operationOf(method, path);
  if (name === UNMATCHED) document.countUnmatched(method, path);
  return name;
}

function clientOf(client: string | undefined, options: DecoderOptions): number {
  if (client === undefined) return UNATTRIBUTED;
  return options.dictionaries.clients.idOf(shownClient(client, options));
}

/** What the client that a line names is called: a key by its holder or its hash, and all clients as redaction says. */
export function shownClient(client: string, { clientBy, live }: DecoderOptions): string {
  const name = isSecret(clientBy) ? (live?.holderOf?.(client) ?? keyName(client)) : client;
  return live?.redaction.client?.(name) ?? name;
}

/** A key is a secret: people see the start of its SHA-256. */
export function keyName(key: string): string {
  return `key:${hash("sha256", key, "hex").slice(0, 12)}`;
}
