import { KINDS, OUTCOMES } from "#intake";
import { instantText } from "#kernel";
import {
  ASKED_DIMENSIONS,
  type Dictionaries,
  dictionaryOf,
  NO_DURATION,
  NOT_TOLD,
  type RecordColumns,
  UNATTRIBUTED,
  WIDE_FIELDS,
} from "#records";
import { CLASSES, classCodeOf } from "#traffic";
import type { RecordJson } from "./contract.ts";

/** What the ids of columns stand for. */
interface Naming {
  readonly names: Dictionaries;
  /** What a client is called now that a record names. */
  readonly clientAs: (name: string) => string;
}

/** A row of columns as the record that people see. */
export function recordJson(columns: RecordColumns, row: number, { names, clientAs }: Naming): RecordJson {
  const [status, outcome] = [columns.status[row] as number, columns.outcome[row] as number];
  const client = columns.client[row] as number;
  const upstreamUs = columns.upstreamUs[row] as number;
  const durationUs = columns.durationUs[row] as number;
  return {
    at: instantText(columns.at[row] as number),
    api: names.apis.nameOf(columns.api[row] as number),
    environment: names.environments.nameOf(columns.environment[row] as number),
    kind: KINDS[columns.kind[row] as number] ?? "client",
    operation: names.operations.nameOf(columns.operation[row] as number),
    client: client === UNATTRIBUTED ? null : clientAs(names.clients.nameOf(client)),
    status,
    ...(outcome === 0 ? {} : { outcome: OUTCOMES[outcome] ?? "" }),
    class: CLASSES[classCodeOf(status, outcome, columns.healthCheck[row] as number)] ?? "ok",
    durationMs: durationUs === NO_DURATION ? null : durationUs / 1_000,
    ...(upstreamUs === NO_DURATION ? {} : { upstreamMs: upstreamUs / 1_000 }),
    responseBytes: columns.responseBytes[row] as number,
    ...toldNames(columns, row, names),
    ...texts(columns, row),
  };
}

function toldNames(columns: RecordColumns, row: number, names: Dictionaries): Partial<RecordJson> {
  return Object.fromEntries(
    ASKED_DIMENSIONS.flatMap((dimension) => {
      const id = columns[dimension][row] as number;
      return id === NOT_TOLD ? [] : [[dimension, dictionaryOf(names, dimension).nameOf(id)]];
    }),
  );
}

function texts({ wide }: RecordColumns, row: number): Partial<RecordJson> {
  return Object.fromEntries(
    WIDE_FIELDS.flatMap((field) => {
      const text = wide?.[field]?.textOf(row) ?? "";
      return text === "" ? [] : [[field, text]];
    }),
  );
}
