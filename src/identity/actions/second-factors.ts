import type { Reader, Seal, Tx } from "#storage";
import { DAY_MS } from "#kernel";
import { findSecondFactor, recoveryCodesOf, useRecoveryCode, useStep } from "../store/second-factors.ts";
import { Attempts } from "./attempts.ts";
import { matchingStep } from "./one-time-code.ts";
import { secretHash } from "./secret.ts";

/** Codes of one account, from addresses that its owner has not signed in from: of a million, three fit at a time. */
const STRANGERS_CODES = { max: 30, windowMs: DAY_MS };

/** What a code is worth for an account: nothing is asked (`none`), it does not fit, or what of it is used up. */
export type CodeCheck =
  | { readonly kind: "none" | "wrong" }
  | { readonly kind: "step"; readonly step: number }
  | { readonly kind: "recovery"; readonly sha256: string };

/** Codes of second factors: what fits is looked up before, and used up in, the transaction that it is for. */
export class SecondFactors {
  readonly #seal: Seal;
  readonly #strangers = new Attempts(STRANGERS_CODES);

  constructor(seal: Seal) {
    this.#seal = seal;
  }

  /** What may be stored of a new secret. */
  close(secret: Buffer, personId: string): string {
    return this.#seal.close(secret.toString("base64url"), aboutOf(personId));
  }

  /** For an id that does not exist it does the same work as for one that has no second factor. */
  async check(
    read: Reader,
    { personId, code }: { personId: string; code: string | undefined },
    now: number,
  ): Promise<CodeCheck> {
    const row = await findSecondFactor(read, personId);
    const recovery = await recoveryCodesOf(read, personId);
    if (typeof row?.confirmed_at !== "number") return { kind: "none" };
    const given = (code ?? "").replace(/[\s-]/g, "").toLowerCase();
    const sha256 = secretHash(given);
    if (recovery.includes(sha256)) return { kind: "recovery", sha256 };
    const step = this.step(row, given, now);
    return step === undefined ? { kind: "wrong" } : { kind: "step", step };
  }

  /** The step whose code this is; undefined also where the secret cannot be read any more. */
  step(row: { person_id: string; sealed: string; last_step: number }, code: string, now: number): number | undefined {
    const secret = this.#seal.open(row.sealed, aboutOf(row.person_id));
    if (secret === undefined) return undefined;
    return matchingStep(Buffer.from(secret, "base64url"), code, { now, used: row.last_step });
  }

  /** Whether one more code of a stranger's may be looked at. Recovery codes are too long to be guessed. */
  takesStranger(personId: string, check: CodeCheck, now: number): boolean {
    return check.kind === "none" || check.kind === "recovery" || this.#strangers.take(personId, now);
  }

  /** Uses the code up; false when somebody else was quicker. */
  async use(tx: Tx, personId: string, check: CodeCheck): Promise<boolean> {
    if (check.kind === "step") return useStep(tx, personId, check.step);
    if (check.kind === "recovery") return useRecoveryCode(tx, personId, check.sha256);
    return check.kind === "none";
  }
}

function aboutOf(personId: string): string {
  return `second factor ${personId}`;
}
