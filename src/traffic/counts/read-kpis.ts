import { ceilTo, DAY_MS, Histogram, HISTOGRAM_BOUND, HOUR_MS, type Interval, OTHER } from "#kernel";
import type { Dictionaries } from "#records";
import { scanCells, scanDurations, type Target } from "../model/cell-scan.ts";
import { CELL, DURATION } from "../model/cells.ts";
import { FigureRows } from "../model/figure-rows.ts";
import { COLUMN_OF, ID_SHIFT, type IdFilter, idFilters, kpiName } from "../model/kpi-names.ts";
import { type KpiGroups, kpiGroups, NO_GROUP } from "../model/kpi-groups.ts";
import { type KpiPlan, kpiPlan } from "../model/kpi-plan.ts";
import type { ClientFigures, Figures, KpiDimension, KpiPoint, KpiQuery, Kpis, Latency } from "../model/kpis.ts";
import { CONTENT, type Content } from "./block.ts";
import { CountsReader, type CountsSource } from "./counts-reader.ts";
import { MINUTE_DURATIONS_KEPT_MS } from "./levels.ts";

const DAY = 2;
const US_PER_MS = 1_000;
const PERCENTILES = [0.5, 0.9, 0.95, 0.99];

/** What a query is answered from. */
export interface KpiSource extends CountsSource {
  readonly names: Dictionaries;
  readonly now: number;
}

/** Answers a query. What is in memory and where the files end is taken when it is called. */
export async function readKpis(query: KpiQuery, source: KpiSource): Promise<Kpis> {
  const plan = kpiPlan(query, source.now - MINUTE_DURATIONS_KEPT_MS);
  return new KpiReading(query, plan, source).answer();
}

/** Counts of a range by group, and who made them. */
interface Counted {
  readonly rows: FigureRows;
  /** By client id + ID_SHIFT. */
  readonly clients: Uint8Array;
}

class KpiReading {
  readonly #query: KpiQuery;
  readonly #plan: KpiPlan;
  readonly #source: KpiSource;
  readonly #filters: readonly IdFilter[];
  readonly #reader: CountsReader;
  /** Whose durations stand for all that was asked for, and for the groups; undefined where nobody's do. */
  readonly #subject: Content | undefined;
  readonly #groupSubject: Content | undefined;

  constructor(query: KpiQuery, plan: KpiPlan, source: KpiSource) {
    this.#query = query;
    this.#plan = plan;
    this.#source = source;
    this.#filters = idFilters(query.filters ?? {}, source.names);
    this.#subject = subjectOf(this.#filters);
    this.#groupSubject = groupSubjectOf(query.groupBy, this.#filters);
    const subjects = [this.#subject, this.#groupSubject].filter((subject) => subject !== undefined);
    const api = source.names.apis.names.indexOf(query.api);
    this.#reader = new CountsReader(source, api, [...new Set([CONTENT.cells, CONTENT.totals, ...subjects])]);
  }

  async answer(): Promise<Kpis> {
    const { range, latencyRange, stepMs } = this.#plan;
    const counted = await this.#counted(range);
    const total = sumOf(counted.rows);
    const before = this.#query.previous === true ? await this.#counted(this.#plan.previous) : undefined;
    const [durations] = await this.#durations({ subject: this.#subject, target: WHOLE, range: latencyRange });
    return {
      ...range,
      ...this.#figuresOf(total, 0, durations),
      responseBytes: total.responseBytesOf(0),
      clients: this.#clientFigures(counted, before),
      latencyRange,
      stepMs,
      series: await this.#series(),
      ...(await this.#groups(counted.rows)),
      ...(before === undefined ? {} : { previous: { ...this.#plan.previous, ...sumOf(before.rows).countsOf(0) } }),
      damaged: this.#reader.damaged,
    };
  }

  async #counted(range: Interval): Promise<Counted> {
    const { groupBy } = this.#query;
    const clients = new Uint8Array(this.#source.names.clients.names.length + ID_SHIFT);
    const figures = new FigureRows();
    const target = { column: groupBy === undefined ? CELL.API : COLUMN_OF[groupBy] };
    const asked = { content: CONTENT.cells, range, coarsest: DAY, ...this.#clientIds() };
    await this.#reader.read(asked, (part) => scanCells(part, { filters: this.#filters, target, figures, clients }));
    return { rows: figures, clients };
  }

  async #series(): Promise<KpiPoint[]> {
    const { range, stepMs, firstMs } = this.#plan;
    const target = { firstMs, pointMs: stepMs };
    const byClient = this.#filters.some(({ dimension }) => dimension === "client");
    const content = byClient ? CONTENT.cells : CONTENT.totals;
    const figures = new FigureRows();
    const asked = { content, range, coarsest: coarsestOf(stepMs), ...this.#clientIds() };
    await this.#reader.read(asked, (part) => scanCells(part, { filters: this.#filters, target, figures }));
    const durations = await this.#durations({ subject: this.#subject, target, range: this.#seriesLatencyRange() });
    return Array.from({ length: figures.length }, (_, point) => ({
      at: firstMs + point * stepMs,
      ...this.#figuresOf(figures, point, durations[point]),
    })).filter(({ requests }) => requests > 0);
  }

  /** Points shorter than an hour have percentiles as far back as durations are known by the minute. */
  #seriesLatencyRange(): Interval {
    const { range, latencyRange, stepMs } = this.#plan;
    if (stepMs % HOUR_MS === 0) return latencyRange;
    const known = this.#source.now - MINUTE_DURATIONS_KEPT_MS;
    return { from: range.from < known ? Math.min(range.to, ceilTo(known, stepMs)) : range.from, to: range.to };
  }

  async #groups(rows: FigureRows): Promise<Pick<Kpis, "groups" | "groupsSummedUp">> {
    const { groupBy } = this.#query;
    if (groupBy === undefined) return { groups: [], groupsSummedUp: 0 };
    const groups = kpiGroups(rows, (row) => kpiName(groupBy, row - ID_SHIFT, this.#source.names));
    const durations = await this.#groupDurations(groups);
    return {
      groups: groups.keys.map((key, group) => ({
        key,
        ...this.#figuresOf(groups.figures, group, durations[group]),
        responseBytes: groups.figures.responseBytesOf(group),
      })),
      groupsSummedUp: groups.summedUp,
    };
  }

  async #groupDurations({ groupOf }: KpiGroups): Promise<Histogram[]> {
    return this.#durations({
      subject: this.#groupSubject,
      target: { column: DURATION.ID },
      range: this.#plan.latencyRange,
      rowOf: (row) => groupOf[row] ?? NO_GROUP,
    });
  }

  /** Histograms by row; nothing at a row without durations. */
  async #durations({ subject, target, range, rowOf = (row) => row }: AskedDurations): Promise<Histogram[]> {
    const histograms: Histogram[] = [];
    if (subject === undefined) return histograms;
    const add = (place: number, bucket: number, count: number): void => {
      const row = rowOf(place);
      if (row >= 0) (histograms[row] ??= new Histogram()).addBucket(bucket, count);
    };
    const filter = this.#filters.find(({ dimension }) => dimension === DIMENSION_OF[subject]);
    const asked = { content: subject, range, coarsest: "column" in target ? DAY : coarsestOf(target.pointMs) };
    const sums = { target, add, ...(filter === undefined ? {} : { allowed: filter.allowed }) };
    await this.#reader.read({ ...asked, ...idsOf(filter) }, (part) => scanDurations(part, sums));
    return histograms;
  }

  #clientFigures({ clients }: Counted, before: Counted | undefined): ClientFigures {
    const active = this.#named(clients);
    const figures = { active: active.length, observed: active.length };
    if (before === undefined) return figures;
    const returning = active.filter((id) => before.clients[id] === 1).length;
    const lost = this.#named(before.clients).length - returning;
    return { ...figures, new: active.length - returning, returning, lost };
  }

  #figuresOf(rows: FigureRows, row: number, durations: Histogram | undefined): Figures {
    const sum = rows.timedOf(row);
    const { range, latencyRange } = this.#plan;
    const isWider = latencyRange.from < range.from || latencyRange.to > range.to;
    // Some were folded, or their histogram is no longer kept: of a part, or of a mixture, nothing is claimed.
    const total = durations?.total ?? 0;
    const isWhole = isWider ? total >= sum.timed : total === sum.timed;
    return { ...rows.countsOf(row), latencyMs: latencyOf(sum, isWhole ? durations : undefined) };
  }

  /** The places of clients that have a name and a request. */
  #named(clients: Uint8Array): number[] {
    const other = this.#source.names.clients.names.indexOf(OTHER) + ID_SHIFT;
    const named: number[] = [];
    for (let place = ID_SHIFT; place < clients.length; place++) {
      if (clients[place] === 1 && place !== other) named.push(place);
    }
    return named;
  }

  /** Which blocks of cells need not be read: they are sorted by client. */
  #clientIds(): { ids?: readonly [number, number] } {
    return idsOf(this.#filters.find(({ dimension }) => dimension === "client"));
  }
}

interface AskedDurations {
  readonly subject: Content | undefined;
  readonly target: Target;
  readonly range: Interval;
  /** From the target's row to that of the histograms; below 0 = left out. */
  readonly rowOf?: (row: number) => number;
}

/** Everything is one row. */
const WHOLE: Target = { firstMs: 0, pointMs: Infinity };

const DIMENSION_OF: Readonly<Record<Content, KpiDimension | undefined>> = {
  [CONTENT.cells]: undefined,
  [CONTENT.totals]: undefined,
  [CONTENT.ofApi]: undefined,
  [CONTENT.ofOperation]: "operation",
  [CONTENT.ofClient]: "client",
};

/** Durations are kept of the API, and by one of client and operation: whoever filters by more gets none. */
function subjectOf(filters: readonly IdFilter[]): Content | undefined {
  const [first, second] = filters;
  if (first === undefined) return CONTENT.ofApi;
  return second === undefined ? subjectBy(first.dimension) : undefined;
}

function groupSubjectOf(groupBy: KpiDimension | undefined, filters: readonly IdFilter[]): Content | undefined {
  return groupBy !== undefined && filters.every(({ dimension }) => dimension === groupBy)
    ? subjectBy(groupBy)
    : undefined;
}

function subjectBy(dimension: KpiDimension): Content | undefined {
  if (dimension === "client") return CONTENT.ofClient;
  return dimension === "operation" ? CONTENT.ofOperation : undefined;
}

/** The coarsest level whose steps fit into the points of a series. */
function coarsestOf(pointMs: number): number {
  if (pointMs === Infinity || pointMs % DAY_MS === 0) return DAY;
  return pointMs % HOUR_MS === 0 ? 1 : 0;
}

function idsOf(filter: IdFilter | undefined): { ids?: readonly [number, number] } {
  if (filter === undefined) return {};
  return { ids: [filter.allowed.indexOf(1) - ID_SHIFT, filter.allowed.lastIndexOf(1) - ID_SHIFT] };
}

function sumOf(rows: FigureRows): FigureRows {
  const sum = new FigureRows();
  for (let row = 0; row < rows.length; row++) sum.addRow(0, rows, row);
  return sum;
}

function latencyOf(sum: { timed: number; durationUs: number }, durations: Histogram | undefined): Latency | null {
  if (sum.timed === 0) return null;
  const [p50 = null, p90 = null, p95 = null, p99 = null] =
    durations?.quantiles(PERCENTILES).map((us) => us / US_PER_MS) ?? [];
  return {
    p50,
    p90,
    p95,
    p99,
    mean: sum.durationUs / sum.timed / US_PER_MS,
    bound: HISTOGRAM_BOUND,
  };
}
