import { Attribution, OperationTree, operationTreeOf } from "#apis";
import type { Interval } from "#kernel";
import { quotaPeriodOf } from "#plans";
import { Meter, type MeteredPlan } from "./meter.ts";
import type {
  GatewaySnapshot,
  QuotaUse,
  SnapshotApi,
  SnapshotClient,
  SnapshotEnvironment,
  SnapshotPlan,
  SnapshotSubscription,
  SnapshotVersion,
} from "./snapshot.ts";

/** What the decision reads of a snapshot; keys are in a book of their own. */
export type SnapshotRules = Omit<GatewaySnapshot, "format" | "at" | "keys" | "tokenSecret">;

/** A version, ready to name operations. */
export interface RuledVersion extends SnapshotVersion {
  readonly tree: OperationTree | null;
}

/** A plan, ready to say whether an operation is in it. */
export interface RuledPlan extends MeteredPlan {
  readonly allowed: ReadonlySet<string>;
  /** Of its operations, for versions without a document. */
  readonly tree: OperationTree;
}

/** A subscription with where its client stands. */
export interface RuledSubscription extends SnapshotSubscription {
  readonly meter: Meter;
  /** Of its client. */
  readonly organisation: string;
}

/** An API, ready to be asked. */
export interface RuledApi {
  readonly api: SnapshotApi;
  readonly versions: ReadonlyMap<string, RuledVersion>;
  readonly environments: ReadonlyMap<string, SnapshotEnvironment>;
  /** By client. */
  readonly subscriptions: ReadonlyMap<string, RuledSubscription>;
}

/** A place at which an API is reached: its own, or that of one of its environments. */
export interface RuledPlace {
  readonly ruled: RuledApi;
  readonly environment: string | null;
  /** Letters of the path that are its prefix. */
  readonly prefix: number;
}

const NONE: ReadonlyMap<string, RuledSubscription> = new Map();
const BETWEEN = "\n";

/**
 * A snapshot, ready to be asked. Made once for each; what clients used goes over from the rules before, and what belongs
 * to no subscription any more is let go, so memory is bounded by what there is.
 */
export class Rules {
  readonly #apis = new Map<string, RuledApi>();
  readonly #plans = new Map<string, RuledPlan>();
  readonly #clients = new Map<string, SnapshotClient>();
  readonly #clientsByName = new Map<string, SnapshotClient>();
  readonly #attribution: Attribution;
  /** By the name that the attribution has for it. */
  readonly #places = new Map<string, Omit<RuledPlace, "prefix">>();

  constructor({ apis, plans, clients, subscriptions }: SnapshotRules, before?: Rules) {
    for (const plan of plans) this.#plans.set(plan.plan, ruledPlan(plan));
    for (const client of clients) this.#addClient(client);
    const byApi = Map.groupBy(subscriptions, ({ api }) => api);
    for (const api of apis) {
      const known = before?.subscriptionsOf(api.api) ?? NONE;
      this.#apis.set(api.api, ruledApi(api, this.#subscribed(byApi.get(api.api) ?? [], known)));
    }
    const placed = apis.flatMap(placesOf);
    for (const { api, environment, place } of placed) this.#addPlace(place, { api, environment });
    this.#attribution = new Attribution(placed.map(({ place, addresses }) => ({ api: place, addresses })));
  }

  placeAt(host: string, path: string): RuledPlace | undefined {
    const found = this.#attribution.placeAt(host, path);
    const place = found && this.#places.get(found.api);
    return place && { ruled: place.ruled, environment: place.environment, prefix: found.prefix };
  }

  /** By any of its names. */
  clientNamed(name: string): SnapshotClient | undefined {
    return this.#clientsByName.get(name) ?? this.#clients.get(name);
  }

  /** The plan that counts at an instant, epoch ms. */
  planOf({ plan, next }: RuledSubscription, at: number): RuledPlan | undefined {
    return this.#plans.get(next !== null && next.from <= at ? next.plan : plan);
  }

  subscriptionsOf(api: string): ReadonlyMap<string, RuledSubscription> {
    return this.#apis.get(api)?.subscriptions ?? NONE;
  }

  get apis(): Iterable<RuledApi> {
    return this.#apis.values();
  }

  /** Takes over what the server counted. */
  correct(uses: readonly QuotaUse[], now: number): void {
    const byId = new Map(uses.map((use) => [use.id, use]));
    for (const { subscriptions } of this.#apis.values()) {
      for (const subscription of subscriptions.values()) {
        const use = byId.get(subscription.id);
        const plan = use && this.planOf(subscription, now);
        if (use !== undefined && plan !== undefined) subscription.meter.correct(plan, use, now);
      }
    }
  }

  #subscribed(
    rows: readonly SnapshotSubscription[],
    before: RuledApi["subscriptions"],
  ): Map<string, RuledSubscription> {
    return new Map(
      rows.map((row) => {
        const known = before.get(row.clientId);
        const meter = known?.id === row.id ? known.meter : new Meter();
        return [row.clientId, { ...row, meter, organisation: this.#clients.get(row.clientId)?.organisation ?? "" }];
      }),
    );
  }

  #addPlace(place: string, { api, environment }: Pick<Placed, "api" | "environment">): void {
    const ruled = this.#apis.get(api);
    if (ruled !== undefined) this.#places.set(place, { ruled, environment });
  }

  #addClient(client: SnapshotClient): void {
    this.#clients.set(client.id, client);
    this.#clientsByName.set(client.client, client);
    for (const name of client.names) this.#clientsByName.set(name, client);
  }
}

/** Where an API, or one of its environments, is reached, under a name of its own. */
interface Placed {
  readonly place: string;
  readonly api: string;
  readonly environment: string | null;
  readonly addresses: readonly string[];
}

function placesOf({ api, addresses, environments }: SnapshotApi): Placed[] {
  const own = { place: api, api, environment: null, addresses };
  const others = environments.flatMap(({ environment, address }) =>
    address === null ? [] : [{ place: `${api}${BETWEEN}${environment}`, api, environment, addresses: [address] }],
  );
  return [own, ...others];
}

function ruledPlan(plan: SnapshotPlan): RuledPlan {
  const operations = plan.operations.map((name) => {
    const [method = "", path = ""] = name.split(" ");
    return { name, method, path };
  });
  const periodAt = periodsOf(plan);
  return { ...plan, allowed: new Set(plan.operations), tree: new OperationTree(operations, []), periodAt };
}

/** The calendar is asked once for each period, not for each client. */
function periodsOf({ quota, zone }: SnapshotPlan): (at: number) => Interval {
  let last: Interval = { from: 0, to: 0 };
  return (at) => {
    if (quota !== null && (at < last.from || at >= last.to)) last = quotaPeriodOf(quota.period, zone, at);
    return last;
  };
}

function ruledApi(api: SnapshotApi, subscriptions: RuledApi["subscriptions"]): RuledApi {
  const versions = api.versions.map((version): [string, RuledVersion] => [
    version.version,
    { ...version, tree: treeOf(version) },
  ]);
  const environments = new Map(api.environments.map((one) => [one.environment, one]));
  return { api, versions: new Map(versions), environments, subscriptions };
}

function treeOf({ operations, basePaths }: SnapshotVersion): OperationTree | null {
  return operations === null ? null : operationTreeOf({ title: "", operations, basePaths }, []);
}
