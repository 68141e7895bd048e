import { createHash } from "node:crypto";
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
import { methodOfOperation } from "./model/method-of-operation.ts";
import { type DecodedRecord, type Dropped, KINDS, OUTCOMES, PRODUCTION } from "./model/record.ts";

/**
 * Writes a record of the slow path as the next row, or says why it is dropped: an instant that is not believed, or
 * another API than the only one that is asked for. This is what a scanner must do too, to the bit.
 */
export function appendRecord(record: DecodedRecord, options: DecoderOptions, columns: RecordColumns): Dropped | null {
  const dropped = unbelieved(record.at, options) ?? foreign(record.api, options);
  if (dropped !== null) return dropped;
  const { dictionaries } = options;
  const row = columns.length;
  columns.at[row] = record.at;
  columns.durationUs[row] = record.durationUs ?? NO_DURATION;
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
  columns.length = row + 1;
  return null;
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
  if (!options.onlyApi || api === undefined || api === options.api) return null;
  return {
    drop: "unknownApi",
    detail: `it is a record of the API ${JSON.stringify(api)}, and only ${JSON.stringify(options.api)} is asked for`,
  };
}

function operationOf(record: DecodedRecord, options: DecoderOptions): string {
  return record.operation ?? options.operationOf(record.method ?? "", record.path ?? "/");
}

function clientOf(client: string | undefined, options: DecoderOptions): number {
  if (client === undefined) return UNATTRIBUTED;
  return options.dictionaries.clients.idOf(isSecret(options.clientBy) ? keyName(client) : client);
}

/** A key is a secret: people see the start of its SHA-256. */
function keyName(key: string): string {
  return `key:${createHash("sha256").update(key).digest("hex").slice(0, 12)}`;
}
