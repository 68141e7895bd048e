import { hash } from "node:crypto";
import type { BodyAnswer, IdempotencyRegister } from "../model/idempotency-register.ts";

/** What a frame of the log says about the body that it holds, when the body came with a key. */
export interface KeyedBatch {
  /** Id of the token: another token may use the same key for another body. */
  readonly token: string;
  readonly key: string;
  /** In hex; of the decompressed body, so that a repeat may be compressed in another way. */
  readonly bodySha256: string;
  /** `BodyAnswer` in JSON. */
  readonly answer: string;
}

/**
 * Remembers a batch that is durable. To be called for each frame of the log with such a batch, when it was written
 * and when it is read again at a start; twice is the same as once.
 */
export function rememberBatch(register: IdempotencyRegister, batch: KeyedBatch, at: number): void {
  const answer = JSON.parse(batch.answer) as BodyAnswer;
  register.put(keyDigest(batch.token, batch.key), Buffer.from(batch.bodySha256, "hex"), { at, answer });
}

/** What a key is known by. No id of a token has a line feed. */
export function keyDigest(token: string, key: string): Buffer {
  return hash("sha256", `${token}\n${key}`, "buffer");
}
