import { hash } from "node:crypto";
import type { BodyAnswer, IdempotencyRegister } from "../../model/idempotency-register.ts";
import type { OtlpSignal } from "../../model/otlp/otlp-item.ts";
import { keyDigest, type KeyedBatch } from "../remember-batch.ts";
import type { HeldBody } from "./held-body.ts";

/** In the place of a token's id: no token has such a one. */
const OTLP = "otlp";

/** How a body is known again. */
export interface BodyKey {
  readonly key: string;
  /** SHA-256 of the decompressed body, in hex. */
  readonly sha256: string;
  readonly digest: Buffer;
}

/**
 * OTLP has no key of a body, but exporters send the same bytes again when an answer did not reach them: so a body is its
 * own key. It is in the frame with its records, and known after a crash too.
 */
export class KnownBodies {
  readonly #register: IdempotencyRegister;
  /** Bodies that are being taken, by their key: whether they will have been kept. */
  readonly #inFlight = new Map<string, Promise<boolean>>();

  constructor(register: IdempotencyRegister) {
    this.#register = register;
  }

  keyOf({ bytes, length }: HeldBody, signal: OtlpSignal): BodyKey {
    const sha256 = hash("sha256", bytes.subarray(0, length), "hex");
    const key = `${signal} ${sha256}`;
    return { key, sha256, digest: keyDigest(OTLP, key) };
  }

  /** The same body, which is being taken now; undefined when none is. */
  inFlight({ key }: BodyKey): Promise<boolean> | undefined {
    return this.#inFlight.get(key);
  }

  /** What was answered when this body came first; undefined when it has not been kept. */
  answerTo({ digest, sha256 }: BodyKey): BodyAnswer | undefined {
    return this.#register.find(digest, Buffer.from(sha256, "hex"))?.answer;
  }

  /** A body is being taken, until `isKept` says what became of it. */
  begin({ key }: BodyKey, isKept: Promise<boolean>): void {
    this.#inFlight.set(key, isKept);
    void isKept.finally(() => this.#inFlight.delete(key));
  }

  /** What the frame says of a body. */
  batchOf({ key, sha256 }: BodyKey, answer: BodyAnswer): KeyedBatch {
    return { token: OTLP, key, bodySha256: sha256, answer: JSON.stringify(answer) };
  }

  /** The records of a body are durable. */
  keep({ digest, sha256 }: BodyKey, answer: BodyAnswer, at: number): void {
    this.#register.put(digest, Buffer.from(sha256, "hex"), { at, answer });
  }
}
