import { UNATTRIBUTED } from "#records";
import { Refusal } from "#kernel";

/** What a series counts: all requests of an API (client null), or those of one client of it. */
export interface SeriesKey {
  readonly api: number;
  readonly client: number | null;
}

/** Room for 2^21 ids in a cell's key. */
const SERIES_MAX = 2_000_000;
const API_LEVEL = -2;

/** Small ids for (API) and (API, client), in the order in which they are first seen. */
export class Series {
  readonly keys: SeriesKey[] = [];
  /** For each API: the id + 1 of the series of client c at c + 2; API-level at 0, unattributed at 1. */
  readonly #ids: Int32Array[] = [];

  ofApi(api: number): number {
    return this.#idOf(api, API_LEVEL);
  }

  /** UNATTRIBUTED is a series as well: its requests have counts, but no objective of their own. */
  ofClient(api: number, client: number): number {
    return this.#idOf(api, client);
  }

  #idOf(api: number, client: number): number {
    const row = (this.#ids[api] ??= new Int32Array(64));
    const id = (row[client + 2] ?? 0) - 1;
    return id >= 0 ? id : this.#add(api, client);
  }

  #add(api: number, client: number): number {
    if (this.keys.length >= SERIES_MAX) {
      throw new Refusal(
        "limit",
        "replay.too-many-series",
        "The log has more than 2 million pairs of an API and a client. Replay one API at a time with --api NAME.",
      );
    }
    let row = this.#ids[api] as Int32Array;
    if (client + 2 >= row.length) {
      const larger = new Int32Array(Math.max(row.length * 2, client + 3));
      larger.set(row);
      row = this.#ids[api] = larger;
    }
    this.keys.push({ api, client: client === API_LEVEL ? null : client });
    row[client + 2] = this.keys.length;
    return this.keys.length - 1;
  }
}

/** Whether a series is that of a client that has a name. */
export function isClient(key: SeriesKey): boolean {
  return key.client !== null && key.client !== UNATTRIBUTED;
}
