import { PRODUCTION } from "#intake";
import fc from "fast-check";
import { DAY_MS, floorTo, HOUR_MS, type Interval, MINUTE_MS } from "#kernel";
import { Dictionaries, NOT_TOLD, RecordColumns } from "#records";
import { BlameTally } from "../blame-tally.ts";
import { Instances, WHOLE_API } from "../engine/instances.ts";
import { GRID_MS } from "../engine/windows.ts";
import type { SlotLists } from "../engine/slot-lists.ts";
import type { Objective } from "../objective.ts";
import type { Recorded } from "../recorded.ts";
import { AVAILABILITY_999, type Cell, cellsOf, START } from "../recorded.testing.ts";
import type { Blame } from "../results.ts";
import { LiveObjectives } from "./live-objectives.ts";
import type { LiveAlert, LivePage, TickOutcome } from "./tick-outcome.ts";

/** A request of the tests. */
export interface TestRecord {
  readonly at: number;
  readonly client: number;
  readonly status: number;
  readonly durationUs: number;
}

export const CLIENTS = 3;
const SLOTS = (9 * HOUR_MS) / GRID_MS;

/** So many requests of a client in each slot of a stretch, of which some fail or are slow. */
const stretch = fc.record({
  client: fc.integer({ min: 0, max: CLIENTS - 1 }),
  from: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: SLOTS - 1 })),
  length: fc.integer({ min: 1, max: 700 }),
  every: fc.constantFrom(1, 3, 30),
  count: fc.integer({ min: 1, max: 8 }),
  failing: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8 })),
  slow: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8 })),
});
export const traffic = fc.array(stretch, { minLength: 1, maxLength: 8 }).map((stretches) =>
  stretches
    .flatMap(({ client, from, length, every, count, failing, slow }) =>
      Array.from({ length: Math.ceil(length / every) * count }, (_, i): TestRecord => {
        const slot = from + Math.floor(i / count) * every;
        const nth = i % count;
        return {
          at: START + slot * GRID_MS + nth * 1_000,
          client,
          status: nth < failing ? 503 : 200,
          durationUs: nth >= count - slow ? 400_000 : 20_000,
        };
      }),
    )
    .toSorted((a, b) => a.at - b.at),
);

export const OBJECTIVES: readonly Objective[] = [
  { ...AVAILABILITY_999, perClient: true },
  {
    ...AVAILABILITY_999,
    name: "orders/latency",
    indicator: { kind: "latency", thresholdUs: 300_000 },
    targetPpm: 950_000,
    window: { kind: "rolling", lengthMs: 7 * DAY_MS },
  },
  {
    ...AVAILABILITY_999,
    name: "orders/minutes",
    method: { kind: "Timeslices", sliceMs: MINUTE_MS, sliceTargetPpm: 900_000 },
    window: {
      kind: "calendar",
      calendar: { unit: "day", count: 1, zone: "Europe/Berlin", anchor: "2026-01-01T00:00:00" },
    },
    targetPpm: 990_000,
  },
  {
    ...AVAILABILITY_999,
    name: "orders/both",
    indicator: {
      kind: "composite",
      members: [
        { objective: "orders/availability", weight: 2 },
        { objective: "orders/latency", weight: 1 },
      ],
    },
    targetPpm: 990_000,
  },
];

/** Names with so many clients: client-0 and so on have the ids 0 and so on. */
export function namesOf(clients: number): Dictionaries {
  const names = new Dictionaries();
  names.apis.idOf("orders");
  names.environments.idOf(PRODUCTION);
  names.operations.idOf("GET /orders");
  for (let client = 0; client < clients; client++) names.clients.idOf(`client-${client}`);
  return names;
}

export function columnsOf(records: readonly TestRecord[]): RecordColumns {
  const columns = new RecordColumns(records.length);
  records.forEach(({ at, client, status, durationUs }, row) => {
    columns.at[row] = at;
    columns.client[row] = client;
    columns.status[row] = status;
    columns.durationUs[row] = durationUs;
  });
  columns.length = records.length;
  return columns;
}

/** The same records as `judge` takes them, counted one by one. */
export function recordedFrom(records: readonly TestRecord[], clients: number, span: Interval): Recorded {
  const ids = Int32Array.from({ length: clients }, (_, client) => client);
  const instances = new Instances(
    OBJECTIVES.map((objective) => ({ objective, clients: objective.perClient ? ids : new Int32Array(0) })),
  );
  const names = namesOf(clients);
  const cells = new Map<string, Cell>();
  const add = (slot: number, row: number, bad: number): void => {
    const [, , valid, badBefore] = cells.get(`${slot} ${row}`) ?? [slot, row, 0, 0];
    cells.set(`${slot} ${row}`, [slot, row, valid + 1, badBefore + bad]);
  };
  for (const record of records) {
    const slot = floorTo(record.at, GRID_MS);
    instances.objectives.forEach((objective, index) => {
      const bad = badnessOf(objective, record);
      if (bad === null) return;
      add(slot, instances.baseOf(index), bad);
      if (objective.perClient) add(slot, instances.rowOf(index, record.client) ?? 0, bad);
    });
  }
  const blame = (row: number, window: Interval): Blame => {
    const own = instances.objectives[instances.objectiveOf(row)] as Objective;
    const client = instances.clientOf(row);
    const tally = new BlameTally();
    const active = new Set<number>();
    for (const record of records) {
      if (record.at < window.from || record.at >= window.to) continue;
      if (badnessOf(OBJECTIVES[0] as Objective, record) !== null) active.add(record.client);
      if (client !== WHOLE_API && record.client !== client) continue;
      for (const objective of membersOf(own)) {
        if (badnessOf(objective, record) === 1) {
          tally.add({ client: record.client, operation: 0, status: record.status, release: NOT_TOLD }, 1);
        }
      }
    }
    return { ...tally.blame(names), activeClients: client === WHOLE_API ? active.size : null };
  };
  return {
    instances,
    cells: cellsOf([...cells.values()]),
    span,
    guard: true,
    clientName: (client) => names.clients.nameOf(client),
    blame,
    burnDownStepMs: DAY_MS,
  };
}

function membersOf({ indicator, name }: Objective): Objective[] {
  const names = indicator.kind === "composite" ? indicator.members.map(({ objective }) => objective) : [name];
  return OBJECTIVES.filter((one) => names.includes(one.name));
}

/** 1 = bad, 0 = good, null = not looked at. */
function badnessOf({ indicator }: Objective, { status, durationUs }: TestRecord): number | null {
  if (indicator.kind === "availability") return status >= 500 ? 1 : 0;
  if (indicator.kind !== "latency" || status >= 500) return null;
  return durationUs > indicator.thresholdUs ? 1 : 0;
}

export function liveFor(names: Dictionaries, startedAt: number, lists: SlotLists): LiveObjectives {
  const live = new LiveObjectives({ names, lists });
  live.addApi({ api: "orders", objectives: OBJECTIVES, startedAt, clientsMax: 1_000 });
  return live;
}

/** All that live objectives told of alerts, as time went on. */
export class Ledger {
  readonly pages: LivePage[] = [];
  readonly #alerts = new Map<string, LiveAlert>();

  take({ began, changed, ended, pages }: TickOutcome): void {
    for (const alert of [...began, ...changed, ...ended]) this.#alerts.set(identityOf(alert), alert);
    this.pages.push(...pages);
  }

  /** As they are now: what fires tells more of itself than it did when it began. */
  alerts(firing: readonly LiveAlert[]): LiveAlert[] {
    for (const alert of firing) this.#alerts.set(identityOf(alert), alert);
    return [...this.#alerts.values()];
  }
}

export function identityOf({
  objective,
  client,
  urgency,
  firedAt,
}: Omit<LiveAlert, "api" | "toldAt" | "goesOn">): string {
  return JSON.stringify([firedAt, urgency, objective, client ?? null]);
}
