import { compareText } from "#kernel";
import { budgetOf } from "../budgets/budget.ts";
import { compositeBurn } from "../engine/composites.ts";
import { ObjectiveResults } from "../objective-results.ts";
import type { ObjectiveResult } from "../results.ts";
import type { Past } from "../budgets/past-counts.ts";
import { Forecasts } from "../forecasts.ts";
import type { LivePast } from "./live-past.ts";
import type { Generation } from "./generation.ts";
import { leastOf } from "./least-of.ts";

/** Which instances of an objective are wanted, and in what order. */
export interface ClientPage {
  /** The least that is left, or the most valid or bad requests, first; or by name. Equal ones by row. */
  readonly sort: "remaining" | "valid" | "bad" | "client";
  readonly offset: number;
  readonly limit: number;
  /** Only the instance that is counted under this name; absent: all. */
  readonly client?: string;
  /** What a client is called by whose name they are sorted; absent: as it is counted. */
  readonly clientAs?: (name: string) => string;
}

/** A page of the instances of an objective. */
export interface ClientResults {
  readonly results: readonly ObjectiveResult[];
  /** How many instances there are, of the client that was asked for or of all. */
  readonly total: number;
}

/** What is in a window that ends now. */
export interface WindowBurn {
  readonly windowMs: number;
  /** In the unit of the objective's budget. */
  readonly valid: number;
  readonly bad: number;
  readonly burnRate: number;
}

const NO_PAST: Past = { buckets: [], pace: { valid: 0, bad: 0 } };

/** What is to be said of a generation of objectives at its last tick. */
export class LiveResults {
  readonly #generation: Generation;
  readonly #results: ObjectiveResults;

  constructor(generation: Generation) {
    const { engine, book, explaining } = generation;
    this.#generation = generation;
    const { instances } = engine;
    const wholeOf = (row: number): LivePast | undefined => {
      const objective = instances.objectiveOf(row);
      return row === instances.baseOf(objective) ? generation.pasts[objective] : undefined;
    };
    const forecasts = new Forecasts(engine, engine.sums.head, (row, query) => wholeOf(row)?.pastFor(query) ?? NO_PAST);
    this.#results = new ObjectiveResults({
      engine,
      book,
      at: engine.sums.head,
      clientName: explaining.clientName,
      beside: {
        requestsOf: (row) => wholeOf(row)?.requestsInSlices(),
        excludedOf: (row) => wholeOf(row)?.excluded(),
        forecastOf: (row, window) => forecasts.of(row, window),
      },
    });
  }

  /** Each objective as a whole. */
  wholes(): ObjectiveResult[] {
    const { instances } = this.#generation.engine;
    return instances.objectives.map((_, objective) => this.whole(objective));
  }

  whole(objective: number): ObjectiveResult {
    return this.#results.of(this.#generation.engine.instances.baseOf(objective));
  }

  clients(objective: number, { sort, offset, limit, client, clientAs }: ClientPage): ClientResults {
    const { engine, explaining } = this.#generation;
    const { instances } = engine;
    const all = [...instances.eachRowOf(objective)].slice(1);
    const rows =
      client === undefined ? all : all.filter((row) => explaining.clientName(instances.clientOf(row)) === client);
    const page = leastOf(rows, offset + limit, this.#order(sort, clientAs)).slice(offset);
    return { results: page.map((row) => this.#results.of(row)), total: rows.length };
  }

  burnRates(objective: number): WindowBurn[] {
    const { engine } = this.#generation;
    const row = engine.instances.baseOf(objective);
    const policy = engine.policyOf(row);
    const lengths = new Map(
      policy.rules.flatMap(({ pair, long, short }) => [[pair.longMs, long] as const, [pair.shortMs, short] as const]),
    );
    const composite = engine.composite(row);
    return [...lengths]
      .toSorted(([a], [b]) => a - b)
      .map(([windowMs, window]) => {
        if (composite !== undefined) return { windowMs, ...compositeBurn(composite, engine, () => window) };
        const [valid, bad] = [engine.validOf(row, window), engine.badOf(row, window)];
        return { windowMs, valid, bad: bad / policy.unit, burnRate: budgetOf(policy, valid, bad).burnRate };
      });
  }

  #order(sort: ClientPage["sort"], clientAs = (name: string): string => name): (a: number, b: number) => number {
    const { engine, explaining } = this.#generation;
    const { instances } = engine;
    const nameOf = (row: number): string => clientAs(explaining.clientName(instances.clientOf(row)));
    if (sort === "client") return (a, b) => compareText(nameOf(a), nameOf(b));
    const valueOf = (row: number): number => {
      const policy = engine.policyOf(row);
      const valid = engine.validOf(row, policy.period);
      if (sort === "valid") return -valid;
      const bad = engine.badOf(row, policy.period);
      return sort === "bad" ? -bad : budgetOf(policy, valid, bad).remaining;
    };
    return (a, b) => {
      const byValue = valueOf(a) - valueOf(b);
      return byValue === 0 ? a - b : byValue;
    };
  }
}
