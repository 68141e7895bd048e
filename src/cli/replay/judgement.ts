import { UNATTRIBUTED } from "#intake";
import { compareText, floorTo, type Interval } from "#kernel";
import {
  type Blame,
  type CountCells,
  filterDimensionsOf,
  GRID_MS,
  Instances,
  judge,
  type Judged,
  type ObjectiveWithClients,
  type Recorded,
  WHOLE_API,
} from "#objectives";
import { seriesOf, slotOf } from "./cells.ts";
import type { Counted } from "./counted.ts";
import type { Measurement } from "./measurement.ts";
import type { TriedTargets } from "./report.ts";
import { isClient } from "./series.ts";
import { whatIfOf } from "./what-if-of.ts";
import type { Work } from "./work.ts";

/** The burn-down has about as many points as its picture has columns. */
const BURN_DOWN_POINTS = 240;

/** One objective of one API of the log. */
interface Placed extends Counted {
  readonly api: number;
}

/** What became of the objectives, and of other targets. */
export interface Judgement extends Judged {
  readonly whatIf: readonly TriedTargets[];
}

/** Judges what was measured in `span`: hands the cells to the engine, and tells it who burned each budget. */
export function judgementOf(
  { measured, names, keys }: Pick<Work, "measured" | "names" | "keys">,
  span: Interval,
): Judgement {
  const apis = new NameOrder(names.apis.names);
  const placed = names.apis.names
    .map((_, rank) => apis.idOf(rank))
    .flatMap((api) => measured.countedOf(api).all.map((counted) => ({ ...counted, api })));
  const order = new NameOrder(names.clients.names);
  const clients = { production: clientsByApi(measured, order, isInProduction), all: clientsByApi(measured, order) };
  const instances = new Instances(placed.map((one) => withClients(one, clients)));
  const blame = (row: number, window: Interval): Blame => {
    const { api, blamed } = placed[instances.objectiveOf(row)] as Placed;
    const client = instances.clientOf(row);
    const series =
      client === WHOLE_API ? measured.series.ofApi(api) : measured.series.ofClient(api, order.idOf(client));
    const query = { series, columns: blamed, from: window.from / GRID_MS, to: window.to / GRID_MS };
    return measured.badRequests.blame(query, measured.series, names);
  };
  const recorded: Recorded = {
    instances,
    cells: engineCells(measured, keys, rowsBySeries(measured, { placed, instances, order })),
    span,
    guard: true,
    clientName: (rank) => names.clients.nameOf(order.idOf(rank)),
    blame,
    burnDownStepMs: Math.max(GRID_MS, floorTo((span.to - span.from) / BURN_DOWN_POINTS, GRID_MS)),
  };
  const judged = judge(recorded);
  return { ...judged, whatIf: whatIfOf(recorded, judged.objectives) };
}

/**
 * The engine is given clients by their place in the order of names: ids depend on who came first in the file, and the
 * report must not.
 */
class NameOrder {
  readonly #ids: Int32Array;
  readonly #ranks: Int32Array;

  constructor(names: readonly string[]) {
    this.#ids = Int32Array.from([...names.keys()].toSorted((a, b) => compareText(names[a] ?? "", names[b] ?? "")));
    this.#ranks = new Int32Array(names.length);
    this.#ids.forEach((id, rank) => (this.#ranks[id] = rank));
  }

  idOf(rank: number): number {
    return this.#ids[rank] as number;
  }

  rankOf(id: number): number {
    return this.#ranks[id] as number;
  }
}

type ClientsByApi = readonly (Int32Array | undefined)[];

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

/** The cells as the engine takes them: one entry for each (slot, objective, series) with a valid request. */
function engineCells(measured: Measurement, keys: Float64Array, rows: readonly Int32Array[]): CountCells {
  const room = keys.length * Math.max(1, ...rows.map((list) => list.length / 2));
  const cells = {
    slots: new Float64Array(room),
    rows: new Int32Array(room),
    valid: new Uint32Array(room),
    bad: new Uint32Array(room),
  };
  const { counts } = measured.cells;
  let length = 0;
  for (const key of keys) {
    const offset = measured.cells.offsetOf(key);
    const list = rows[seriesOf(key)] as Int32Array;
    for (let i = 0; i < list.length; i += 2) {
      const column = offset + (list[i + 1] as number);
      if (counts[column] === 0) continue;
      cells.slots[length] = slotOf(key) * GRID_MS;
      cells.rows[length] = list[i] as number;
      cells.valid[length] = counts[column] as number;
      cells.bad[length] = counts[column + 1] as number;
      length++;
    }
  }
  return {
    slots: cells.slots.subarray(0, length),
    rows: cells.rows.subarray(0, length),
    valid: cells.valid.subarray(0, length),
    bad: cells.bad.subarray(0, length),
  };
}

interface Rows {
  readonly placed: readonly Placed[];
  readonly instances: Instances;
  readonly order: NameOrder;
}

/** For each series, the pairs (row of the engine, column of the cell) that its counts go to. */
function rowsBySeries(measured: Measurement, { placed, instances, order }: Rows): Int32Array[] {
  return measured.series.keys.map((key) => {
    if (key.client === UNATTRIBUTED) return new Int32Array(0);
    const client = key.client === null ? WHOLE_API : order.rankOf(key.client);
    const pairs = placed.flatMap(({ api, column }, objective) => {
      const row = api === key.api ? instances.rowOf(objective, client) : undefined;
      return row === undefined || column === undefined ? [] : [row, column];
    });
    return Int32Array.from(pairs);
  });
}
