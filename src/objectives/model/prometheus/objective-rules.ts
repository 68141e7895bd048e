import { MINUTE_MS, PPM } from "#kernel";
import type { AlertPair } from "../alerts/pair.ts";
import { pairsFor } from "../alerts/pairs.ts";
import { Threshold } from "../alerts/threshold.ts";
import { type Objective, periodMsOf } from "../objective.ts";
import { directCount, DIRECT_MAX_MS, rangeText, summedTiles, tileCount, tileMsFor } from "./count-expressions.ts";
import type { Counters } from "./counters-of.ts";
import { pairAnnotations } from "./words.ts";

/** A recording or an alerting rule, as Prometheus reads it. */
export type Rule =
  | { readonly record: string; readonly expr: string; readonly labels: Labels }
  | { readonly alert: string; readonly expr: string; readonly labels: Labels; readonly annotations: Labels };

type Labels = Readonly<Record<string, string>>;

/** Rules that are evaluated together, one after the other. */
export interface RuleGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly Rule[];
}

/** How often windows of hours are counted: what pages looks twice a minute. */
const FAST = "30s";
/** Half of the five minutes for which Prometheus remembers a sample, so that each evaluation sees the one before. */
const SLOW = "2m30s";
const ALERT = "ErrorBudgetBurn";
const BAD_LEAST = 2;
/** A shorter window holds too few scrapes. */
const WINDOW_LEAST_MS = MINUTE_MS;

/** Why an objective's windows or names cannot be used in Prometheus; undefined when all can. */
export function findRuleFault(objective: Objective): string | undefined {
  const { pairs } = pairsFor(objective);
  const names = [objective.name, objective.api, ...pairs.map(({ name = "" }) => name)];
  if (names.some((name) => name.includes("{{"))) return 'it has "{{" in a name, which Prometheus would expand';
  const tileMs = tileMsOf(objective);
  for (const ms of allWindowsOf(objective)) {
    if (ms < WINDOW_LEAST_MS) return `its window of ${rangeText(ms)} is too short for scrapes; at least 1m is needed`;
    if (ms > DIRECT_MAX_MS && ms % tileMs !== 0) {
      return `its window of ${rangeText(ms)} is longer than ${rangeText(DIRECT_MAX_MS)} and no multiple of ${rangeText(tileMs)}`;
    }
  }
  return undefined;
}

/** The rules of one objective whose windows have no fault: a fast group for its short pairs, a slow one for the rest. */
export function objectiveRules(objective: Objective, counters: Counters): RuleGroup[] {
  const writer = new RuleWriter(objective, counters);
  const { pairs } = pairsFor(objective);
  const fastPairs = pairs.filter(({ longMs }) => longMs <= DIRECT_MAX_MS);
  const slowPairs = pairs.filter((pair) => !fastPairs.includes(pair));
  const fastWindows = windowsOf(fastPairs);
  const period = objective.window.kind === "rolling" ? [objective.window.lengthMs] : [];
  const slowWindows = lengthsOf([...windowsOf(slowPairs), ...period]).filter((ms) => !fastWindows.includes(ms));
  const tiled = slowWindows.some((ms) => ms > DIRECT_MAX_MS);
  const groups: RuleGroup[] = [
    {
      name: `${objective.name}, short windows`,
      interval: FAST,
      rules: [...fastWindows.flatMap((ms) => writer.counts(ms)), ...fastPairs.map((pair) => writer.alert(pair))],
    },
    {
      name: `${objective.name}, long windows`,
      interval: SLOW,
      rules: [
        ...(tiled ? writer.tiles() : []),
        ...slowWindows.flatMap((ms) => writer.counts(ms)),
        ...slowPairs.map((pair) => writer.alert(pair)),
        ...period.flatMap((ms) => writer.budget(ms)),
      ],
    },
  ];
  return groups.filter(({ rules }) => rules.length > 0);
}

class RuleWriter {
  readonly #objective: Objective;
  readonly #counters: Counters;
  readonly #labels: Labels;
  readonly #tileMs: number;
  /** `{objective="orders/availability"}`. */
  readonly #matcher: string;

  constructor(objective: Objective, counters: Counters) {
    this.#objective = objective;
    this.#counters = counters;
    const { name, api, sampledPpm } = objective;
    this.#labels = { objective: name, api, ...(sampledPpm === undefined ? {} : { estimated: "true" }) };
    this.#tileMs = tileMsOf(objective);
    this.#matcher = `objective=${JSON.stringify(name)}`;
  }

  tiles(): Rule[] {
    return this.#both(rangeText(this.#tileMs), "tile", (terms) => tileCount(terms, this.#tileMs));
  }

  counts(ms: number): Rule[] {
    const range = rangeText(ms);
    if (ms <= DIRECT_MAX_MS) return this.#both(range, "increase", (terms) => directCount(terms, ms));
    return (["valid", "bad"] as const).map((what) => {
      const tiles = this.#series(what, `tile${rangeText(this.#tileMs)}`);
      return this.#record(seriesName(what, `increase${range}`), summedTiles(tiles, ms, this.#tileMs));
    });
  }

  /** Both windows above the threshold; or it fires already, and the short window is empty: silence says nothing. */
  alert(pair: AlertPair): Rule {
    const { targetPpm, window } = this.#objective;
    const { ratio: threshold } = new Threshold(pair, { targetPpm, periodMs: periodMsOf(window) });
    const above = `${pair.orEqual === true ? ">=" : ">"} ${threshold}`;
    const long = rangeText(pair.longMs);
    const short = rangeText(pair.shortMs);
    const own = { long, short, severity: pair.urgency, ...(pair.name === undefined ? {} : { pair: pair.name }) };
    const firing = [`alertname="${ALERT}"`, `alertstate="firing"`, this.#matcher, ...matchersOf(own)].join(", ");
    const expr = [
      `${this.#ratio(long)} ${above}`,
      `and ${this.#ratio(short)} ${above}`,
      `and ${this.#series("bad", `increase${long}`)} >= ${BAD_LEAST}`,
      `or ${this.#ratio(long)}`,
      `and ${this.#series("valid", `increase${short}`)} == 0`,
      `and on (objective) ALERTS{${firing}}`,
    ].join("\n");
    const { sampledPpm } = this.#objective;
    const annotations = pairAnnotations({ pair, threshold, periodMs: periodMsOf(window), sampledPpm });
    return { alert: ALERT, expr, labels: { ...this.#labels, ...own }, annotations };
  }

  budget(ms: number): Rule[] {
    const range = rangeText(ms);
    const allowed = (PPM - this.#objective.targetPpm) / PPM;
    const valid = this.#series("valid", `increase${range}`);
    return [
      this.#record(seriesName("bad", `ratio${range}`), this.#ratio(range)),
      this.#record(
        `objective:plimsoll_budget:remaining${range}`,
        `1 - ${this.#series("bad", `ratio${range}`)} / ${allowed}\nor 1 + 0 * ${valid}`,
      ),
    ];
  }

  #both(range: string, operation: string, count: (terms: Counters["valid"]) => string): Rule[] {
    const { valid, bad } = this.#counters;
    return [
      this.#record(seriesName("valid", operation + range), count(valid)),
      this.#record(seriesName("bad", operation + range), count(bad)),
    ];
  }

  /** No result where nothing was valid: never 0 ÷ 0. */
  #ratio(range: string): string {
    return `${this.#series("bad", `increase${range}`)} / (${this.#series("valid", `increase${range}`)} > 0)`;
  }

  #series(what: "valid" | "bad", operation: string): string {
    return `${seriesName(what, operation)}{${this.#matcher}}`;
  }

  #record(record: string, expr: string): Rule {
    return { record, expr, labels: this.#labels };
  }
}

function seriesName(what: "valid" | "bad", operation: string): string {
  return `objective:plimsoll_${what}:${operation}`;
}

function matchersOf(labels: Labels): string[] {
  return Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
}

function windowsOf(pairs: readonly AlertPair[]): number[] {
  return lengthsOf(pairs.flatMap(({ longMs, shortMs }) => [longMs, shortMs]));
}

function allWindowsOf(objective: Objective): number[] {
  const { window } = objective;
  return lengthsOf([...windowsOf(pairsFor(objective).pairs), ...(window.kind === "rolling" ? [window.lengthMs] : [])]);
}

function tileMsOf(objective: Objective): number {
  return tileMsFor(Math.max(0, ...allWindowsOf(objective)));
}

function lengthsOf(all: readonly number[]): number[] {
  return [...new Set(all)].toSorted((a, b) => a - b);
}
