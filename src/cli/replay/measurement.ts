import { KINDS, PRODUCTION } from "#intake";
import { type Dictionaries, NO_DURATION, type RecordColumns } from "#records";
import { Histogram } from "#kernel";
import { BAD, EXCLUDED, GOOD, GRID_MS, type Objective } from "#objectives";
import { CLASS_COUNT, ClassRows, classCodeOf, TimeSeries } from "#traffic";
import { BadRequests } from "./bad-requests.ts";
import { Cells } from "./cells.ts";
import { AVAILABILITY_COLUMN, type ByFilter, CountedObjectives, Judge } from "./counted.ts";
import { Series } from "./series.ts";

const STATUSES = 1_000;
const AVAILABILITY = new Judge({ kind: "availability" });

/** Everything that replay counts while it reads. The same whatever order the records come in. */
export class Measurement {
  readonly byClass = new Float64Array(CLASS_COUNT);
  readonly statuses = new Float64Array(STATUSES);
  readonly apis = new ClassRows();
  readonly operations = new ClassRows();
  /** By client id + 1, so that unattributed requests have row 0. */
  readonly clients = new ClassRows();
  readonly durationsUs = new Histogram();
  /** Only of requests that are good for availability: what latency objectives see. */
  readonly goodDurationsUs = new Histogram();
  readonly overTime = new TimeSeries();
  readonly aside = new Map<string, number>();
  readonly series = new Series();
  readonly cells: Cells;
  readonly badRequests = new BadRequests();
  responseBytes = 0;
  readonly #dictionaries: Dictionaries;
  readonly #production: number;
  readonly #objectivesOf: (api: string) => readonly Objective[];
  /** By API id. */
  readonly #counted: CountedObjectives[] = [];

  /** `objectivesOf` is asked once for each API; `objectivesMax` bounds those that `needsColumns`, of any API. */
  constructor(dictionaries: Dictionaries, objectivesOf: (api: string) => readonly Objective[], objectivesMax: number) {
    this.#dictionaries = dictionaries;
    this.#production = dictionaries.environments.idOf(PRODUCTION);
    this.#objectivesOf = objectivesOf;
    this.cells = new Cells(2 + 2 * objectivesMax);
  }

  /** Objectives of an API with their columns. */
  countedOf(api: number): CountedObjectives {
    const objectivesOf = (): readonly Objective[] => this.#objectivesOf(this.#dictionaries.apis.nameOf(api));
    return (this.#counted[api] ??= new CountedObjectives(objectivesOf(), this.#dictionaries));
  }

  countAll(columns: RecordColumns): void {
    for (let row = 0; row < columns.length; row++) {
      if (columns.kind[row] === 0 && columns.environment[row] === this.#production) this.#count(columns, row);
      else {
        this.#setAside(columns, row);
        // No KPI sees it; objectives do that name its environment.
        const { anywhere } = this.countedOf(columns.api[row] as number);
        if (columns.kind[row] === 0 && anywhere.length > 0) this.#countByFilter(anywhere, columns, row);
      }
    }
  }

  #count(columns: RecordColumns, row: number): void {
    const status = columns.status[row] as number;
    const durationUs = columns.durationUs[row] as number;
    const client = columns.client[row] as number;
    const api = columns.api[row] as number;
    const at = columns.at[row] as number;
    const classCode = classCodeOf(status, columns.outcome[row] as number, columns.healthCheck[row] as number);
    this.byClass[classCode] = (this.byClass[classCode] as number) + 1;
    this.statuses[status] = (this.statuses[status] as number) + 1;
    this.responseBytes += columns.responseBytes[row] as number;
    this.apis.add(api, classCode);
    this.clients.add(client + 1, classCode);
    this.operations.add(columns.operation[row] as number, classCode);
    this.overTime.add(at, classCode, durationUs);
    this.#countObjectives(columns, row, classCode);
    if (durationUs === NO_DURATION) return;
    this.durationsUs.add(durationUs);
    if (AVAILABILITY.of(classCode, durationUs) === GOOD) this.goodDurationsUs.add(durationUs);
  }

  #countObjectives(columns: RecordColumns, row: number, classCode: number): void {
    const slot = Math.floor((columns.at[row] as number) / GRID_MS);
    const api = columns.api[row] as number;
    const series = this.series.ofClient(api, columns.client[row] as number);
    const apiCell = this.cells.row(slot, this.series.ofApi(api));
    const clientCell = this.cells.row(slot, series);
    const availability = AVAILABILITY.of(classCode, NO_DURATION);
    if (availability !== EXCLUDED) this.#add(apiCell, clientCell, availability === BAD ? 1 : 0);
    if (availability === BAD) this.badRequests.add({ slot, series, column: AVAILABILITY_COLUMN }, columns, row);
    const { byTable, byFilter } = this.countedOf(api);
    for (const { judge, column, operation } of byTable) {
      if (operation >= 0 && operation !== columns.operation[row]) continue;
      const code = judge.of(classCode, columns.durationUs[row] as number);
      if (code !== EXCLUDED) this.#add(apiCell + column, clientCell + column, code === BAD ? 1 : 0);
      if (code === BAD) this.badRequests.add({ slot, series, column }, columns, row);
    }
    if (byFilter.length > 0) this.#countByFilter(byFilter, columns, row);
  }

  #countByFilter(all: readonly ByFilter[], columns: RecordColumns, row: number): void {
    const [status, outcome] = [columns.status[row] as number, columns.outcome[row] as number];
    const classCode = classCodeOf(status, outcome, columns.healthCheck[row] as number);
    const slot = Math.floor((columns.at[row] as number) / GRID_MS);
    const api = columns.api[row] as number;
    for (const counted of all) {
      const code = counted.judge(columns, row, classCode);
      if (code === EXCLUDED) continue;
      const { column } = counted;
      const series = this.series.ofClient(api, columns.client[row] as number);
      const apiCell = this.cells.row(slot, this.series.ofApi(api));
      this.#add(apiCell + column, this.cells.row(slot, series) + column, code === BAD ? 1 : 0);
      if (code === BAD) this.badRequests.add({ slot, series, column }, columns, row);
      counted.valid++;
    }
  }

  /** Adds one valid request to two places in the cells, that of the API and that of the client. */
  #add(apiPlace: number, clientPlace: number, bad: number): void {
    const counts = this.cells.counts;
    counts[apiPlace] = (counts[apiPlace] as number) + 1;
    counts[apiPlace + 1] = (counts[apiPlace + 1] as number) + bad;
    counts[clientPlace] = (counts[clientPlace] as number) + 1;
    counts[clientPlace + 1] = (counts[clientPlace + 1] as number) + bad;
  }

  #setAside(columns: RecordColumns, row: number): void {
    const kind = KINDS[columns.kind[row] as number] ?? "";
    const environment = this.#dictionaries.environments.nameOf(columns.environment[row] as number);
    const what = environment === PRODUCTION ? kind : `${kind} in ${environment}`;
    this.aside.set(what, (this.aside.get(what) ?? 0) + 1);
  }
}
