import type { Source } from "#apis";
import type { TakenApis } from "#intake";
import { HOUR_MS, type Interval } from "#kernel";
import { AssumedCoverage, Coverage, type LiveObjectives, markTold, type Objective } from "#objectives";
import type { Dictionaries, RecordColumns } from "#records";

/** An API that the server takes records for. */
export interface TakenApi {
  readonly api: string;
  readonly createdAt: number;
  readonly objectives: readonly Objective[];
  /** Announced maintenance. */
  readonly maintenance: readonly Interval[];
  /** What counts its requests; null: the first that delivers will. */
  readonly source: Source | null;
}

export interface LiveApisOptions {
  readonly objectives: LiveObjectives;
  readonly names: Dictionaries;
  /** Clients of an API with instances of their own. */
  readonly clientsMax: number;
  /** Told what delivered records of an API first, where nothing else says what counts. */
  readonly onFirstSource: (api: string, source: Source) => void;
}

/** An interval of which records of an API are missing, and when that was told. */
export interface ToldLoss extends Interval {
  readonly api: string;
  readonly toldAt: number;
}

/** Between two frames of a log that is read again, the server is taken to have run for so long at most. */
const RAN_MS_MAX = HOUR_MS;

/** The APIs whose records are taken, with what their sources watched. */
export class LiveApis {
  #revision = 0;
  readonly #options: LiveApisOptions;
  readonly #coverages = new Map<string, AssumedCoverage>();
  readonly #sources = new Map<string, Source | null>();
  readonly #byId: (AssumedCoverage | undefined)[] = [];
  /** Told before the server started, and not come to yet; the next one is the last. */
  #toldBefore: ToldLoss[] = [];
  /** Records before this are of the past: whether their time was watched, only they tell. */
  #runningSince = Number.POSITIVE_INFINITY;

  constructor(options: LiveApisOptions) {
    this.#options = options;
  }

  has(api: string): boolean {
    return this.#coverages.has(api);
  }

  /** Whose records are taken of a source: of each API those of one, so that no request is counted twice. */
  takenFrom(source: Source): TakenApis {
    const revision = (): number => this.#revision;
    return {
      get revision() {
        return revision();
      },
      refusalOf: (api) => this.#refusalOf(api, source),
    };
  }

  /** What counts the requests of an API; null: the first that delivers will. */
  sourceOf(api: string): Source | null {
    return this.#sources.get(api) ?? null;
  }

  /** Lets another source count from the next record on; null: the first that delivers. */
  countBy(api: string, source: Source | null): void {
    if (!this.has(api) || this.#sources.get(api) === source) return;
    this.#sources.set(api, source);
    this.#revision++;
  }

  get names(): string[] {
    return [...this.#coverages.keys()];
  }

  /** Takes records of an API from now on. Refuses objectives that cannot be watched. */
  add({ api, createdAt, objectives, maintenance, source }: TakenApi): void {
    const coverage = new Coverage();
    const { clientsMax, names } = this.#options;
    const watched = { api, objectives, startedAt: createdAt, clientsMax, coverage, exclusions: maintenance };
    this.#options.objectives.addApi(watched);
    this.#know(api, coverage, names.apis.idOf(api));
    this.countBy(api, source);
  }

  /**
   * Takes records of these APIs, and of no others: those whose objectives were restored go on. Gives those that promise
   * something else now than what was restored, or exclude other time: they are to be judged anew.
   */
  begin(taken: readonly TakenApi[]): TakenApi[] {
    const { objectives, names } = this.#options;
    const wanted = new Map(taken.map((one) => [one.api, one]));
    for (const api of objectives.apis) if (!wanted.has(api)) objectives.removeApi(api);
    const kept = new Set(objectives.apis);
    for (const one of taken) {
      if (!kept.has(one.api)) this.add(one);
      else this.#know(one.api, objectives.coverageOf(one.api) ?? new Coverage(), names.apis.idOf(one.api));
      this.countBy(one.api, one.source);
    }
    const unfinished = new Set(objectives.filling);
    return taken.filter(({ api, objectives: promised, maintenance }) => {
      const isMoved = objectives.excludedTimeOf(api).set(maintenance);
      const isAnother = JSON.stringify(objectives.objectivesOf(api)) !== JSON.stringify(promised);
      return isMoved || isAnother || unfinished.has(api);
    });
  }

  remove(api: string): void {
    if (!this.#coverages.delete(api)) return;
    this.#options.objectives.removeApi(api);
    this.#byId[this.#options.names.apis.idOf(api)] = undefined;
    this.#sources.delete(api);
    this.#revision++;
  }

  /** The server ran in [from, to). */
  ran(from: number, to: number): void {
    for (const coverage of this.#coverages.values()) coverage.ran(from, to);
  }

  /** Records of [from, to) are missing: that time was not watched. */
  missed(api: string, interval: Interval): void {
    this.#coverages.get(api)?.missed(interval);
  }

  /** What was told before a start holds from the instant at which it was told on, so that what fired meanwhile fires again. */
  expect(losses: readonly ToldLoss[]): void {
    this.#toldBefore = losses.toSorted((a, b) => b.toldAt - a.toldAt);
  }

  /** From now on the server's own running tells what is watched; records of before are of the past. */
  startRunning(at: number): void {
    this.#missUntil(Number.POSITIVE_INFINITY);
    this.#runningSince = at;
  }

  /** The server ran until `to`, as a frame of the log tells; how long before, nobody knows. */
  ranUntil(from: number, to: number): void {
    for (const coverage of this.#coverages.values()) coverage.ran(Math.max(from, to - RAN_MS_MAX), to);
    this.#missUntil(to);
  }

  /** What records of the past tell of their time. */
  markTold(columns: RecordColumns): void {
    markTold(columns, this.#runningSince, (api) => this.#byId[api]);
  }

  #missUntil(at: number): void {
    for (let next = this.#toldBefore.at(-1); next !== undefined && next.toldAt <= at; next = this.#toldBefore.at(-1)) {
      this.missed(next.api, next);
      this.#toldBefore.pop();
    }
  }

  #refusalOf(api: string, source: Source): "unknownApi" | "notTheSource" | null {
    if (!this.has(api)) return "unknownApi";
    const counts = this.#sources.get(api) ?? null;
    if (counts !== null) return counts === source ? null : "notTheSource";
    this.#sources.set(api, source);
    this.#options.onFirstSource(api, source);
    return null;
  }

  #know(api: string, coverage: Coverage, id: number): void {
    const assumed = new AssumedCoverage(coverage);
    this.#coverages.set(api, assumed);
    this.#byId[id] = assumed;
    this.#revision++;
  }
}
