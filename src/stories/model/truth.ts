import { floorTo, HOUR_MS } from "#kernel";
import { generate, type StoryRecord } from "./generate.ts";
import type { Outage, Story, Traffic } from "./story.ts";

/** Exact counts. requests = good + bad + excluded; the others overlap them. */
export interface Tally {
  requests: number;
  /** Below 400, and 4xx but 429 and 499. */
  good: number;
  /** 5xx, and no answer. */
  bad: number;
  /** 429 and 499. */
  excluded: number;
  /** 429. */
  throttled: number;
  /** 4xx but 429 and 499. */
  clientFaults: number;
  responseBytes: number;
}

/** What really happened in a story; all counts exact. */
export interface Truth extends Tally {
  /** Start of the first and of the last request, epoch ms; null when there was none. */
  readonly first: number | null;
  readonly last: number | null;
  readonly statuses: Readonly<Record<string, number>>;
  readonly clients: Readonly<Record<string, Tally>>;
  readonly operations: Readonly<Record<string, Tally>>;
  /** By start of the hour; hours without a request are left out. */
  readonly hours: readonly ({ readonly at: number } & Tally)[];
  /** The story's, in its order, with how many requests each one struck. */
  readonly outages: readonly (Outage & { readonly struck: number })[];
}

/** Tells the story and counts it. */
export function truthOf(story: Story): Truth {
  const counter = new TruthCounter(story);
  for (const record of generate(story)) counter.add(record);
  return counter.truth();
}

/** Counts records while they pass, for those who print them at the same time. */
export class TruthCounter {
  readonly #outages: readonly Outage[];
  readonly #struck: number[];
  readonly #all = newTally();
  readonly #statuses = new Map<number, number>();
  readonly #clients = new Map<string, Tally>();
  readonly #operations = new Map<string, Tally>();
  readonly #hours = new Map<number, Tally>();
  #first: number | null = null;
  #last: number | null = null;

  constructor(story: Pick<Traffic, "outages">) {
    this.#outages = story.outages;
    this.#struck = story.outages.map(() => 0);
  }

  /** Records come in order of their start. */
  add(record: StoryRecord): void {
    this.#first ??= record.at;
    this.#last = record.at;
    this.#statuses.set(record.status, (this.#statuses.get(record.status) ?? 0) + 1);
    count(this.#all, record);
    count(tallyOf(this.#clients, record.client.name), record);
    count(tallyOf(this.#operations, record.operation), record);
    count(tallyOf(this.#hours, floorTo(record.at, HOUR_MS)), record);
    if (record.outage >= 0) this.#struck[record.outage] = (this.#struck[record.outage] ?? 0) + 1;
  }

  truth(): Truth {
    return {
      ...this.#all,
      first: this.#first,
      last: this.#last,
      statuses: Object.fromEntries(this.#statuses),
      clients: Object.fromEntries(this.#clients),
      operations: Object.fromEntries(this.#operations),
      hours: [...this.#hours].map(([at, tally]) => ({ at, ...tally })),
      outages: this.#outages.map((outage, index) => ({ ...outage, struck: this.#struck[index] ?? 0 })),
    };
  }
}

function newTally(): Tally {
  return { requests: 0, good: 0, bad: 0, excluded: 0, throttled: 0, clientFaults: 0, responseBytes: 0 };
}

function tallyOf<K>(tallies: Map<K, Tally>, key: K): Tally {
  const known = tallies.get(key);
  if (known) return known;
  const tally = newTally();
  tallies.set(key, tally);
  return tally;
}

/** An own, plain reading of the classes: a truth that used the product's code could not find its faults. */
function count(tally: Tally, { status, responseBytes }: StoryRecord): void {
  tally.requests++;
  tally.responseBytes += responseBytes;
  if (status === 0 || status >= 500) tally.bad++;
  else if (status === 429 || status === 499) tally.excluded++;
  else tally.good++;
  if (status === 429) tally.throttled++;
  if (status >= 400 && status < 500 && status !== 429 && status !== 499) tally.clientFaults++;
}
