import { invariant, type SaveReader, type SaveWriter } from "#kernel";
import type { Objective } from "../objective.ts";
import { ClientRows } from "./client-rows.ts";
import { grownTo } from "./grown-to.ts";

/** Room that is made at least when clients are admitted. */
const ROWS_LEAST = 16;

/** An objective with the clients that have an instance of it: ids in ascending order, none when it is not per client. */
export interface ObjectiveWithClients {
  readonly objective: Objective;
  readonly clients: Int32Array;
}

/** The client id of an instance for the whole API. */
export const WHOLE_API = -1;

/**
 * Numbers all instances: for each objective one row for the whole API, then one for each of its clients. Clients that
 * come later are admitted behind all others.
 */
export class Instances {
  readonly #objectives: Objective[];
  /** Those known from the start. */
  readonly #clients: readonly Int32Array[];
  readonly #bases: Int32Array;
  /** Of clients that came later. */
  readonly #admitted: ClientRows;
  /** By objective, how many of them have a row. */
  readonly #admittedCounts: Int32Array;
  /** Rows below this are those known from the start. */
  readonly #first: number;
  #length: number;
  #objectiveByRow: Int32Array;
  /** By row − `#first`. */
  #clientByRow: Int32Array = new Int32Array(0);

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
    this.#first = length;
    this.#length = length;
    this.#admitted = new ClientRows(all.length);
    this.#admittedCounts = new Int32Array(all.length);
    this.#objectiveByRow = new Int32Array(length);
    all.forEach(({ clients }, index) => {
      const base = this.baseOf(index);
      this.#objectiveByRow.fill(index, base, base + 1 + clients.length);
    });
  }

  /** How many rows there are. */
  get length(): number {
    return this.#length;
  }

  get objectives(): readonly Objective[] {
    return this.#objectives;
  }

  /** Changes the target of an objective. */
  retarget(objective: number, targetPpm: number): void {
    this.#objectives[objective] = { ...(this.#objectives[objective] as Objective), targetPpm };
  }

  /** The row of an objective for a client, made when there is none yet. */
  admit(objective: number, client: number): number {
    const known = this.rowOf(objective, client);
    if (known !== undefined) return known;
    invariant(this.#objectives[objective]?.perClient === true, `objective ${objective} is not per client`);
    const row = this.#length++;
    if (row >= this.#objectiveByRow.length) this.#objectiveByRow = grownTo(this.#objectiveByRow, 2 * row + ROWS_LEAST);
    const admitted = row - this.#first;
    if (admitted >= this.#clientByRow.length) {
      this.#clientByRow = grownTo(this.#clientByRow, 2 * admitted + ROWS_LEAST);
    }
    this.#objectiveByRow[row] = objective;
    this.#clientByRow[admitted] = client;
    this.#admitted.set(this.meet(client), objective, row);
    this.#admittedCounts[objective] = (this.#admittedCounts[objective] as number) + 1;
    return row;
  }

  /** The place of a client that was met: they are numbered in that order. −1 when it was not. */
  placeOf(client: number): number {
    return this.#admitted.placeOf(client);
  }

  /** The place of a client, which has one from now on; it has no row until it is admitted. */
  meet(client: number): number {
    const known = this.#admitted.placeOf(client);
    return known < 0 ? this.#admitted.add(client) : known;
  }

  /** The row of an objective for the client at a place; −1 when it was not admitted. */
  rowAt(place: number, objective: number): number {
    return this.#admitted.rowAt(place, objective);
  }

  /** Clients that were admitted, and targets: what is not known from the start. */
  save(to: SaveWriter): void {
    to.numbers("objectives", this.#objectiveByRow.subarray(this.#first, this.#length));
    to.numbers("clients", this.#clientByRow.subarray(0, this.#length - this.#first));
  }

  /** Admits those that were saved, in their order. */
  restore(from: SaveReader): void {
    const clients = from.int32("clients");
    from.int32("objectives").forEach((objective, index) => this.admit(objective, clients[index] as number));
  }

  /** How many rows an objective has: the whole API and its clients. */
  rowsOf(objective: number): number {
    return 1 + (this.#clients[objective]?.length ?? 0) + (this.#admittedCounts[objective] as number);
  }

  /** The rows of an objective, that of the whole API first. */
  *eachRowOf(objective: number): Generator<number, void> {
    const base = this.baseOf(objective);
    const end = base + 1 + (this.#clients[objective]?.length ?? 0);
    for (let row = base; row < end; row++) yield row;
    for (let row = this.#first; row < this.#length; row++) if (this.objectiveOf(row) === objective) yield row;
  }

  /** The row of the whole API; the row of the j-th of the clients known from the start is j + 1 further. */
  baseOf(objective: number): number {
    return this.#bases[objective] as number;
  }

  /** The row of an objective for a client (or WHOLE_API); undefined when there is none. */
  rowOf(objective: number, client: number): number | undefined {
    const base = this.baseOf(objective);
    if (client === WHOLE_API) return base;
    const index = indexOf(this.#clients[objective] ?? new Int32Array(0), client);
    if (index !== undefined) return base + 1 + index;
    const place = this.#admitted.placeOf(client);
    const admitted = place < 0 ? -1 : this.#admitted.rowAt(place, objective);
    return admitted < 0 ? undefined : admitted;
  }

  /** Index of the objective of a row. */
  objectiveOf(row: number): number {
    return this.#objectiveByRow[row] as number;
  }

  /** Client id of a row, WHOLE_API for the whole API. */
  clientOf(row: number): number {
    if (row >= this.#first) return this.#clientByRow[row - this.#first] as number;
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
