import { MINUTE_MS, Refusal, SECOND_MS } from "#kernel";
import { addressKey } from "../model/address-key.ts";
import { Attempts } from "./attempts.ts";

const WINDOW_MS = 15 * MINUTE_MS;

/** How many attempts fail in a quarter of an hour before more are refused. */
const FAILURES_MAX = {
  /** One account from one address. */
  pair: 10,
  /** All accounts from one address. */
  address: 50,
  /** One account from all addresses that its owner has not signed in from. */
  account: 100,
} as const;

/** Who tries to sign in as whom. `isKnown`: the account has a session from this address. */
export interface SignIn {
  readonly account: string;
  readonly address: string;
  readonly isKnown: boolean;
}

type Counted = keyof typeof FAILURES_MAX;

/**
 * Slows guessing down. Nobody is locked out for longer than a quarter of an hour, and who guesses somebody's password
 * from elsewhere never locks the owner out of an address where the owner has signed in. Accounts that do not exist are
 * counted like others, so that nothing shows which ones do. Counts are in memory: a restart forgets them.
 */
export class SignInLimits {
  readonly #attempts: Readonly<Record<Counted, Attempts>> = {
    pair: failuresOf("pair"),
    address: failuresOf("address"),
    account: failuresOf("account"),
  };

  /** Counts the attempt before the password is looked at, so that a thousand at once are a thousand. */
  begin(signIn: SignIn, now: number): void {
    const keys = keysOf(signIn);
    for (const [counted, key] of keys) refuseFull(this.#attempts[counted].fullUntil(key, now), now);
    for (const [counted, key] of keys) this.#attempts[counted].take(key, now);
  }

  /** The password was right: the attempt was no guess. */
  succeeded(signIn: SignIn): void {
    for (const [counted, key] of keysOf(signIn)) {
      if (counted === "pair") this.#attempts.pair.forget(key);
      else this.#attempts[counted].giveBack(key);
    }
  }

  /** How many entries are kept: at most 10,000 of each kind. */
  get sizes(): Record<Counted, number> {
    const { pair, address, account } = this.#attempts;
    return { pair: pair.size, address: address.size, account: account.size };
  }
}

function failuresOf(counted: Counted): Attempts {
  return new Attempts({ max: FAILURES_MAX[counted], windowMs: WINDOW_MS });
}

function refuseFull(until: number | undefined, now: number): void {
  if (until === undefined) return;
  const seconds = Math.ceil((until - now) / SECOND_MS);
  throw new Refusal(
    "limit",
    "session.too-many-attempts",
    `Too many attempts to sign in failed. Try again in ${Math.ceil(seconds / 60)} min; nothing is locked for longer.`,
    { retryAfterSeconds: seconds },
  );
}

function keysOf({ account, address, isKnown }: SignIn): [Counted, string][] {
  const from = addressKey(address);
  const both: [Counted, string][] = [
    ["pair", `${from} ${account}`],
    ["address", from],
  ];
  return isKnown ? both : [...both, ["account", account]];
}
