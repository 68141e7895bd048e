import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Dictionaries, NO_DURATION, RecordColumns } from "#records";
import { CLASSES } from "#traffic";
import type { Objective } from "../objective.ts";
import { FILTER_DIMENSIONS, type Filter, type FilterDimension } from "./filter.ts";
import { filters } from "./filter.testing.ts";
import { judgeRequest } from "./indicator.ts";
import { fitsFilter, type JudgedRecord } from "./judged-record.ts";
import type { RecordObjective } from "./record-objective.ts";
import { reserveNames, rowJudgeOf } from "./row-judge.ts";

/** What a column of ids holds when a record does not tell. */
const NOT_TOLD = -1;
const GOODNESS = ["good", "bad", "excluded"];

test("rows are judged as records are, for any objective, while names still come in any order", () => {
  fc.assert(
    fc.property(objectives(), fc.array(records(), { minLength: 1, maxLength: 20 }), (objective, all) => {
      const names = new Dictionaries();
      const judge = rowJudgeOf(objective, names);
      for (const record of all) {
        const { columns, classCode } = rowOf(record, names);
        assert.equal(GOODNESS[judge(columns, 0, classCode)], judgeRequest(objective, record));
      }
    }),
    { numRuns: 2_000 },
  );
});

test("a record that does not tell a dimension fits no name of it, and fits what asks for others", () => {
  const record: JudgedRecord = { tells: {}, status: 200, requestClass: "ok" };
  for (const dimension of FILTER_DIMENSIONS) {
    const filter: Filter = { is: "named", dimension, names: ["x"] };
    assert.equal(fitsFilter(filter, record), false);
    assert.equal(fitsFilter({ is: "not", of: filter }, record), true);
  }
  assert.equal(fitsFilter({ is: "operationPrefix", prefix: "x" }, record), false);
  assert.equal(fitsFilter({ is: "duration", op: "lte", us: 1 }, record), false);
  assert.equal(fitsFilter({ is: "duration", op: "gt", us: 0 }, record), false);
});

test("all of nothing is every record, any of nothing is none", () => {
  const record: JudgedRecord = { tells: {}, status: 200, requestClass: "ok" };
  assert.equal(fitsFilter({ is: "all", of: [] }, record), true);
  assert.equal(fitsFilter({ is: "any", of: [] }, record), false);
});

test("of the records in total, those in part are good or bad as the objective counts, and the rest is excluded", () => {
  const total: Filter = { is: "named", dimension: "region", names: ["eu"] };
  const part: Filter = { is: "status", ranges: [[500, 599]] };
  const objective = (counts: "good" | "bad"): RecordObjective => ({
    indicator: { kind: "filters", total, counts, part },
  });
  const record = (region: string, status: number): JudgedRecord => ({
    tells: { region, environment: "production" },
    status,
    requestClass: "ok",
  });
  assert.equal(judgeRequest(objective("bad"), record("eu", 503)), "bad");
  assert.equal(judgeRequest(objective("bad"), record("eu", 200)), "good");
  assert.equal(judgeRequest(objective("good"), record("eu", 503)), "good");
  assert.equal(judgeRequest(objective("good"), record("eu", 200)), "bad");
  assert.equal(judgeRequest(objective("bad"), record("us", 503)), "excluded");
});

test("an objective sees production only, unless a filter of it names an environment", () => {
  const sandbox: JudgedRecord = { tells: { environment: "sandbox" }, status: 200, requestClass: "ok" };
  const where: Filter = { is: "named", dimension: "environment", names: ["sandbox"] };
  assert.equal(judgeRequest({ indicator: { kind: "availability" } }, sandbox), "excluded");
  assert.equal(judgeRequest({ indicator: { kind: "availability" }, where }, sandbox), "good");
  const all = { is: "any", of: [where, { is: "not", of: where }] } as const;
  assert.equal(judgeRequest({ indicator: { kind: "availability" }, where: all }, sandbox), "good");
});

test("a name that a filter asks for keeps its place when others fill the dictionary first", () => {
  const total: Filter = { is: "named", dimension: "region", names: ["late"] };
  const part: Filter = { is: "named", dimension: "plan", names: ["late"] };
  const objective: RecordObjective = { indicator: { kind: "filters", total, counts: "good", part } };
  const judged = (names: Dictionaries): string | undefined => {
    for (let i = 0; i < 5_000; i++) for (const dictionary of [names.regions, names.plans]) dictionary.idOf(`name-${i}`);
    const tells = { environment: "production", region: "late", plan: "late" };
    const { columns, classCode } = rowOf({ tells, status: 200, requestClass: "ok" }, names);
    return GOODNESS[rowJudgeOf(objective, names)(columns, 0, classCode)];
  };
  const reserved = new Dictionaries();
  reserveNames(objective, reserved);
  assert.equal(judged(reserved), "good");
  assert.equal(judged(new Dictionaries()), "excluded");
});

function namesOf(dimension: FilterDimension): fc.Arbitrary<string> {
  if (dimension === "environment") return fc.constantFrom("production", "sandbox", "staging");
  if (dimension === "operation") return fc.constantFrom("GET /a", "GET /a/b", "BUDGET /a", "list");
  return fc.constantFrom("a", "b", "c");
}

function objectives(): fc.Arbitrary<RecordObjective> {
  const filter = filters(namesOf);
  const indicator: fc.Arbitrary<RecordObjective["indicator"]> = fc.oneof(
    fc.constant({ kind: "availability" } as const),
    fc.constantFrom(300_000, 1).map((thresholdUs) => ({ kind: "latency", thresholdUs }) as const),
    fc.record({ kind: fc.constant("filters"), total: filter, counts: fc.constantFrom("good", "bad"), part: filter }),
  );
  const narrowed: fc.Arbitrary<Pick<Objective, "operation" | "where">> = fc.record(
    { operation: namesOf("operation"), where: filter },
    { requiredKeys: [] },
  );
  return fc.tuple(indicator, narrowed).map(([one, more]) => ({ indicator: one, ...more }));
}

function records(): fc.Arbitrary<JudgedRecord> {
  const names = Object.fromEntries(FILTER_DIMENSIONS.map((dimension) => [dimension, namesOf(dimension)]));
  return fc.record(
    {
      tells: fc.record(names, { requiredKeys: [] }),
      status: fc.oneof(fc.constantFrom(0, 200, 404, 500, 599, 999), fc.integer({ min: 0, max: 999 })),
      requestClass: fc.constantFrom(...CLASSES),
      durationUs: fc.oneof(fc.constantFrom(0, 1, 299_999, 300_000, 300_001), fc.nat()),
    },
    { requiredKeys: ["tells", "status", "requestClass"] },
  );
}

/** The record as the only row of columns. */
function rowOf(record: JudgedRecord, names: Dictionaries): { columns: RecordColumns; classCode: number } {
  const columns = new RecordColumns(1);
  const { tells } = record;
  const id = (name: string | undefined, of: { idOf: (name: string) => number }): number =>
    name === undefined ? NOT_TOLD : of.idOf(name);
  columns.status[0] = record.status;
  columns.durationUs[0] = record.durationUs ?? NO_DURATION;
  columns.api[0] = id(tells.api, names.apis);
  columns.version[0] = id(tells.version, names.versions);
  columns.environment[0] = id(tells.environment, names.environments);
  columns.operation[0] = id(tells.operation, names.operations);
  columns.plan[0] = id(tells.plan, names.plans);
  columns.client[0] = id(tells.client, names.clients);
  columns.region[0] = id(tells.region, names.regions);
  columns.release[0] = id(tells.release, names.releases);
  columns.method[0] = id(tells.method, names.methods);
  columns.length = 1;
  return { columns, classCode: CLASSES.indexOf(record.requestClass) };
}
