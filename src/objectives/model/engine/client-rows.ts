import { grownTo } from "./grown-to.ts";
import { RowIndex } from "./row-index.ts";

const CLIENTS_FIRST = 16;

/** Rows by client and objective: one look-up of a client finds its rows of all objectives. Memory: 16 B a client and more, and 4 B for each objective. */
export class ClientRows {
  readonly #width: number;
  /** The place of a client: they are numbered as they come. */
  readonly #places = new RowIndex();
  /** Row + 1 of objective o at place × width + o; 0 = none. */
  #rows: Int32Array;

  constructor(objectives: number) {
    this.#width = objectives;
    this.#rows = new Int32Array(CLIENTS_FIRST * objectives);
  }

  /** −1 when there is none. */
  placeOf(client: number): number {
    return this.#places.find(client);
  }

  /** Gives a client that has no place one. */
  add(client: number): number {
    const place = this.#places.size;
    this.#places.add(client, place);
    const length = (place + 1) * this.#width;
    if (length > this.#rows.length) this.#rows = grownTo(this.#rows, 2 * length);
    return place;
  }

  /** −1 when there is none. */
  rowAt(place: number, objective: number): number {
    return (this.#rows[place * this.#width + objective] as number) - 1;
  }

  set(place: number, objective: number, row: number): void {
    this.#rows[place * this.#width + objective] = row + 1;
  }
}
