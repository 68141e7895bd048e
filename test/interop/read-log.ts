import assert from "node:assert/strict";
import { type ClientBy, detectFormat, type LogFormat, openDecoder, type Outcome, OUTCOMES } from "#intake";
import { Dictionaries, NO_DURATION, RecordColumns, UNATTRIBUTED } from "#records";

/** The operation of a request that the server could not read. */
const UNPARSABLE = "(unparsable request)";

/** What our decoder makes of a line. */
export interface Row {
  /** "GET /17/ok". */
  readonly request: string;
  readonly at: number;
  readonly status: number;
  readonly durationUs: number | undefined;
  readonly client: string | undefined;
  readonly responseBytes: number;
  readonly outcome: Outcome | "";
}

/** Detects the format, which must be the given one, and decodes every line, none of which may be dropped. */
export function readLog(log: Buffer, format: LogFormat, clientBy: ClientBy): Row[] {
  assert.deepEqual(detectFormat(log), { format });
  const dictionaries = new Dictionaries();
  const lines = log
    .toString("latin1")
    .split("\n")
    .filter((line) => line !== "");
  const columns = new RecordColumns(lines.length);
  const decoder = openDecoder({
    format,
    clientBy,
    dictionaries,
    api: "interop",
    onlyApi: false,
    believed: { from: 0, to: Number.MAX_SAFE_INTEGER },
    operationOf: (method, path) => `${method} ${path}`,
    numbersAlike: false,
    dimensions: [],
  });
  for (const line of lines) {
    const bytes = Buffer.from(line, "latin1");
    assert.deepEqual([decoder.decode(bytes, 0, bytes.length, columns), line], [null, line]);
  }
  return lines.map((_, row) => rowOf(columns, row, dictionaries));
}

/** The statuses of the lines whose request could not be read. */
export function unparsableStatuses(rows: readonly Row[]): number[] {
  return rows.filter(({ request }) => request === UNPARSABLE).map(({ status }) => status);
}

function rowOf(columns: RecordColumns, row: number, dictionaries: Dictionaries): Row {
  const duration = columns.durationUs[row] ?? NO_DURATION;
  const client = columns.client[row] ?? UNATTRIBUTED;
  return {
    request: dictionaries.operations.nameOf(columns.operation[row] ?? -1),
    at: columns.at[row] ?? Number.NaN,
    status: columns.status[row] ?? -1,
    durationUs: duration === NO_DURATION ? undefined : duration,
    client: client === UNATTRIBUTED ? undefined : dictionaries.clients.nameOf(client),
    responseBytes: columns.responseBytes[row] ?? -1,
    outcome: OUTCOMES[columns.outcome[row] ?? 0] ?? "",
  };
}
