import type { RecordColumns } from "#records";
import type { KeyedBatch } from "./remember-batch.ts";

/** What the receiver of records asks of the rest of the server. */
export interface IntakePorts {
  /** The token with this secret that may send records; undefined when there is none. Asked before the body is read. */
  findToken(secret: string): IntakeToken | undefined | Promise<IntakeToken | undefined>;
  /** Why no body is taken now; null when one is. Asked before the body is read. */
  overload(): Overload | null;
  /**
   * Resolves when the records are durable and counted. The columns are the log's until then, and not afterwards.
   * Rejects with a Refusal of kind "unavailable" when they cannot be kept now. `rememberBatch` is called for each
   * `batchId` that became durable, before it resolves, so that a snapshot never knows the records without the key.
   */
  append(batch: { readonly columns: readonly RecordColumns[]; readonly batchId?: KeyedBatch }): Promise<void>;
  /** Epoch ms. */
  now(): number;
  /** A fault of ours: the client was told 500. */
  report(error: unknown): void;
}

/** Whoever may send records. */
export interface IntakeToken {
  /** Stable, without a line feed. */
  readonly id: string;
}

/** Why no body is taken now, and when to try again. 429: this client sends too much; 503: it is us. */
export interface Overload {
  readonly status: 429 | 503;
  readonly code: string;
  readonly detail: string;
  readonly retryAfterSeconds: number;
}
