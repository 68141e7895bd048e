import { Dictionary } from "#kernel";
import { WideColumns, type WideField } from "./wide-columns.ts";

/** Clients and APIs that get a name of their own; later ones are counted as `__other__`. */
export const CLIENTS_MAX = 100_000;
const APIS_MAX = 1_000;
const ENVIRONMENTS_MAX = 100;
const OPERATIONS_MAX = 10_000;
const VERSIONS_MAX = 1_000;
const PLANS_MAX = 1_000;
const REGIONS_MAX = 1_000;
const RELEASES_MAX = 10_000;
const METHODS_MAX = 100;
/** A path can be long without being hostile. */
const OPERATION_CHARACTERS_MAX = 4_096;

/** The client id of a record that names no client. */
export const UNATTRIBUTED = -1;
/** The duration of a record that has none. */
export const NO_DURATION = -1;

/** The id in a dimension that a record does not tell. */
export const NOT_TOLD = -1;

/** Names behind the ids in `RecordColumns`. */
export class Dictionaries {
  readonly apis = new Dictionary(APIS_MAX);
  readonly environments = new Dictionary(ENVIRONMENTS_MAX);
  readonly clients = new Dictionary(CLIENTS_MAX);
  readonly operations = new Dictionary(OPERATIONS_MAX, OPERATION_CHARACTERS_MAX);
  readonly versions = new Dictionary(VERSIONS_MAX);
  readonly plans = new Dictionary(PLANS_MAX);
  readonly regions = new Dictionary(REGIONS_MAX);
  readonly releases = new Dictionary(RELEASES_MAX);
  readonly methods = new Dictionary(METHODS_MAX);
}

/** What a record may say about itself besides what is always read. A column is filled only when somebody asks for it. */
export const ASKED_DIMENSIONS = ["version", "plan", "region", "release", "method"] as const;
export type AskedDimension = (typeof ASKED_DIMENSIONS)[number];

/** The dictionary of the names of a dimension that must be asked for. */
export function dictionaryOf(names: Dictionaries, dimension: AskedDimension): Dictionary {
  return names[`${dimension}s`];
}

/**
 * A batch of decoded records, one typed array a field, so that counting makes no object for a record.
 * A decoder writes row `length` and then adds one to `length`.
 */
export class RecordColumns {
  length = 0;
  readonly capacity: number;
  /** Start, epoch ms. */
  readonly at: Float64Array;
  /** Integer µs, or NO_DURATION. */
  readonly durationUs: Float64Array;
  /** Of it, what the upstream took behind a gateway: integer µs, or NO_DURATION. */
  readonly upstreamUs: Float64Array;
  /** 0 = no answer. */
  readonly status: Uint16Array;
  /** Index in OUTCOMES. */
  readonly outcome: Uint8Array;
  /** Index in KINDS. */
  readonly kind: Uint8Array;
  /** 1 = a health check by user agent. */
  readonly healthCheck: Uint8Array;
  readonly api: Int32Array;
  readonly environment: Int32Array;
  readonly operation: Int32Array;
  /** Id of the client, or UNATTRIBUTED. */
  readonly client: Int32Array;
  readonly responseBytes: Float64Array;
  /** Ids, or NOT_TOLD: also where the decoder was not asked for the dimension. */
  readonly version: Int32Array;
  readonly plan: Int32Array;
  readonly region: Int32Array;
  readonly release: Int32Array;
  readonly method: Int32Array;
  /** Texts of a record that are kept as they came; null where nobody keeps them. */
  readonly wide: WideColumns | null;

  /** `wide`: which texts are kept; none when absent. */
  constructor(capacity: number, wide: readonly WideField[] = []) {
    this.capacity = capacity;
    this.wide = wide.length === 0 ? null : new WideColumns(capacity, wide);
    this.at = new Float64Array(capacity);
    this.durationUs = new Float64Array(capacity);
    this.upstreamUs = new Float64Array(capacity).fill(NO_DURATION);
    this.status = new Uint16Array(capacity);
    this.outcome = new Uint8Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.healthCheck = new Uint8Array(capacity);
    this.api = new Int32Array(capacity);
    this.environment = new Int32Array(capacity);
    this.operation = new Int32Array(capacity);
    this.client = new Int32Array(capacity);
    this.responseBytes = new Float64Array(capacity);
    this.version = new Int32Array(capacity).fill(NOT_TOLD);
    this.plan = new Int32Array(capacity).fill(NOT_TOLD);
    this.region = new Int32Array(capacity).fill(NOT_TOLD);
    this.release = new Int32Array(capacity).fill(NOT_TOLD);
    this.method = new Int32Array(capacity).fill(NOT_TOLD);
  }

  /** Copies rows [from, from + count) of other columns behind the last row; the caller sees to the room. */
  append(other: RecordColumns, from: number, count: number): void {
    for (const column of NUMBER_COLUMNS) this[column].set(other[column].subarray(from, from + count), this.length);
    this.wide?.append(this.length, other.wide, [from, count]);
    this.length += count;
  }

  /** Keeps the rows kept[0, count), which ascend, and moves them to the front. */
  keepOnly(kept: Int32Array, count: number): void {
    for (const name of NUMBER_COLUMNS) {
      const column = this[name];
      for (let i = 0; i < count; i++) column[i] = column[kept[i] as number] as number;
    }
    this.wide?.keepOnly(kept, count);
    this.length = count;
  }

  /** Forgets all rows, keeps the memory. */
  clear(): void {
    this.length = 0;
    this.wide?.clear();
  }
}

/** The columns of numbers. The index is the column's code in the log: add at the end, move nothing. */
export const NUMBER_COLUMNS = [
  "at",
  "durationUs",
  "status",
  "outcome",
  "kind",
  "healthCheck",
  "api",
  "environment",
  "operation",
  "client",
  "responseBytes",
  "version",
  "plan",
  "region",
  "release",
  "method",
  "upstreamUs",
] as const;
export type NumberColumn = (typeof NUMBER_COLUMNS)[number];
