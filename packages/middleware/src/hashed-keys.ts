import { createHash } from "node:crypto";

/** Keys whose hashes are remembered: a client sends the same one with each request. */
const REMEMBERED_MAX = 1_000;
/** A key that Plimsoll made: `plm_<environment>_<8 lookup>_<32 secret><6 check>`. */
const OWN = /^plm_[a-z0-9-]+_([0-9A-Za-z]{8})_([0-9A-Za-z]{32})[0-9A-Za-z]{6}$/;
const BEARER = /^bearer +/i;

/**
 * What Plimsoll finds a client by without seeing its key: `key:` and the SHA-256 of all of it; of a key that Plimsoll made
 * also the letters by which it is looked up, and the SHA-256 of its secret, as those are what Plimsoll has of it.
 */
export class HashedKeys {
  readonly #remembered = new Map<string, string>();

  nameOf(header: string): string {
    const known = this.#remembered.get(header);
    if (known !== undefined) return known;
    const name = nameOfKey(header.replace(BEARER, "").trim());
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear();
    this.#remembered.set(header, name);
    return name;
  }
}

function nameOfKey(key: string): string {
  const [, lookup, secret] = OWN.exec(key) ?? [];
  const whole = `key:${sha256(key)}`;
  return lookup === undefined || secret === undefined ? whole : `${whole}:${lookup}:${sha256(secret)}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
