import { HOUR_MS, type Interval, invariant, MINUTE_MS, SECOND_MS } from "#kernel";
import { rateAt } from "./arrivals.ts";
import type { LiveApi, LiveClient } from "./live-story.ts";
import type { Traffic } from "./story.ts";
import { StoryTarget } from "./story-target.ts";
import { Weighted } from "./weighted.ts";

/** Where requests come from: an API's ordinary clients, or a burst of one of them. It brings them in its interval only. */
export interface Source extends Interval {
  readonly api: LiveApi;
  readonly perMs: number;
  /** The API's traffic with the outages of one minute only, so that a long list of them costs nothing. */
  readonly traffic: Traffic;
  /** Their places in the API's own list. */
  readonly outages: readonly number[];
  readonly clients: Weighted<LiveClient>;
  readonly targets: Weighted<StoryTarget>;
}

/** An API, prepared to be told minute by minute. */
export class ApiSource {
  readonly #api: LiveApi;
  readonly #clients: Weighted<LiveClient>;
  readonly #targets: Weighted<StoryTarget>;
  readonly #bursts: readonly Omit<Source, "traffic" | "outages">[];

  constructor(api: LiveApi) {
    const targets = api.operations.map((operation) => new StoryTarget(operation));
    this.#api = api;
    this.#clients = new Weighted(api.clients);
    this.#targets = new Weighted(targets);
    this.#bursts = api.bursts.map(({ from, to, client, operation, perSecond }) => ({
      api,
      perMs: perSecond / SECOND_MS,
      from,
      to,
      clients: new Weighted([named(api.clients, client)]),
      targets: new Weighted([named(targets, operation)]),
    }));
  }

  /** What brings requests in the minute that begins at an instant. */
  during(minute: number): Source[] {
    const api = this.#api;
    const outages: number[] = [];
    for (const [index, outage] of api.outages.entries()) if (touches(outage, minute)) outages.push(index);
    const traffic = { ...api, outages: api.outages.filter((outage) => touches(outage, minute)) };
    const ordinary: Source = {
      api,
      perMs: rateAt(api, minute) / HOUR_MS,
      from: minute,
      to: minute + MINUTE_MS,
      traffic,
      outages,
      clients: this.#clients,
      targets: this.#targets,
    };
    const bursts = this.#bursts.filter((burst) => touches(burst, minute));
    return [ordinary, ...bursts.map((burst) => ({ ...burst, traffic, outages }))];
  }
}

function touches({ from, to }: Interval, minute: number): boolean {
  return from < minute + MINUTE_MS && to > minute;
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name);
  invariant(found !== undefined, `the story has no ${name}`);
  return found;
}
