import type { JSONWebKeySet, JWTVerifyGetKey } from "jose";
import { MINUTE_MS, SECOND_MS } from "#kernel";

const FETCH_MS_MAX = 5 * SECOND_MS;
const BYTES_MAX = 512 * 1_024;
const KEYS_MAX = 100;
/** Keys are asked for again so often. */
const FRESH_MS = 10 * MINUTE_MS;
/** For a key that nobody knows, and after a failure, they are asked for again at most so often: strangers cannot make us ask. */
const AGAIN_MS = 30 * SECOND_MS;

/**
 * The public keys of an issuer, from its URL. Asked for in the background, never twice at once, with limits on time and
 * size; while its issuer is away, the keys that are known hold.
 */
export class IssuerKeys {
  readonly #url: string;
  readonly #changed: () => void;
  #keys: JWTVerifyGetKey | undefined;
  #text = "";
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;

  /** `changed` is called when other keys than before are there. */
  constructor(url: string, changed: () => void) {
    this.#url = url;
    this.#changed = changed;
  }

  /** The keys as far as they are known at `now` (epoch ms); waits only while there are none at all. Undefined: the issuer gave none. */
  async known(now: number): Promise<JWTVerifyGetKey | undefined> {
    const age = now - this.#askedAt;
    if (age >= (this.#keys === undefined ? AGAIN_MS : FRESH_MS)) void this.#ask(now);
    if (this.#keys === undefined) await this.#asking;
    return this.#keys;
  }

  /** Asks again for a key that is not among them. Whether it made a difference to have asked. */
  async renewed(now: number): Promise<boolean> {
    const before = this.#text;
    if (now - this.#askedAt >= AGAIN_MS) void this.#ask(now);
    await this.#asking;
    return this.#text !== before;
  }

  #ask(now: number): Promise<void> {
    this.#askedAt = now;
    return (this.#asking ??= this.#fetch().finally(() => (this.#asking = undefined)));
  }

  async #fetch(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(FETCH_MS_MAX);
      const response = await fetch(this.#url, { signal, redirect: "error", headers: { accept: "application/json" } });
      if (!response.ok) return;
      const text = await textOf(response);
      if (text === undefined || text === this.#text) return;
      const { createLocalJWKSet } = await import("jose");
      const keys = createLocalJWKSet(keySetOf(text));
      [this.#text, this.#keys] = [text, keys];
      this.#changed();
    } catch {
      // What is known holds; a token that needs more is refused with that reason.
    }
  }
}

/** The body as far as it is allowed to be long; undefined when it is longer. */
async function textOf(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Only public keys of pairs, and not too many: a shared secret in a public list is nobody's proof. */
function keySetOf(text: string): JSONWebKeySet {
  const { keys } = JSON.parse(text) as JSONWebKeySet;
  return { keys: keys.filter(({ kty }) => kty === "RSA" || kty === "EC" || kty === "OKP").slice(0, KEYS_MAX) };
}
