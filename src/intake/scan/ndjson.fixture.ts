import type { Dictionary } from "#kernel";
import {
  ASKED_DIMENSIONS,
  type AskedDimension,
  Dictionaries,
  dictionaryOf,
  NOT_TOLD,
  type RecordColumns,
  WIDE_FIELDS,
} from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import type { LiveDecoding } from "../model/live-decoding.ts";
import { type DocumentedOperations, type LiveOperations, UNMATCHED } from "../model/live-operations.ts";

/** A row of columns with names in the place of ids, to compare the two paths by. */
export type Row = ReturnType<typeof rowOf>;

/** The row with that number. */
export function rowOf(columns: RecordColumns, { dictionaries }: DecoderOptions, row: number) {
  const client = columns.client[row] as number;
  return {
    at: columns.at[row],
    api: dictionaries.apis.nameOf(columns.api[row] as number),
    environment: dictionaries.environments.nameOf(columns.environment[row] as number),
    operation: dictionaries.operations.nameOf(columns.operation[row] as number),
    status: columns.status[row],
    durationUs: columns.durationUs[row],
    upstreamUs: columns.upstreamUs[row],
    client: client < 0 ? null : dictionaries.clients.nameOf(client),
    responseBytes: columns.responseBytes[row],
    kind: columns.kind[row],
    outcome: columns.outcome[row],
    healthCheck: columns.healthCheck[row],
    ...toldNames(columns, dictionaries, row),
    texts: WIDE_FIELDS.map((field) => columns.wide?.[field]?.textOf(row) ?? null),
  };
}

type ToldNames = Readonly<Record<AskedDimension, string | null>>;

function toldNames(columns: RecordColumns, names: Dictionaries, row: number): ToldNames {
  const entries = ASKED_DIMENSIONS.map((dimension) => {
    const id = columns[dimension][row] as number;
    return [dimension, id === NOT_TOLD ? null : dictionaryOf(names, dimension).nameOf(id)];
  });
  return Object.fromEntries(entries) as ToldNames;
}

/** Every name in any dictionary. */
export function namesIn({ dictionaries }: DecoderOptions): string[] {
  return Object.values(dictionaries).flatMap(({ names }: Dictionary) => names);
}

/** NDJSON whose client is named by a field ("ip" and "user" by their own choice). */
export function fixtureOptions(field: string, numbersAlike = false): DecoderOptions {
  return {
    format: "ndjson",
    clientBy: field === "ip" || field === "user" ? { by: field } : { by: "field", name: field },
    api: "orders",
    onlyApi: false,
    believed: { from: 0, to: Date.UTC(2100, 0, 1) },
    operationOf: (method, path) => `${method} ${numbersAlike ? withoutNumbers(path) : path}`,
    numbersAlike,
    dimensions: ASKED_DIMENSIONS,
    dictionaries: new Dictionaries(),
  };
}

/** The same as a server reads it: two APIs are taken, all texts are kept, some of them changed. */
export function liveOptions(field: string, countUnmatched?: (request: string) => void): DecoderOptions {
  const live: LiveDecoding = {
    taken: {
      revision: 1,
      refusalOf: (api) => (api === "orders" || api === "" ? null : api === "billing" ? "notTheSource" : "unknownApi"),
    },
    redaction: {
      kept: WIDE_FIELDS,
      changes: { ip: (text) => text.slice(0, 3), userAgent: (text) => `${text}!` },
      client: (name) => `hashed ${name.length}`,
    },
    leftOut: new Map(),
    operations: documentsOf(countUnmatched),
  };
  return { ...fixtureOptions(field, true), live };
}

/** Operations of one API are named by one of two documents, by version, or guessed; those of others are guessed. */
function documentsOf(countUnmatched?: (request: string) => void): LiveOperations {
  const document = (version: string, numbersAlike: boolean): DocumentedOperations => ({
    numbersAlike,
    operationOf: (method, path) =>
      path.includes("e") ? `${method} ${version} ${numbersAlike ? withoutNumbers(path) : path}` : UNMATCHED,
    countUnmatched: (method, path) => countUnmatched?.(`${method} ${path}`),
  });
  const [first, second] = [document("one", true), document("two", false)];
  return {
    revision: 1,
    hasDocument: (api) => api === "orders",
    documentOf: (api, version) =>
      api !== "orders" || version === "v2" ? undefined : version === undefined ? first : second,
  };
}

/** "/orders/17/items" → "/orders/{id}/items". */
export function withoutNumbers(path: string): string {
  return path.replaceAll(/\/[0-9]+(?=\/|$)/g, "/{id}");
}
