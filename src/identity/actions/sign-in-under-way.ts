import { randomBytes } from "node:crypto";
import type { Call } from "#http";
import { MINUTE_MS, SECOND_MS } from "#kernel";
import type { Seal } from "#storage";
import type { VouchedFor } from "../model/oidc-entry.ts";
import { Attempts } from "./attempts.ts";
import type { OidcChecks } from "./oidc-provider.ts";
import { nothingUnderWay } from "./oidc-refusals.ts";

/** Where a sign-in with an identity provider stands: its owner is there, or is back and has still to give a code. */
export type UnderWay = Waiting &
  (
    | { readonly at: "provider"; readonly checks: OidcChecks }
    | { readonly at: "code"; readonly vouched: VouchedFor; readonly personId: string }
  );

interface Waiting {
  /** A page of ours, to which it leads. */
  readonly next: string;
  /** The token of the invitation whose link was opened. */
  readonly invitation?: string | undefined;
}

type Kept<At extends UnderWay["at"]> = Extract<UnderWay, { at: At }> & { readonly id: string; readonly until: number };

const LASTS_MS = 10 * MINUTE_MS;
const ABOUT = "sign-in under way";
const ID_BYTES = 16;

/**
 * Sign-ins under way lie in the browsers that began them, sealed: strangers who begin thousands take nobody's place. Each
 * can be used once, also when its cookie was copied; a restart forgets which were, and the provider's codes work once.
 */
export class SignInsUnderWay {
  readonly #seal: Seal;
  readonly #used = new Attempts({ max: 1, windowMs: LASTS_MS });

  constructor(seal: Seal) {
    this.#seal = seal;
  }

  /** Has the browser keep it for ten minutes, in place of another. */
  keep({ answer }: Call, underWay: UnderWay, now: number): void {
    const kept = { ...underWay, id: randomBytes(ID_BYTES).toString("base64url"), until: now + LASTS_MS };
    answer.signIn = { token: this.#seal.close(JSON.stringify(kept), ABOUT), maxAgeSeconds: LASTS_MS / SECOND_MS };
  }

  /** What this browser keeps, if it stands there. */
  find<At extends UnderWay["at"]>({ credentials }: Call, at: At, now: number): Kept<At> {
    const text = this.#seal.open(credentials.signIn ?? "", ABOUT);
    const kept = text === undefined ? undefined : (JSON.parse(text) as Kept<UnderWay["at"]>);
    if (kept?.at !== at || now >= kept.until) throw nothingUnderWay();
    if (this.#used.fullUntil(kept.id, now) !== undefined) throw nothingUnderWay();
    return kept as Kept<At>;
  }

  /** It is over: whatever comes of it, nobody uses it again. */
  use({ answer }: Call, { id }: { readonly id: string }, now: number): void {
    if (!this.#used.take(id, now)) throw nothingUnderWay();
    answer.signIn = null;
  }
}
