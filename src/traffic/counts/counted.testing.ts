import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import { KINDS, OUTCOMES, PRODUCTION } from "#intake";
import { Dictionaries, NO_DURATION, NOT_TOLD, RecordColumns } from "#records";

/** The instant at which the invented records end. */
export const END = Date.UTC(2026, 4, 17, 14, 37);

/** One invented record; −1 = not told. */
export interface Told {
  readonly at: number;
  readonly api: number;
  readonly client: number;
  readonly operation: number;
  readonly version: number;
  readonly plan: number;
  readonly region: number;
  readonly release: number;
  readonly status: number;
  readonly outcome: number;
  readonly durationUs: number;
  readonly upstreamUs: number;
  readonly responseBytes: number;
  readonly kind: number;
  readonly environment: number;
}

const id = (most: number): fc.Arbitrary<number> => fc.integer({ min: NOT_TOLD, max: most });

/** Records of some days up to END: many in few minutes, some in the last hours, some long ago. */
export const told: fc.Arbitrary<Told> = fc.record({
  at: fc
    .oneof(
      fc.integer({ min: 0, max: 10 * MINUTE_MS }),
      fc.integer({ min: 0, max: 5 * HOUR_MS }),
      fc.integer({ min: 0, max: 6 * DAY_MS }),
    )
    .map((ago) => END - 1 - ago),
  api: fc.integer({ min: 0, max: 1 }),
  client: id(4),
  operation: fc.integer({ min: 0, max: 2 }),
  version: id(1),
  plan: id(1),
  region: id(1),
  release: id(1),
  status: fc.constantFrom(200, 200, 200, 404, 429, 500, 503, 0),
  outcome: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: OUTCOMES.length - 1 })),
  durationUs: fc.oneof(fc.constant(NO_DURATION), fc.integer({ min: 0, max: 5_000_000 })),
  upstreamUs: fc.oneof(fc.constant(NO_DURATION), fc.integer({ min: 0, max: 4_000_000 })),
  responseBytes: fc.integer({ min: 0, max: 100_000 }),
  kind: fc.oneof(
    { weight: 9, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: KINDS.length - 1 }) },
  ),
  environment: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
});

/** Names for the ids above; of clients, the last is `__other__`. */
export function toldNames(): Dictionaries {
  const names = new Dictionaries();
  const fill = (dimension: keyof Dictionaries, all: readonly string[]): void => {
    for (const name of all) names[dimension].idOf(name);
  };
  fill("apis", ["orders", "invoices"]);
  fill("environments", [PRODUCTION, "sandbox"]);
  fill("clients", ["acme", "globex", "initech", "=SUM(A1)", "__other__"]);
  fill("operations", ["GET /orders", "POST /orders", "GET /orders/{id}"]);
  for (const dimension of ["versions", "plans", "regions", "releases"] as const) fill(dimension, ["a", "b"]);
  return names;
}

export function columnsOf(records: readonly Told[]): RecordColumns {
  const columns = new RecordColumns(Math.max(1, records.length));
  for (const record of records) {
    const row = columns.length++;
    for (const [field, value] of Object.entries(record)) {
      (columns[field as keyof Told] as Float64Array)[row] = value as number;
    }
  }
  return columns;
}

/** A directory for one use; removed afterwards, whatever happens. */
export async function withDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-counts-"));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
