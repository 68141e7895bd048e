import { floorTo, type Interval } from "#kernel";
import {
  type Blame,
  type Exclusion,
  filterDimensionsOf,
  GRID_MS,
  Instances,
  judge,
  type Judged,
  type ObjectiveWithClients,
  type Recorded,
  WHOLE_API,
  type WrittenExclusion,
} from "#objectives";
import { ActiveClients } from "./active-clients.ts";
import { engineCells, type Placed } from "./engine-cells.ts";
import type { Measurement } from "./measurement.ts";
import { NameOrder } from "./name-order.ts";
import type { TriedTargets } from "./report.ts";
import { isClient } from "./series.ts";
import { whatIfOf } from "./what-if-of.ts";
import type { Work } from "./work.ts";

/** The burn-down has about as many points as its picture has columns. */
const BURN_DOWN_POINTS = 240;

/** What became of the objectives, and of other targets. */
export interface Judgement extends Judged {
  readonly whatIf: readonly TriedTargets[];
}

/** Judges what was measured in `span`: hands the cells to the engine, and tells it who burned each budget. */
export function judgementOf(
  { measured, names, keys }: Pick<Work, "measured" | "names" | "keys">,
  span: Interval,
  written: readonly WrittenExclusion[],
): Judgement {
  const apis = new NameOrder(names.apis.names);
  const placed = names.apis.names
    .map((_, rank) => apis.idOf(rank))
    .flatMap((api) => measured.countedOf(api).all.map((counted) => ({ ...counted, api })));
  const order = new NameOrder(names.clients.names);
  const clients = { production: clientsByApi(measured, order, isInProduction), all: clientsByApi(measured, order) };
  const instances = new Instances(placed.map((one) => withClients(one, clients)));
  const exclusions = exclusionsOf(written, names.clients.names, order);
  const active = new ActiveClients(measured, keys);
  const blame = (row: number, window: Interval): Blame => {
    const { api, blamed } = placed[instances.objectiveOf(row)] as Placed;
    const client = instances.clientOf(row);
    const series =
      client === WHOLE_API ? measured.series.ofApi(api) : measured.series.ofClient(api, order.idOf(client));
    const query = { series, columns: blamed, from: window.from / GRID_MS, to: window.to / GRID_MS };
    const by = measured.badRequests.blame(query, measured.series, names);
    return { ...by, activeClients: client === WHOLE_API ? active.countIn(api, window) : null };
  };
  const recorded: Recorded = {
    instances,
    ...engineCells({ measured, keys }, { placed, instances, order }, exclusions),
    span,
    guard: true,
    clientName: (rank) => names.clients.nameOf(order.idOf(rank)),
    blame,
    burnDownStepMs: Math.max(GRID_MS, floorTo((span.to - span.from) / BURN_DOWN_POINTS, GRID_MS)),
  };
  const judged = judge(recorded);
  return { ...judged, whatIf: whatIfOf(recorded, judged.objectives) };
}

type ClientsByApi = readonly (Int32Array | undefined)[];

/** Exclusions with the clients' places in the order of names; those of a client that the log never names concern nobody. */
function exclusionsOf(written: readonly WrittenExclusion[], clients: readonly string[], order: NameOrder): Exclusion[] {
  return written.flatMap(({ client, ...exclusion }) => {
    if (client === undefined) return [exclusion];
    const id = clients.indexOf(client);
    return id < 0 ? [] : [{ ...exclusion, client: order.rankOf(id) }];
  });
}

/** Ranks of the named clients of each API, ascending: of all that were seen, or of those of them that pass. */
function clientsByApi(
  measured: Measurement,
  order: NameOrder,
  passes: (measured: Measurement, client: number) => boolean = () => true,
): ClientsByApi {
  const lists: number[][] = [];
  for (const key of measured.series.keys) {
    const client = key.client ?? 0;
    if (isClient(key) && passes(measured, client)) (lists[key.api] ??= []).push(order.rankOf(client));
  }
  return lists.map((list) => Int32Array.from(list).toSorted());
}

/** Whether a client was seen in production: KPIs count nothing else. */
function isInProduction(measured: Measurement, client: number): boolean {
  return measured.clients.countsOf(client + 1).requests > 0;
}

function withClients(
  { objective, api }: Placed,
  clients: { readonly production: ClientsByApi; readonly all: ClientsByApi },
): ObjectiveWithClients {
  const anywhere = filterDimensionsOf(objective).has("environment");
  const own = (anywhere ? clients.all : clients.production)[api];
  return { objective, clients: objective.perClient && own !== undefined ? own : new Int32Array(0) };
}
