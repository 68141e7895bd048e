import { hash, randomBytes } from "node:crypto";

const SECRET_BYTES = 32;

/** A new secret of 256 random bits, with a prefix that says what it is where it is found by accident. */
export function newSecret(prefix: string): string {
  return `${prefix}_${randomBytes(SECRET_BYTES).toString("base64url")}`;
}

/** What is kept of a secret. It has full entropy, so a plain hash cannot be guessed back. */
export function secretHash(secret: string): string {
  return hash("sha256", secret, "hex");
}
