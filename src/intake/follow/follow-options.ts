import type { Dictionaries, RecordColumns } from "#records";
import type { ClientBy, LogFormat } from "../model/formats.ts";
import type { IdempotencyRegister } from "../model/idempotency-register.ts";
import type { LiveDecoding } from "../model/live-decoding.ts";
import type { Delivery } from "../model/source-health.ts";
import type { ColumnsPool } from "../receive/columns-pool.ts";
import type { IntakeCounters } from "../receive/counters.ts";
import type { KeyedBatch } from "../receive/remember-batch.ts";
import type { FollowLimits } from "./follow-limits.ts";

/** What a follower asks of the rest of the server. */
export interface FollowPorts {
  /** As `IntakePorts.append`. */
  append(batch: { readonly columns: readonly RecordColumns[]; readonly batchId: KeyedBatch }): Promise<void>;
  /** Whether records are taken now; lines wait in their files otherwise. */
  isOpen(): boolean;
  /** Epoch ms. */
  now(): number;
  /** A batch was taken: what was kept of it is durable. */
  took(delivery: Delivery): void;
  /** Something that the operator should hear, once. */
  report(fault: unknown): void;
  /** Gives something that was never given. */
  newId(): string;
}

/** What all followed logs share. */
export interface FollowOptions {
  readonly ports: FollowPorts;
  /** Where it is kept how far each was read. */
  readonly directory: string;
  readonly dictionaries: Dictionaries;
  /** Without `leftOut`, which is counted here. */
  readonly live: Omit<LiveDecoding, "leftOut">;
  readonly register: IdempotencyRegister;
  /** How far back a record may lie. */
  readonly retentionMs: number;
  /** See `DecoderOptions`. */
  readonly operationOf: (method: string, path: string) => string;
  readonly numbersAlike: boolean;
  readonly limits?: Partial<FollowLimits>;
}

/** A log that is to be followed. */
export interface LogToFollow {
  readonly api: string;
  /** An absolute path; with `*` and `?` in its last part, all files that fit, also such as come later. */
  readonly path: string;
  readonly format: LogFormat | "auto";
  /** Null: what the format tells clients by unless something else is said. */
  readonly clientBy: ClientBy | null;
}

/** What is shared by the followers of one server. */
export interface FollowShared extends FollowOptions {
  readonly limits: FollowLimits;
  readonly pool: ColumnsPool;
  readonly leftOut: IntakeCounters["leftOut"];
  /** Whether a path is followed by itself. */
  readonly isFollowed: (path: string) => boolean;
}
