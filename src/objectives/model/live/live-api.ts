import { HOUR_MS, type Interval, type SaveReader, type SaveWriter } from "#kernel";
import { SIDE_STEP_MS, VanishedTraffic } from "../alerts/vanished-traffic.ts";
import type { RecordColumns } from "#records";
import type { Objective } from "../objective.ts";
import { isAvailabilityOfAll, isJudgeable } from "../side-alerts.ts";
import { SideWatch, type Speaker } from "../side-watch.ts";
import { Generation, type GenerationTerms } from "./generation.ts";
import { LiveAlerts, sideOutcome } from "./live-alerts.ts";
import { LiveResults } from "./live-results.ts";
import { type LiveAlert, mergedOutcome, type TickOutcome } from "./tick-outcome.ts";

/** A speaker mutes for so long after its end. */
const HEARD_MS = HOUR_MS;

/** A generation with its alerts. */
interface Voice {
  readonly generation: Generation;
  readonly alerts: LiveAlerts;
}

/** What is saved of an API beside its generations. */
export interface SavedApi {
  readonly api: string;
  readonly startedAt: number;
  readonly clientsMax: number;
  readonly covered: boolean;
  readonly speakers: Speaker[];
  readonly isFresh: boolean;
  readonly feeder: number;
  /** Absent in what was saved before requests in it were counted apart: then it is to be set, and the objectives filled, anew. */
  readonly excludedTime?: readonly Interval[];
}

/** What is saved of a generation's promises. */
export interface SavedObjectives {
  readonly number: number;
  readonly objectives: readonly Objective[];
}

/** One API of the running server: the generation of objectives that speaks, perhaps one that is being filled, and the default pages. */
export class LiveApi {
  readonly terms: Omit<GenerationTerms, "onTraffic">;
  #voice: Voice;
  /** Counts what comes: the generation that speaks or, from the moment in which its totals are taken over, the next one. */
  #counting: Generation;
  /** Being filled from old records; it speaks from the next tick after `commit` on. */
  #filling: Generation | undefined;
  /** Was filled, and takes over at the next tick. */
  #successor: Generation | undefined;
  readonly #traffic: VanishedTraffic;
  readonly #side: SideWatch;
  #speakers: Speaker[] = [];
  /** The generation whose counts tell of the API's traffic. */
  #feeder: number;
  /** Nothing was told yet: a generation that is filled now brings all the past. */
  #isFresh = true;

  constructor(number: number, objectives: readonly Objective[], terms: Omit<GenerationTerms, "onTraffic">) {
    this.terms = terms;
    const { api, coverage, startedAt, excluded } = terms;
    const isWatched = (interval: Interval): boolean =>
      coverage === undefined ||
      (interval.from >= coverage.startedAt && isJudgeable({ coverage: new Map([[api, coverage]]) }, api, interval));
    // That requests stay away during maintenance is no news.
    const isMeasured = (interval: Interval): boolean => !excluded.touches(interval) && isWatched(interval);
    this.#traffic = new VanishedTraffic({ startedAt, stepMs: SIDE_STEP_MS, isMeasured });
    this.#side = new SideWatch({
      api,
      traffic: this.#traffic,
      coverage,
      from: startedAt,
      speakers: () => this.#speakers,
    });
    this.#feeder = number;
    const generation = this.#generation(number, objectives);
    this.#voice = { generation, alerts: new LiveAlerts(generation) };
    this.#counting = generation;
  }

  /** The generation that speaks. */
  get current(): Generation {
    return this.#voice.generation;
  }

  /** What is to be said of its objectives now. */
  get results(): LiveResults {
    return new LiveResults(this.#voice.generation);
  }

  get firing(): LiveAlert[] {
    const { api } = this.terms;
    const side = this.#side.firing.map(({ alert, toldAt }) => ({ ...alert, api, toldAt, goesOn: false }));
    return [...this.#voice.alerts.firing, ...side];
  }

  /** Rows [from, to) of columns, which are of this API. */
  count(columns: RecordColumns, from: number, to: number): void {
    this.#counting.count(columns, from, to);
    (this.#filling ?? this.#successor)?.count(columns, from, to);
  }

  /** Records of the past that only the generation being filled has not seen; without one, that which speaks. */
  countHistory(columns: RecordColumns, from: number, to: number): void {
    (this.#filling ?? this.#counting).count(columns, from, to);
  }

  /** Begins a new generation: to be filled from old records, then committed. One that was not committed is dropped. */
  replace(number: number, objectives: readonly Objective[]): void {
    const dropped = [this.#filling, this.#successor];
    this.#successor = undefined;
    this.#filling = this.#generation(number, objectives);
    if (this.#isFresh) this.#feeder = number;
    for (const generation of dropped) generation?.release();
  }

  /** Old records were read up to `until`. */
  *fill(until: number, now: number): Generator<void, void> {
    if (this.#filling !== undefined && until > this.#filling.engine.sums.head) yield* this.#filling.fill(until, now);
  }

  /** The generation that was filled speaks from the next tick on. */
  commit(): void {
    this.#successor = this.#filling ?? this.#successor;
    this.#filling = undefined;
  }

  /** Whether a generation waits for old records, or for the next tick. */
  get isFilling(): boolean {
    return this.#filling !== undefined || this.#successor !== undefined;
  }

  save(to: SaveWriter): void {
    const { api, startedAt, clientsMax, coverage, excluded } = this.terms;
    const [speakers, isFresh, feeder] = [this.#speakers, this.#isFresh, this.#feeder];
    const filling = this.#filling ?? this.#successor;
    const covered = coverage !== undefined;
    const { intervals: excludedTime } = excluded;
    to.json("api", { api, startedAt, clientsMax, covered, speakers, isFresh, feeder, excludedTime });
    coverage?.save(to.within("coverage"));
    this.#voice.generation.save(to.within("current"));
    this.#voice.alerts.save(to.within("alerts"));
    filling?.save(to.within("filling"));
    this.#side.save(to.within("side"));
  }

  /** Into an API made with the same terms, objectives and number. A generation that was being filled is to be filled anew. */
  restore(from: SaveReader): void {
    const { speakers, isFresh, feeder } = from.json("api") as SavedApi;
    this.#speakers = speakers;
    this.#isFresh = isFresh;
    this.#feeder = feeder;
    this.#voice.generation.restore(from.within("current"));
    this.#voice.alerts.restore(from.within("alerts"));
    const filling = from.within("filling");
    if (filling.has("objectives")) {
      const { number, objectives } = filling.json("objectives") as SavedObjectives;
      this.#filling = this.#generation(number, objectives);
      this.#filling.restore(filling);
    }
    this.#side.restore(from.within("side"));
  }

  /** Gives back what lies on the shelf: the API is watched no more. */
  release(): void {
    for (const generation of [this.current, this.#filling, this.#successor]) generation?.release();
  }

  /** Goes to `at`, in slices, and says what changed. */
  *slices(at: number): Generator<void, TickOutcome> {
    const succeeded = yield* this.#succeed(at);
    const { generation, alerts } = this.#voice;
    yield* generation.moveTo(at);
    const outcome = yield* alerts.take(at);
    if (this.#filling === undefined) this.#isFresh = false;
    this.#listen(at, outcome);
    // While the past is still being read, traffic seems to be missing.
    const side = this.#feeder === generation.number ? [sideOutcome(this.terms.api, at, this.#side.tick(at))] : [];
    if (at % HOUR_MS === 0) generation.book.forgetBefore(at - generation.longestMs);
    return mergedOutcome(at, [outcome, ...side, ...succeeded]);
  }

  /** Lets a generation that was filled take over. */
  *#succeed(at: number): Generator<void, TickOutcome[]> {
    const generation = this.#successor;
    if (generation === undefined) return [];
    this.#successor = undefined;
    const previous = this.#voice;
    // What was counted until now is in the totals that it takes over; what comes from now on it adds itself.
    const [counted, filled] = [previous.generation.drain(), generation.fill(at, at)];
    this.#counting = generation;
    yield* counted;
    yield* filled;
    // What it counted until now the one before told of the API's traffic.
    this.#feeder = generation.number;
    const alerts = new LiveAlerts(generation);
    const ended = yield* alerts.succeed(previous.alerts, at);
    generation.continue(previous.generation);
    previous.generation.release();
    this.#voice = { generation, alerts };
    const outcome = { at, began: [], changed: [], ended, pages: [] };
    if (!this.#isFresh) return [outcome];
    this.#isFresh = false;
    // What fired and ended in the past is no news.
    this.#side.tick(at);
    const { firing } = this.#side;
    const told = firing.filter(({ toldAt }) => toldAt !== null);
    return [outcome, sideOutcome(this.terms.api, at, { fired: firing, told, ended: [] })];
  }

  /** Keeps the pages of availability of the whole API in mind: who was told of one knows that requests are missing. */
  #listen(at: number, { began, ended }: TickOutcome): void {
    const names = new Set(this.current.objectives.flatMap((one) => (isAvailabilityOfAll(one) ? [one.name] : [])));
    for (const { objective, client, urgency, firedAt } of began) {
      if (client !== undefined || urgency !== "page" || !names.has(objective)) continue;
      this.#speakers.push({ objective, firedAt, endedAt: null });
    }
    this.#speakers = this.#speakers
      .map((speaker) => ({ ...speaker, ...ended.find((one) => isSame(one, speaker)) }))
      .map(({ objective, firedAt, endedAt }) => ({ objective, firedAt, endedAt }))
      .filter(({ endedAt }) => endedAt === null || endedAt + HEARD_MS > at);
  }

  #generation(number: number, objectives: readonly Objective[]): Generation {
    const onTraffic = (slot: number, valid: number): void => {
      if (this.#feeder === number) this.#traffic.count(slot, valid);
    };
    return new Generation(number, objectives, { ...this.terms, onTraffic });
  }
}

function isSame({ objective, client, urgency, firedAt }: LiveAlert, speaker: Speaker): boolean {
  return client === undefined && urgency === "page" && objective === speaker.objective && firedAt === speaker.firedAt;
}
