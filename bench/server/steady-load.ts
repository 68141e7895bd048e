import { MINUTE_MS, Random, SECOND_MS } from "#kernel";

/** Records come up to so late. */
const LATE_MS_MAX = MINUTE_MS;
const FAILURE_EVERY = 1_000;
const OPERATIONS = 50;

/** Whose records, and how many, a body holds. */
export interface Crowd {
  /** Clients there are; each record is of one of them. */
  readonly clients: number;
  /** Clients that are seen at once. */
  readonly active: number;
  readonly recordsOfEach: number;
}

/** Bodies of records of `active` clients that take turns, so that all of them are seen in the end. */
export class SteadyLoad {
  readonly #crowd: Crowd;
  readonly #random = new Random(5);
  #next = 0;

  constructor(crowd: Crowd) {
    this.#crowd = crowd;
  }

  /** Records of the last `lateMs` before `now` (epoch ms), as NDJSON. */
  body(now: number, lateMs = LATE_MS_MAX): string {
    const { clients, active, recordsOfEach } = this.#crowd;
    const instants = Array.from({ length: 20 }, () =>
      new Date(now - SECOND_MS - this.#random.below(lateMs)).toISOString(),
    );
    const lines: string[] = [];
    for (let turn = 0; turn < active; turn++) {
      const client = this.#next++ % clients;
      for (let record = 0; record < recordsOfEach; record++) lines.push(this.#line(client, instants));
    }
    return lines.join("");
  }

  #line(client: number, instants: readonly string[]): string {
    const status = this.#random.below(FAILURE_EVERY) === 0 ? 503 : 200;
    const at = instants[this.#random.below(instants.length)] ?? "";
    const durationMs = this.#random.below(200_000) / 1_000;
    const path = `/v1/resource${this.#random.below(OPERATIONS)}`;
    return `{"at":"${at}","api":"orders","method":"GET","path":"${path}","status":${status},"durationMs":${durationMs},"client":"client-${client}"}\n`;
  }
}
