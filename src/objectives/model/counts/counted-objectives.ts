import { invariant } from "#kernel";
import type { Dictionaries } from "#records";
import { countedElsewhere, filterDimensionsOf, isOfRecords } from "../indicators/record-objective.ts";
import { type RowJudge, rowJudgeOf } from "../indicators/row-judge.ts";
import { isWholeApi, type Objective } from "../objective.ts";
import { type ByTable, Verdicts } from "./verdicts.ts";

/** Availability as KPIs see it stands in the first two columns of each cell, whatever the objectives are. */
export const AVAILABILITY_COLUMN = 0;

/** An objective and where its counts stand in a cell. */
export interface Counted {
  readonly objective: Objective;
  /** Valid stands here, bad behind it; undefined for a composite, which has no counts of its own. */
  readonly column: number | undefined;
  /** Columns of the bad requests that burn its budget: its own, or those of its members. */
  readonly blamed: readonly number[];
}

/** One that is counted by filters. */
export interface ByFilter {
  readonly objective: Objective;
  readonly judge: RowJudge;
  readonly column: number;
  /** Requests counted so far. */
  valid: number;
}

/** The objectives of one API that records can judge, each with its columns, by the way in which they are counted. */
export class CountedObjectives {
  readonly all: readonly Counted[];
  /** Of availability and of all that are counted by table. */
  readonly verdicts: Verdicts;
  readonly byFilter: readonly ByFilter[];
  /** Those of `byFilter` that also look at records outside production. */
  readonly anywhere: readonly ByFilter[];

  constructor(objectives: readonly Objective[], names: Dictionaries) {
    const own = objectives.filter((objective) => countedElsewhere(objective, objectives) === undefined);
    const columns = columnsOf(own);
    this.all = own.map((objective) => ({
      objective,
      column: columns.get(objective.name),
      blamed: blamedBy(objective, columns),
    }));
    const withColumns = own.filter(needsColumns);
    this.verdicts = new Verdicts([
      { indicator: { kind: "availability" }, column: AVAILABILITY_COLUMN, operation: -1 },
      ...withColumns.flatMap((objective) => tableOf(objective, columns, names) ?? []),
    ]);
    this.byFilter = withColumns.flatMap((objective) => filterOf(objective, columns, names) ?? []);
    this.anywhere = this.byFilter.filter(({ objective }) => filterDimensionsOf(objective).has("environment"));
  }
}

/** Whether an objective counts something else than the availability of all requests, which every cell has anyway. */
export function needsColumns(objective: Objective): boolean {
  return isOfRecords(objective) && !(objective.indicator.kind === "availability" && isWholeApi(objective));
}

/** Whether an objective is counted by filters; the others that records can judge are counted by table. */
export function isByFilter({ indicator, where }: Objective): boolean {
  return indicator.kind === "filters" || where !== undefined;
}

function columnsOf(objectives: readonly Objective[]): ReadonlyMap<string, number> {
  let next = AVAILABILITY_COLUMN + 2;
  const columns = new Map<string, number>();
  for (const objective of objectives) {
    if (!isOfRecords(objective)) continue;
    columns.set(objective.name, needsColumns(objective) ? next : AVAILABILITY_COLUMN);
    if (needsColumns(objective)) next += 2;
  }
  return columns;
}

function blamedBy({ name, indicator }: Objective, columns: ReadonlyMap<string, number>): number[] {
  const names = indicator.kind === "composite" ? indicator.members.map(({ objective }) => objective) : [name];
  return names.flatMap((one) => columns.get(one) ?? []);
}

function tableOf(
  { name, indicator, where, operation }: Objective,
  columns: ReadonlyMap<string, number>,
  names: Dictionaries,
): ByTable | undefined {
  if (where !== undefined || (indicator.kind !== "availability" && indicator.kind !== "latency")) return undefined;
  return {
    indicator,
    column: columnOf(name, columns),
    operation: operation === undefined ? -1 : names.operations.idOf(operation),
  };
}

function filterOf(
  objective: Objective,
  columns: ReadonlyMap<string, number>,
  names: Dictionaries,
): ByFilter | undefined {
  if (!isOfRecords(objective) || !isByFilter(objective)) return undefined;
  return { objective, judge: rowJudgeOf(objective, names), column: columnOf(objective.name, columns), valid: 0 };
}

function columnOf(name: string, columns: ReadonlyMap<string, number>): number {
  const column = columns.get(name);
  invariant(column !== undefined, `${name} has no column`);
  return column;
}
