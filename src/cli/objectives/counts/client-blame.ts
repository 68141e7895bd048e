import { compareText, type Interval } from "#kernel";
import { type Blame, type Exclusion, type Instances, WHOLE_API } from "#objectives";
import { NO_CLIENT } from "./counts.ts";
import { firstWhere, type History } from "./history.ts";
import { isExcluded } from "./is-excluded.ts";

/** Shares that an explanation lists. */
const SHARES_MAX = 10;
const UNATTRIBUTED_NAME = "__unattributed__";

/** Who burned a budget in a window: exact counts of the clients. Counts know neither operations nor statuses. */
export function clientBlame(
  history: History,
  instances: Instances,
  exclusions: readonly Exclusion[],
): (row: number, window: Interval) => Blame {
  const bad = new BadRows(history);
  return (row, window) => {
    const client = instances.clientOf(row);
    const api = instances.objectives[instances.objectiveOf(row)]?.api ?? "";
    const own = exclusions.filter((exclusion) => exclusion.api === api);
    const sums = bad.byClient(window, (slot, other) => isExcluded(own, slot, other));
    const asked = client === WHOLE_API ? sums : new Map([[client, sums.get(client) ?? 0]]);
    return {
      affectedClients: [...asked].filter(([id, count]) => id !== NO_CLIENT && count > 0).length,
      clients: [...asked]
        .map(([id, count]) => ({
          key: id === NO_CLIENT ? UNATTRIBUTED_NAME : (history.clientNames[id] ?? ""),
          bad: count,
        }))
        .toSorted((a, b) => (a.bad === b.bad ? compareText(a.key, b.key) : b.bad - a.bad))
        .slice(0, SHARES_MAX),
      operations: [],
      statuses: [],
      releases: [],
      activeClients: client === WHOLE_API && history.counts.hasClients ? bad.activeIn(window) : null,
    };
  };
}

/** The rows with bad requests, by slot; none when the file has no clients. */
class BadRows {
  readonly #history: History;
  readonly #rows: Int32Array;

  constructor(history: History) {
    const { counts, length } = history;
    this.#history = history;
    const rows: number[] = [];
    for (let row = 0; counts.hasClients && row < length; row++) if ((counts.bad[row] as number) > 0) rows.push(row);
    this.#rows = Int32Array.from(rows);
  }

  /** How many clients had any request in a window. */
  activeIn({ from, to }: Interval): number {
    const { counts, length } = this.#history;
    const slotAt = (row: number): number => counts.slots[row] as number;
    const clients = new Set<number>();
    for (let row = firstWhere(length, (at) => slotAt(at) >= from); row < length && slotAt(row) < to; row++) {
      const client = counts.clients[row] as number;
      if (client !== NO_CLIENT && (counts.valid[row] as number) > 0) clients.add(client);
    }
    return clients.size;
  }

  byClient({ from, to }: Interval, isOut: (slot: number, client: number) => boolean): Map<number, number> {
    const { counts, ranks } = this.#history;
    const slotAt = (index: number): number => counts.slots[this.#rows[index] as number] as number;
    const sums = new Map<number, number>();
    for (let i = firstWhere(this.#rows.length, (at) => slotAt(at) >= from); i < this.#rows.length; i++) {
      if (slotAt(i) >= to) break;
      const row = this.#rows[i] as number;
      const id = counts.clients[row] as number;
      const client = id === NO_CLIENT ? NO_CLIENT : (ranks[id] as number);
      if (isOut(slotAt(i), client)) continue;
      sums.set(client, (sums.get(client) ?? 0) + (counts.bad[row] as number));
    }
    return sums;
  }
}
