import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { z } from "zod";
import { Refusal } from "#kernel";

const PASSWORD_MAX = 256;
const PASSWORD_MIN = 12;

/** What is tried when somebody signs in: no rule but what hashing may cost. */
export const password = z.string().min(1).max(PASSWORD_MAX);

/** A new one. Length is what makes guessing dear; rules about signs make people write them down. */
export const newPassword = z.string().min(PASSWORD_MIN, `takes at least ${PASSWORD_MIN} characters`).max(PASSWORD_MAX);

/** What is shown beside it: a code of a second factor, or a recovery code. */
export const code = z.string().trim().min(1).max(64);

/** RFC 9106's second choice, with the memory that OWASP names as the least: 19 MiB, two passes, one lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** Each takes its memory and a thread of the pool that also reads and writes files. */
const AT_ONCE = 2;
const WAITING_MAX = 20;

const derive = promisify(argon2);

/** Hashes and checks passwords, two at a time: a flood of sign-ins cannot take all memory or all threads. */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** Checked in place of a person's that does not exist, so that both take the same time. */
  readonly #nobodys = phc(randomBytes(SALT_BYTES), randomBytes(TAG_BYTES));

  /** The PHC string to keep. */
  async hash(plain: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return phc(salt, await this.#derive(plain, salt));
  }

  /** Whether the password is that of the PHC string; without one it is compared with nobody's, and is never right. */
  async isRight(plain: string, kept: string | undefined): Promise<boolean> {
    const [, , , , salt = "", tag = ""] = (kept ?? this.#nobodys).split("$");
    const found = await this.#derive(plain, Buffer.from(salt, "base64"));
    return timingSafeEqual(found, Buffer.from(tag, "base64")) && kept !== undefined;
  }

  async #derive(plain: string, nonce: Buffer): Promise<Buffer> {
    await this.#turn();
    try {
      return await derive("argon2id", {
        // What a keyboard composes differently is the same password.
        message: plain.normalize("NFKC"),
        nonce,
        parallelism: 1,
        tagLength: TAG_BYTES,
        memory: MEMORY_KIB,
        passes: PASSES,
      });
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }

  async #turn(): Promise<void> {
    if (this.#running < AT_ONCE) {
      this.#running++;
      return;
    }
    if (this.#waiting.length >= WAITING_MAX) {
      throw new Refusal(
        "unavailable",
        "session.busy",
        "Too many people, or programs, are signing in at this moment. Try again in a few seconds.",
        { retryAfterSeconds: 5 },
      );
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await promise;
  }
}

function phc(salt: Buffer, tag: Buffer): string {
  const [saltText, tagText] = [salt, tag].map((bytes) => bytes.toString("base64").replace(/=+$/, ""));
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${saltText}$${tagText}`;
}
