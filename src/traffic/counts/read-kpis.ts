import { ceilTo, DAY_MS, HOUR_MS, type Interval, OTHER } from "#kernel";
import type { Dictionaries } from "#records";
import { CellScan, type Target } from "../model/cell-scan.ts";
import { CELL } from "../model/cells.ts";
import { DurationRows } from "../model/duration-rows.ts";
import { DurationScan } from "../model/duration-scan.ts";
import { FigureRows } from "../model/figure-rows.ts";
import { COLUMN_OF, dictionaryFor, ID_SHIFT, type IdFilter, idFilters, kpiName } from "../model/kpi-names.ts";
import { latencyOf, PERCENTILES, upstreamAt, upstreamOf } from "../model/latency-of.ts";
import { kpiGroups, NO_GROUP } from "../model/kpi-groups.ts";
import { type KpiPlan, kpiPlan } from "../model/kpi-plan.ts";
import type { ClientFigures, Figures, KpiDimension, KpiPoint, KpiQuery, Kpis } from "../model/kpis.ts";
import type { Scanned } from "../model/scanned-rows.ts";
import { CONTENT, type Content } from "./block.ts";
import { type Asked, CountsReader, type CountsSource } from "./counts-reader.ts";
import { MINUTE_DURATIONS_KEPT_MS } from "./levels.ts";

const DAY = 2;

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
  readonly #cellScan = new CellScan();
  readonly #durationScan = new DurationScan();

  constructor(query: KpiQuery, plan: KpiPlan, source: KpiSource) {
    this.#query = query;
    this.#plan = plan;
    this.#source = source;
    this.#filters = idFilters(query.filters ?? {}, source.names);
    this.#subject = subjectOf(this.#filters);
    this.#groupSubject = groupSubjectOf(query.groupBy, this.#filters);
    const subjects = [this.#subject, this.#groupSubject].filter((subject) => subject !== undefined);
    const api = source.names.apis.names.indexOf(query.api);
    this.#reader = new CountsReader(source, {
      api,
      contents: [CONTENT.cells, CONTENT.ofUpstream, ...subjects],
      range: plan.widest,
    });
  }

  async answer(): Promise<Kpis> {
    const { range, latencyRange, stepMs } = this.#plan;
    const counted = await this.#counted(range);
    const total = sumOf(counted.rows);
    const before = this.#query.previous === true ? await this.#counted(this.#plan.previous) : undefined;
    const durations = await this.#durations({ subject: this.#subject, rows: 1, range: latencyRange });
    return {
      ...range,
      ...this.#figuresOf({ figures: total, durations }, 0),
      responseBytes: total.responseBytesOf(0),
      upstreamMs: upstreamOf(await this.#upstream({ rows: 1, range: latencyRange }), 0) ?? null,
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
    const mark = (part: Scanned): void => this.#cellScan.mark(part, this.#filters, clients);
    const target = { column: groupBy === undefined ? CELL.API : COLUMN_OF[groupBy] };
    const asked = { content: CONTENT.cells, range, coarsest: DAY };
    if (groupBy === "client" || this.#filtersClients) {
      return { rows: await this.#figures(asked, target, mark), clients };
    }
    await this.#reader.read(asked, mark);
    return { rows: await this.#figures({ ...asked, content: CONTENT.totals }, target), clients };
  }

  async #figures(asked: Asked, target: Target, also?: (part: Scanned) => void): Promise<FigureRows> {
    const figures = new FigureRows();
    const sums = { filters: this.#filters, target, figures };
    const ids = idsOf(this.#filters.find(({ dimension }) => dimension === "client"));
    await this.#reader.read({ ...asked, ...ids }, (part) => {
      this.#cellScan.add(part, sums);
      also?.(part);
    });
    return figures;
  }

  async #series(): Promise<KpiPoint[]> {
    const { range, latencyRange, stepMs, firstMs } = this.#plan;
    const points = { firstMs, pointMs: stepMs };
    // Where no client is told apart, the totals say the same in far fewer rows.
    const content = this.#filtersClients ? CONTENT.cells : CONTENT.totals;
    const figures = await this.#figures({ content, range, coarsest: coarsestOf(stepMs) }, points);
    const rows = Math.ceil((latencyRange.to - firstMs) / stepMs);
    const asked = { subject: this.#subject, rows, points, range: this.#seriesLatencyRange() };
    const durations = await this.#durations(asked);
    const upstream = await this.#upstream(asked);
    return Array.from({ length: figures.length }, (_, point) => ({
      at: firstMs + point * stepMs,
      ...this.#figuresOf({ figures, durations }, point),
      ...upstreamAt(upstream, point),
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
    const { groupBy, register } = this.#query;
    if (groupBy === undefined) return { groups: [], groupsSummedUp: 0 };
    const nameOf = (row: number): string => {
      const name = kpiName(groupBy, row - ID_SHIFT, this.#source.names);
      return groupBy === "client" && register !== undefined ? register.shownAs(name) : name;
    };
    const { keys, figures, groupOf, summedUp } = kpiGroups(rows, nameOf);
    const subject = this.#groupSubject;
    const range = this.#plan.latencyRange;
    const durations = await this.#durations({ subject, rows: keys.length, groupOf, range });
    return {
      groups: keys.map((key, group) => ({
        key,
        ...this.#figuresOf({ figures, durations }, group),
        responseBytes: figures.responseBytesOf(group),
      })),
      groupsSummedUp: summedUp,
    };
  }

  /** Nothing in any row where nobody's durations stand for what is asked. */
  async #durations({ subject, rows, points, groupOf, range }: AskedDurations): Promise<DurationRows> {
    if (subject === undefined) return new DurationRows(0);
    const durations = new DurationRows(rows);
    const filter = this.#filters.find(({ dimension }) => dimension === DIMENSION_OF[subject]);
    const placeOf = this.#placesOf(subject, groupOf, filter);
    const asked = { content: subject, range, coarsest: points === undefined ? DAY : coarsestOf(points.pointMs) };
    const sums = { placeOf, durations, ...(points === undefined ? {} : { points }) };
    await this.#reader.read({ ...asked, ...idsOf(filter) }, (part) => this.#durationScan.add(part, sums));
    return durations;
  }

  /** It is kept of whole APIs. */
  async #upstream(asked: Omit<AskedDurations, "subject" | "groupOf">): Promise<DurationRows> {
    const { rows, range, points } = asked;
    const subject = this.#filters.length === 0 ? CONTENT.ofUpstream : undefined;
    return this.#durations({ subject, rows, range, ...(points === undefined ? {} : { points }) });
  }

  /** By id + ID_SHIFT: its group, or 0 where there are no groups; below 0 what is left out. */
  #placesOf(subject: Content, groupOf: Int32Array | undefined, filter: IdFilter | undefined): Int32Array {
    const dimension = DIMENSION_OF[subject];
    const names = dimension === undefined ? undefined : dictionaryFor(dimension, this.#source.names);
    const places = new Int32Array((names?.names.length ?? 1) + ID_SHIFT);
    if (groupOf !== undefined) places.fill(NO_GROUP).set(groupOf);
    else if (filter !== undefined) for (const [place, allowed] of filter.allowed.entries()) places[place] = allowed - 1;
    return places;
  }

  #clientFigures({ clients }: Counted, before: Counted | undefined): ClientFigures {
    const { register } = this.#query;
    const active = this.#named(clients);
    const registered = register === undefined ? 0 : [...active].filter((name) => register.has(name)).length;
    const figures = { active: active.size, observed: active.size - registered };
    if (before === undefined) return figures;
    const earlier = this.#named(before.clients);
    const returning = active.intersection(earlier).size;
    return { ...figures, new: active.size - returning, returning, lost: earlier.size - returning };
  }

  #figuresOf({ figures, durations }: Summed, row: number): Figures {
    const sum = figures.timedOf(row);
    const { range, latencyRange } = this.#plan;
    const isWider = latencyRange.from < range.from || latencyRange.to > range.to;
    // Some were folded, or their histogram is no longer kept: of a part, or of a mixture, nothing is claimed.
    const total = durations.totalOf(row);
    const isWhole = isWider ? total >= sum.timed : total === sum.timed;
    const percentiles = isWhole ? durations.quantilesOf(row, PERCENTILES) : [];
    return { ...figures.countsOf(row), latencyMs: latencyOf(sum, percentiles) };
  }

  get #filtersClients(): boolean {
    return this.#filters.some(({ dimension }) => dimension === "client");
  }

  /** What the clients are called that have a name and a request. */
  #named(clients: Uint8Array): Set<string> {
    const { names } = this.#source.names.clients;
    const { register } = this.#query;
    const named = new Set<string>();
    for (let place = ID_SHIFT; place < clients.length; place++) {
      if (clients[place] !== 1) continue;
      const name = names[place - ID_SHIFT] as string;
      named.add(register?.shownAs(name) ?? name);
    }
    named.delete(OTHER);
    return named;
  }
}

interface AskedDurations {
  readonly subject: Content | undefined;
  /** How many there are. */
  readonly rows: number;
  readonly range: Interval;
  /** Rows are points of a series. */
  readonly points?: { readonly firstMs: number; readonly pointMs: number };
  /** Rows are groups: that of an id, by id + ID_SHIFT. */
  readonly groupOf?: Int32Array;
}

/** What was summed by the same rows. */
interface Summed {
  readonly figures: FigureRows;
  readonly durations: DurationRows;
}

const DIMENSION_OF: Readonly<Record<Content, KpiDimension | undefined>> = {
  [CONTENT.cells]: undefined,
  [CONTENT.totals]: undefined,
  [CONTENT.ofApi]: undefined,
  [CONTENT.ofUpstream]: undefined,
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
  if (pointMs % DAY_MS === 0) return DAY;
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
