import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { openDecoder } from "#intake";
import { Dictionaries, RecordColumns } from "#records";
import { DAY_MS } from "#kernel";
import { isOfRecords, needsColumns, type Objective, type ObjectiveResult, reserveNames } from "#objectives";
import { judgementOf } from "./judgement.ts";
import { Measurement } from "./measurement.ts";
import { Told } from "./told.ts";
import { elsewhereRemarks } from "./elsewhere-remarks.ts";
import { filterRemarks } from "./filter-remarks.ts";

const AT = Date.UTC(2026, 4, 17);
const BATCH_ROWS = 7;

type Indicator = Objective["indicator"];
type Filter = NonNullable<Objective["where"]>;

interface LogRecord {
  readonly operation: string;
  readonly status: number;
  readonly client?: string;
  readonly region?: string;
  readonly environment?: string;
  readonly kind?: string;
  readonly durationMs?: number;
  readonly slot?: number;
}

type Dimension = Extract<Filter, { is: "named" }>["dimension"];

function named(dimension: Dimension, ...names: string[]): Filter {
  return { is: "named", dimension, names };
}

function objectiveOf(name: string, more: Partial<Objective> = {}): Objective {
  return {
    name: `orders/${name}`,
    api: "orders",
    indicator: { kind: "availability" },
    targetPpm: 990_000,
    window: { kind: "rolling", lengthMs: 30 * DAY_MS },
    perClient: false,
    ...more,
  };
}

/** Reads records as replay does, and judges objectives by them. */
function measure(objectives: readonly Objective[], records: readonly LogRecord[]) {
  const names = new Dictionaries();
  const told = new Told(objectives);
  for (const objective of objectives.filter(isOfRecords)) reserveNames(objective, names);
  const measured = new Measurement(names, () => objectives, objectives.filter(needsColumns).length);
  const decoder = openDecoder({
    format: "ndjson",
    clientBy: { by: "field", name: "client" },
    api: "orders",
    onlyApi: false,
    believed: { from: 0, to: AT + DAY_MS },
    operationOf: (method, path) => `${method} ${path}`,
    numbersAlike: false,
    dimensions: told.dimensions,
    dictionaries: names,
  });
  for (let from = 0; from < records.length; from += BATCH_ROWS) {
    const columns = new RecordColumns(BATCH_ROWS);
    for (const { slot = 0, ...record } of records.slice(from, from + BATCH_ROWS)) {
      const line = Buffer.from(JSON.stringify({ at: new Date(AT + slot * 10_000).toISOString(), ...record }));
      assert.equal(decoder.decode(line, 0, line.length, columns), null);
    }
    told.look(columns);
    measured.countAll(columns);
  }
  const keys = measured.cells.sortedKeys();
  const judged = judgementOf({ measured, names, keys }, { from: AT, to: AT + DAY_MS }, []);
  return { measured, judged, remarks: filterRemarks(measured.countedOf(0).byFilter, told) };
}

function counts({ name, client, valid, bad }: ObjectiveResult): readonly unknown[] {
  return [name, client ?? null, valid, bad];
}

/** Objectives, each with what it makes of a record of kind client: true is good, undefined is excluded. */
const JUDGED: readonly (readonly [Objective, (record: LogRecord) => boolean | undefined])[] = [
  [objectiveOf("availability"), (record) => (isProduction(record) ? isAvailable(record) : undefined)],
  [
    objectiveOf("eu", { where: named("region", "eu") }),
    (record) => (isProduction(record) && record.region === "eu" ? isAvailable(record) : undefined),
  ],
  [
    objectiveOf("read", { operation: "GET /a" }),
    (record) => (isProduction(record) && record.operation === "GET /a" ? isAvailable(record) : undefined),
  ],
  [
    objectiveOf("read-eu", {
      operation: "GET /a",
      where: named("region", "eu", "us"),
      indicator: { kind: "latency", thresholdUs: 1_000 },
    }),
    (record) => {
      const { operation, region = "", durationMs } = record;
      const sees = isProduction(record) && operation === "GET /a" && ["eu", "us"].includes(region);
      return sees && isAvailable(record) === true && durationMs !== undefined ? durationMs <= 1 : undefined;
    },
  ],
  [
    objectiveOf("posts", {
      indicator: {
        kind: "filters",
        total: { is: "all", of: [named("method", "POST"), { is: "not", of: named("client", "b") }] },
        counts: "bad",
        part: {
          is: "status",
          ranges: [
            [500, 599],
            [404, 404],
          ],
        },
      },
    }),
    (record) => {
      const sees = isProduction(record) && record.operation === "POST /a" && record.client !== "b";
      return sees ? ![404, 503].includes(record.status) : undefined;
    },
  ],
  [
    objectiveOf("fast", {
      indicator: {
        kind: "filters",
        total: { is: "all", of: [] },
        counts: "good",
        part: { is: "duration", op: "lte", us: 300_000 },
      },
    }),
    (record) => (isProduction(record) ? record.durationMs !== undefined && record.durationMs <= 300 : undefined),
  ],
  [
    objectiveOf("sandbox", { where: named("environment", "sandbox") }),
    (record) => (record.environment === "sandbox" ? isAvailable(record) : undefined),
  ],
];
const OBJECTIVES = JUDGED.map(([objective]) => objective);

function isProduction({ environment = "production" }: LogRecord): boolean {
  return environment === "production";
}

function isAvailable({ status }: LogRecord): boolean | undefined {
  if (status === 429) return undefined;
  return status !== 0 && status < 500;
}

test("replay counts any mix of objectives as each record is judged by itself", () => {
  const record: fc.Arbitrary<LogRecord> = fc.record(
    {
      operation: fc.constantFrom("GET /a", "POST /a", "GET /b"),
      status: fc.constantFrom(200, 404, 429, 503, 0),
      client: fc.constantFrom("a", "b"),
      region: fc.constantFrom("eu", "us", "ap"),
      environment: fc.constantFrom("production", "sandbox"),
      kind: fc.constantFrom("client", "client", "client", "probe"),
      durationMs: fc.constantFrom(0, 1, 300, 300.001),
      slot: fc.nat(3),
    },
    { requiredKeys: ["operation", "status"] },
  );
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 40 }), (records) => {
      const { judged } = measure(OBJECTIVES, records);
      const clients = records.filter(({ kind = "client" }) => kind === "client");
      const expected = JUDGED.map(([{ name }, isGood]) => {
        const valid = clients.map(isGood).filter((good) => good !== undefined);
        return [name, null, valid.length, valid.filter((good) => !good).length];
      });
      assert.deepEqual(judged.objectives.map(counts), expected);
    }),
    { numRuns: 150 },
  );
});

test("an instance for each client counts that client's requests; a client of the sandbox has one only where it is seen", () => {
  const objectives = [
    objectiveOf("availability", { perClient: true }),
    objectiveOf("eu", { perClient: true, where: named("region", "eu") }),
    objectiveOf("sandbox", { perClient: true, where: named("environment", "sandbox") }),
  ];
  const { judged } = measure(objectives, [
    { operation: "GET /a", status: 503, client: "a", region: "eu" },
    { operation: "GET /a", status: 200, client: "b", region: "us" },
    { operation: "GET /a", status: 200, client: "c", region: "eu", environment: "sandbox" },
  ]);
  assert.deepEqual(judged.objectives.map(counts), [
    ["orders/availability", null, 2, 1],
    ["orders/availability", "a", 1, 1],
    ["orders/availability", "b", 1, 0],
    ["orders/eu", null, 1, 1],
    ["orders/eu", "a", 1, 1],
    ["orders/eu", "b", 0, 0],
    ["orders/sandbox", null, 1, 0],
    ["orders/sandbox", "a", 0, 0],
    ["orders/sandbox", "b", 0, 0],
    ["orders/sandbox", "c", 1, 0],
  ]);
});

test("what other environments do is no part of the KPIs, even when an objective looks at them", () => {
  const { measured } = measure(
    [objectiveOf("sandbox", { where: named("environment", "sandbox") })],
    [{ operation: "GET /a", status: 503, client: "a", environment: "sandbox" }],
  );
  assert.equal(measured.apis.countsOf(0).requests, 0);
  assert.equal(measured.clients.length, 0);
  assert.deepEqual([...measured.aside], [["client in sandbox", 1]]);
});

test("a filter that asks for what the log never tells is told, and so is one that fits nothing", () => {
  const asked = (where: Filter, records: readonly LogRecord[]): string[] =>
    measure([objectiveOf("eu", { where })], records).remarks;
  const plain: LogRecord = { operation: "GET /a", status: 200 };
  assert.deepEqual(asked(named("region", "eu"), [plain]), [
    "orders/eu has nothing to judge: no record of this log tells its region.",
  ]);
  assert.deepEqual(asked({ is: "all", of: [{ is: "duration", op: "lte", us: 1 }, named("client", "a")] }, [plain]), [
    "orders/eu has nothing to judge: no record of this log tells its client, duration.",
  ]);
  assert.deepEqual(asked({ is: "not", of: named("region", "eu") }, [plain]), [
    "orders/eu also asks for region, which no record of this log tells: such tests fit no request.",
  ]);
  const us = { ...plain, region: "us" };
  assert.deepEqual(asked(named("region", "eu"), [us]), [
    "orders/eu has nothing to judge: no request fits its filter. Are the names right?",
  ]);
  assert.deepEqual(asked(named("region", "us"), [plain, us]), []);
});

test("an objective counted by another system is not judged, nor a composite with such a member, and both are told", () => {
  const queries = { type: "Prometheus", total: "sum(x)", counts: "bad", part: "sum(y)" } as const;
  const compositeOf = (...members: string[]): Indicator => ({
    kind: "composite",
    members: members.map((name) => ({ objective: `orders/${name}`, weight: 1 })),
  });
  const objectives = [
    objectiveOf("availability"),
    objectiveOf("eu", { where: named("region", "eu") }),
    objectiveOf("queries", { indicator: { kind: "external", ...queries } }),
    objectiveOf("both", { indicator: compositeOf("availability", "eu") }),
    objectiveOf("mixed", { indicator: compositeOf("availability", "queries") }),
  ];
  const { judged } = measure(objectives, [
    { operation: "GET /a", status: 503, region: "eu" },
    { operation: "GET /a", status: 200, region: "eu" },
    { operation: "GET /a", status: 200, region: "us" },
  ]);
  assert.deepEqual(judged.objectives.map(counts), [
    ["orders/availability", null, 3, 1],
    ["orders/eu", null, 2, 1],
    ["orders/both", null, 5, 2],
  ]);
  assert.deepEqual(elsewhereRemarks(objectives), [
    "orders/queries is not judged: it is counted by Prometheus; evaluate it with plimsoll objectives evaluate.",
    "orders/mixed is not judged: its member orders/queries is counted by Prometheus; evaluate it with plimsoll objectives evaluate.",
  ]);
});

test("an alert of a composite is explained by the bad requests of its members", () => {
  const objectives = [
    objectiveOf("eu", { where: named("region", "eu") }),
    objectiveOf("us", { where: named("region", "us") }),
    objectiveOf("both", {
      indicator: {
        kind: "composite",
        members: [
          { objective: "orders/eu", weight: 1 },
          { objective: "orders/us", weight: 1 },
        ],
      },
    }),
  ];
  const records = Array.from({ length: 400 }, (_, i) => ({
    operation: i % 2 === 0 ? "GET /a" : "GET /b",
    status: 503,
    client: "a",
    region: i % 2 === 0 ? "eu" : "us",
    slot: Math.floor(i / 20),
  }));
  const alert = measure(objectives, records).judged.alerts.find(({ objective }) => objective === "orders/both");
  assert.ok(alert !== undefined);
  const operations = alert.explanation.by.operations.map(({ key }) => key);
  assert.deepEqual(operations, ["GET /a", "GET /b"]);
});
