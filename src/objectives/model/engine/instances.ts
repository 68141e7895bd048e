import { invariant } from "#kernel";
import type { Objective } from "../objective.ts";

/** An objective with the clients that have an instance of it: ids in ascending order, none when it is not per client. */
export interface ObjectiveWithClients {
  readonly objective: Objective;
  readonly clients: Int32Array;
}

/** The client id of an instance for the whole API. */
export const WHOLE_API = -1;

/** Numbers all instances: for each objective one row for the whole API, then one for each of its clients. */
export class Instances {
  readonly length: number;
  readonly #objectives: Objective[];
  readonly #clients: readonly Int32Array[];
  readonly #bases: Int32Array;
  readonly #objectiveByRow: Int32Array;

  constructor(all: readonly ObjectiveWithClients[]) {
    this.#objectives = all.map(({ objective }) => objective);
    this.#clients = all.map(({ clients }) => clients);
    this.#bases = new Int32Array(all.length);
    let length = 0;
    all.forEach(({ objective, clients }, index) => {
      invariant(objective.perClient || clients.length === 0, `${objective.name} is not per client`);
      invariant(isAscending(clients), `clients of ${objective.name} are not ascending`);
      this.#bases[index] = length;
      length += 1 + clients.length;
    });
    this.length = length;
    this.#objectiveByRow = new Int32Array(length);
    all.forEach(({ clients }, index) => {
      const base = this.baseOf(index);
      this.#objectiveByRow.fill(index, base, base + 1 + clients.length);
    });
  }

  get objectives(): readonly Objective[] {
    return this.#objectives;
  }

  /** Changes the target of an objective. */
  retarget(objective: number, targetPpm: number): void {
    this.#objectives[objective] = { ...(this.#objectives[objective] as Objective), targetPpm };
  }

  /** How many rows an objective has: the whole API and its clients. */
  rowsOf(objective: number): number {
    return 1 + (this.#clients[objective]?.length ?? 0);
  }

  /** The row of the whole API; the row of its j-th client is j + 1 further. */
  baseOf(objective: number): number {
    return this.#bases[objective] as number;
  }

  /** The row of an objective for a client (or WHOLE_API); undefined when there is none. */
  rowOf(objective: number, client: number): number | undefined {
    const base = this.baseOf(objective);
    if (client === WHOLE_API) return base;
    const index = indexOf(this.#clients[objective] ?? new Int32Array(0), client);
    return index === undefined ? undefined : base + 1 + index;
  }

  /** Index of the objective of a row. */
  objectiveOf(row: number): number {
    return this.#objectiveByRow[row] as number;
  }

  /** Client id of a row, WHOLE_API for the whole API. */
  clientOf(row: number): number {
    const objective = this.objectiveOf(row);
    return this.#clients[objective]?.[row - this.baseOf(objective) - 1] ?? WHOLE_API;
  }
}

function isAscending(ids: Int32Array): boolean {
  return ids.every((id, index) => id >= 0 && (index === 0 || id > (ids[index - 1] as number)));
}

function indexOf(ids: Int32Array, id: number): number | undefined {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] as number) < id) low = middle + 1;
    else high = middle;
  }
  return ids[low] === id ? low : undefined;
}
