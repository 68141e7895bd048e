import { atOnce, floorTo, invariant, Refusal, SaveReader, SaveRoom, SaveWriter } from "#kernel";
import type { Dictionaries, RecordColumns } from "#records";
import { Coverage } from "../engine/coverage.ts";
import { MemorySlotLists } from "../engine/memory-slot-lists.ts";
import { GRID_MS } from "../engine/windows.ts";
import type { AlertPair } from "../alerts/pair.ts";
import type { Objective } from "../objective.ts";
import type { ObjectiveResult } from "../results.ts";
import type { BurnDown } from "../budgets/burn-down.ts";
import type { RowHistory } from "../whatif/row-history.ts";
import { type Question, whatIfSteps } from "../whatif/what-if-table.ts";
import type { LivePast } from "./live-past.ts";
import type { LiveLimits, LiveOptions, LiveWhatIf, ObjectiveCounter, WatchedApi } from "./live-options.ts";
import { earliestSlot } from "./earliest-slot.ts";
import { apiNotFound, objectiveIndex } from "./not-found.ts";
import { ExcludedTime } from "./excluded-time.ts";
import { BadRing } from "./bad-ring.ts";
import type { GenerationTerms } from "./generation.ts";
import type { ClientPage, ClientResults, WindowBurn } from "./live-results.ts";
import { LiveApi, type SavedApi, type SavedObjectives } from "./live-api.ts";
import { type LiveAlert, mergedOutcome, type TickOutcome } from "./tick-outcome.ts";

/** 32 B each, for all APIs together. */
const BAD_MAX = 2 ** 18;

/**
 * The objectives of all APIs while the server runs: records in, alerts out. It has no clock: it is told the instant.
 * What was counted is seen at the next tick.
 */
export class LiveObjectives {
  readonly #names: Dictionaries;
  readonly #badRing: BadRing;
  /** What all APIs have in common. */
  readonly #common: Pick<GenerationTerms, "names" | "guard" | "isRegistered" | "lists" | "badRing">;
  readonly #apis = new Map<string, LiveApi>();
  /** By id of the API's name. */
  readonly #byId: (LiveApi | undefined)[] = [];
  readonly #room = new SaveRoom();
  #generations = 0;
  #at = Number.NEGATIVE_INFINITY;

  constructor({ names, guard = true, lists, isRegistered = () => false }: LiveOptions) {
    this.#names = names;
    this.#badRing = new BadRing(names, BAD_MAX);
    this.#common = { names, guard, isRegistered, lists: lists ?? new MemorySlotLists(), badRing: this.#badRing };
  }

  /** Watches an API from now on. Refuses what `pairsFor` refuses, and an API that is watched already. */
  addApi(watched: WatchedApi): void {
    invariant(!this.#apis.has(watched.api), `${watched.api} is watched already`);
    this.#watch(++this.#generations, watched);
  }

  #watch(number: number, { api, objectives, startedAt, clientsMax, coverage, exclusions = [] }: WatchedApi): LiveApi {
    const terms = {
      ...this.#common,
      api,
      startedAt: floorTo(startedAt, GRID_MS),
      coverage,
      excluded: new ExcludedTime(exclusions),
      clientsMax,
    };
    const live = new LiveApi(number, objectives, terms);
    this.#apis.set(api, live);
    this.#byId[this.#names.apis.idOf(api)] = live;
    return live;
  }

  /** Forgets an API; its alerts are not told as ended. */
  removeApi(api: string): void {
    this.#apis.get(api)?.release();
    if (!this.#apis.delete(api)) return;
    this.#byId[this.#names.apis.idOf(api)] = undefined;
  }

  /** Counts records, of whatever API and kind; those of APIs that nobody watches count for nothing. No allocation a record. */
  count(columns: RecordColumns): void {
    this.#count(columns, null);
  }

  /**
   * Counts old records of one API, in about the order of their time, for its generation that is being filled
   * (`replaceObjectives`), up to the instant `now`; those of others are passed over. They raise no signal. Without such a
   * generation they correct what the API has.
   */
  countHistory(columns: RecordColumns, now: number, api: string): void {
    const live = this.#apiOf(api);
    this.#count(columns, live);
    for (const _ of live.fill(earliestSlot(columns), now));
  }

  /**
   * Gives an API other objectives. They count from now on, and speak from the next tick after `commit`: until then the
   * caller hands in each older record once (`countHistory`), and the objectives before go on speaking. Refuses what
   * `pairsFor` refuses, and changes nothing then.
   */
  replaceObjectives(api: string, objectives: readonly Objective[]): void {
    this.#apiOf(api).replace(++this.#generations, objectives);
  }

  /** All old records of an API were handed in. Alerts that held before and still hold go on; the others end at the next tick. */
  commit(api: string): void {
    this.#apiOf(api).commit();
  }

  /** APIs with a generation that waits for old records: after a restart it is to be replaced, and filled, anew. */
  get filling(): string[] {
    return [...this.#apis].flatMap(([name, api]) => (api.isFilling ? [name] : []));
  }

  /** The names of the APIs that are watched. */
  get apis(): string[] {
    return [...this.#apis.keys()];
  }

  /** What an API promises, as it is watched now. */
  objectivesOf(api: string): readonly Objective[] {
    return this.#apiOf(api).current.objectives;
  }

  /**
   * The time of an API whose requests count for nothing. Where it is set anew, what was counted stays until the objectives
   * are replaced by the same ones, and filled.
   */
  excludedTimeOf(api: string): ExcludedTime {
    return this.#apiOf(api).terms.excluded;
  }

  /** What the source of an API watched; marks may be added. Undefined when it needs not say. */
  coverageOf(api: string): Coverage | undefined {
    return this.#apiOf(api).terms.coverage;
  }

  /** Changes a target at read time; every instance is judged anew at the next tick. Refuses what `pairsFor` refuses. */
  retarget(api: string, objective: string, targetPpm: number): void {
    const { engine } = this.#apiOf(api).current;
    engine.retarget(objectiveIndex(engine, objective), targetPpm);
  }

  /** Goes to `at`, a multiple of 10 s after the last one, and says what changed. */
  tick(at: number): TickOutcome {
    return atOnce(this.slices(at));
  }

  /** `tick` in slices of about a millisecond at most, between which records may be counted: they are seen at the next tick. */
  *slices(at: number): Generator<void, TickOutcome> {
    invariant(at % GRID_MS === 0 && at > this.#at, `cannot tick at ${at}`);
    this.#at = at;
    const outcomes: TickOutcome[] = [];
    for (const api of this.#apis.values()) outcomes.push(yield* api.slices(at));
    this.#badRing.tick(at);
    return mergedOutcome(at, outcomes);
  }

  /** What fires now, by API. */
  firing(): LiveAlert[] {
    return [...this.#apis.values()].flatMap((api) => api.firing);
  }

  /** The objectives of an API as a whole, at the last tick. */
  results(api: string): ObjectiveResult[] {
    return this.#apiOf(api).results.wholes();
  }

  /** One objective of an API as a whole. Refuses one that there is not. */
  resultOf(api: string, objective: string): ObjectiveResult {
    const { current, results } = this.#apiOf(api);
    return results.whole(objectiveIndex(current.engine, objective));
  }

  /** The pairs of windows that its alerts look at. */
  pairsOf(api: string, objective: string): AlertPair[] {
    const { engine } = this.#apiOf(api).current;
    const row = engine.instances.baseOf(objectiveIndex(engine, objective));
    return engine.policyOf(row).rules.map(({ pair }) => pair);
  }

  /** The instances of an objective for single clients, a page of them. */
  clientResults(api: string, objective: string, page: ClientPage): ClientResults {
    const { current, results } = this.#apiOf(api);
    return results.clients(objectiveIndex(current.engine, objective), page);
  }

  /** How fast an objective burns its budget in each window of its pairs, ascending. */
  burnRates(api: string, objective: string): WindowBurn[] {
    const { current, results } = this.#apiOf(api);
    return results.burnRates(objectiveIndex(current.engine, objective));
  }

  /** How the budget of an objective as a whole fell over its last window: some 240 points. */
  burnDown(api: string, objective: string): BurnDown {
    return this.#pastOf(api, objective).burnDown();
  }

  /** All slots of an objective as a whole that are remembered: its window, and two days more. Refuses a composite, which has no counts of its own. */
  history(api: string, objective: string): RowHistory {
    const { engine } = this.#apiOf(api).current;
    const { indicator } = engine.instances.objectives[objectiveIndex(engine, objective)] as Objective;
    if (indicator.kind === "composite") {
      const text = `${objective} has no counts of its own, so other targets cannot be tried on it. Try them on its members: ${indicator.members.map((one) => one.objective).join(", ")}.`;
      throw new Refusal("invalid", "objectives.composite-without-history", text, { objective });
    }
    return this.#pastOf(api, objective).history();
  }

  /** Other targets, tried on what is remembered, in steps of a tenth of a second at most. Refuses what `history` and `whatIf` refuse. */
  *whatIf(api: string, objective: string, question: Question): Generator<void, LiveWhatIf> {
    const history = this.history(api, objective);
    yield;
    return { ...history.span, ...(yield* whatIfSteps(history, question)) };
  }

  /** The running totals behind the exported rules of Prometheus, of each objective as a whole that counts requests. */
  counters(): ObjectiveCounter[] {
    return [...this.#apis].flatMap(([api, { current }]) =>
      current.engine.instances.objectives.flatMap(({ name, indicator }, index) => {
        const [valid, bad] = current.totals.subarray(2 * index) as Iterable<number>;
        return indicator.kind === "composite" ? [] : [{ api, objective: name, valid: valid ?? 0, bad: bad ?? 0 }];
      }),
    );
  }

  /** What of an API is counted, but not in all its instances. */
  limitsOf(api: string): LiveLimits {
    const { clientsLeftOut, slicesTooLate } = this.#apiOf(api).current;
    return { clientsLeftOut, slicesTooLate };
  }

  #pastOf(api: string, objective: string): LivePast {
    const { engine, pasts } = this.#apiOf(api).current;
    return pasts[objectiveIndex(engine, objective)] as LivePast;
  }

  /** Memory for the next `save`, in slices: to get it takes a hundred times as long as to fill it. */
  *makeRoom(): Generator<void, void> {
    yield* this.#room.make();
  }

  /**
   * All that it knows, in one moment between two ticks. The dictionaries, and
   * what lies on the shelf of slot lists, are only referred to: they must be saved at the same moment.
   */
  save(): Uint8Array {
    const to = new SaveWriter();
    to.json("live", {
      generations: this.#generations,
      at: Number.isFinite(this.#at) ? this.#at : null,
      apis: this.#apis.size,
    });
    [...this.#apis.values()].forEach((api, index) => api.save(to.within(`api${index}`)));
    this.#badRing.save(to.within("bad"));
    return this.#room.filledBy(to);
  }

  /** Goes on exactly like the one that was saved: `bytes` are what it gave, `options` as it had them, with the dictionaries and lists of that moment. */
  static restore(bytes: Uint8Array, options: LiveOptions): LiveObjectives {
    const live = new LiveObjectives(options);
    const from = new SaveReader(bytes);
    const saved = from.json("live") as { generations: number; at: number | null; apis: number };
    for (let index = 0; index < saved.apis; index++) live.#restoreApi(from.within(`api${index}`));
    live.#generations = saved.generations;
    live.#at = saved.at ?? Number.NEGATIVE_INFINITY;
    live.#badRing.restore(from.within("bad"));
    live.#room.expect(bytes.length);
    return live;
  }

  #restoreApi(from: SaveReader): void {
    const { covered, excludedTime: exclusions = [], ...terms } = from.json("api") as SavedApi;
    const { number, objectives } = from.within("current").json("objectives") as SavedObjectives;
    const coverage = covered ? new Coverage() : undefined;
    coverage?.restore(from.within("coverage"));
    this.#watch(number, { ...terms, exclusions, objectives, ...(coverage === undefined ? {} : { coverage }) }).restore(
      from,
    );
  }

  #apiOf(api: string): LiveApi {
    const live = this.#apis.get(api);
    if (live === undefined) throw apiNotFound(api);
    return live;
  }

  /** Rows of one API one after another are counted at once. `only`: of this API, as history. */
  #count(columns: RecordColumns, only: LiveApi | null): void {
    const { api, length } = columns;
    for (let from = 0; from < length;) {
      const id = api[from] as number;
      let to = from + 1;
      while (to < length && api[to] === id) to++;
      const live = this.#byId[id];
      if (live !== undefined && only === null) live.count(columns, from, to);
      else if (live !== undefined && live === only) live.countHistory(columns, from, to);
      from = to;
    }
  }
}
