import { KINDS, PRODUCTION } from "#intake";
import { type Dictionaries, NO_DURATION, RecordColumns } from "#records";
import { Histogram, Refusal } from "#kernel";
import {
  Cells,
  ClassJudge,
  CountedObjectives,
  GOOD,
  GRID_MS,
  type Objective,
  RowCounter,
  type RowPlace,
} from "#objectives";
import { CLASS_COUNT, ClassRows, classCodeOf, TimeSeries } from "#traffic";
import { BadRequests } from "./bad-requests.ts";
import { Series } from "./series.ts";

const STATUSES = 1_000;
const AVAILABILITY = new ClassJudge({ kind: "availability" });
/** 24 M cells are about a gigabyte: enough for 1,000 clients with a request every ten seconds for three days. */
const CELLS_MAX = 24_000_000;
const TOO_MANY =
  "The log has more than 24 million pairs of a client and a ten-second slot: too many to judge each client in memory. " +
  "Replay a shorter part of the log, or choose a client with fewer names (--client user).";

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
  readonly #counter: RowCounter;
  readonly #place: RowPlace = { columns: new RecordColumns(0), row: 0, classCode: 0, slot: 0, api: 0, client: 0 };

  /** `objectivesOf` is asked once for each API; `objectivesMax` bounds those that `needsColumns`, of any API. */
  constructor(dictionaries: Dictionaries, objectivesOf: (api: string) => readonly Objective[], objectivesMax: number) {
    this.#dictionaries = dictionaries;
    this.#production = dictionaries.environments.idOf(PRODUCTION);
    this.#objectivesOf = objectivesOf;
    this.cells = new Cells(2 + 2 * objectivesMax, (rows) => {
      if (rows >= CELLS_MAX) throw new Refusal("limit", "replay.too-many-cells", TOO_MANY, { cells: CELLS_MAX });
    });
    this.#counter = new RowCounter(this.cells, ({ slot, client, columns, row }, column) =>
      this.badRequests.add({ slot, series: client, column }, columns, row),
    );
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
        if (columns.kind[row] !== 0 || anywhere.length === 0) continue;
        const [status, outcome] = [columns.status[row] as number, columns.outcome[row] as number];
        const classCode = classCodeOf(status, outcome, columns.healthCheck[row] as number);
        this.#counter.countByFilter(anywhere, this.#placeOf(columns, row, classCode));
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
    this.#counter.count(this.countedOf(api), this.#placeOf(columns, row, classCode));
    if (durationUs === NO_DURATION) return;
    this.durationsUs.add(durationUs);
    if (AVAILABILITY.of(classCode, durationUs) === GOOD) this.goodDurationsUs.add(durationUs);
  }

  /** Where the counts of a record go; valid until the next one. */
  #placeOf(columns: RecordColumns, row: number, classCode: number): RowPlace {
    const place = this.#place;
    const api = columns.api[row] as number;
    place.columns = columns;
    place.row = row;
    place.classCode = classCode;
    place.slot = Math.floor((columns.at[row] as number) / GRID_MS);
    place.client = this.series.ofClient(api, columns.client[row] as number);
    place.api = this.series.ofApi(api);
    return place;
  }

  #setAside(columns: RecordColumns, row: number): void {
    const kind = KINDS[columns.kind[row] as number] ?? "";
    const environment = this.#dictionaries.environments.nameOf(columns.environment[row] as number);
    const what = environment === PRODUCTION ? kind : `${kind} in ${environment}`;
    this.aside.set(what, (this.aside.get(what) ?? 0) + 1);
  }
}
