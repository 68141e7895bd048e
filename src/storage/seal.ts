import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { invariant } from "#kernel";

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Keeps texts that must be read again (a letter that waits, the secret of a second factor) unreadable for whoever has the
 * rows only: sealed with a key that does not lie in the state. `about` says whose text it is: sealed for one row, it
 * does not open in another.
 */
export class Seal {
  readonly #key: Buffer;

  /** `key`: 32 random bytes. */
  constructor(key: Buffer) {
    invariant(key.length === KEY_BYTES, `a key of ${key.length} bytes, not ${KEY_BYTES}`);
    this.#key = key;
  }

  /** What may be stored; two times the same text give two different ones. */
  close(plain: string, about: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce).setAAD(Buffer.from(about));
    const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
  }

  /** The text; undefined when it was sealed with another key, about something else, or was changed since. */
  open(stored: string, about: string): string | undefined {
    const bytes = Buffer.from(stored, "base64url");
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const opening = createDecipheriv(CIPHER, this.#key, nonce, { authTagLength: TAG_BYTES });
    opening.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      return opening.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, "utf8") + opening.final("utf8");
    } catch {
      return undefined;
    }
  }
}
