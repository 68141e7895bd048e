import { randomBytes } from "node:crypto";
import { z } from "zod";
import { Refusal } from "#kernel";
import { enrolmentSchema, recoveryCodesSchema } from "../contract.ts";
import { personSubject } from "../model/person.ts";
import type { PersonRow } from "../model/rows.ts";
import {
  deleteSecondFactor,
  findSecondFactor,
  insertRecoveryCodes,
  saveSecondFactor,
  withSecondFactor,
} from "../store/second-factors.ts";
import { type Action, changeAction } from "./action.ts";
import { callerPerson, getPerson } from "./caller-person.ts";
import { type House, tellOwner } from "./house.ts";
import { base32Text } from "./one-time-code.ts";
import { code, password } from "./passwords.ts";
import { proveOwner, type ProofParts } from "./prove.ts";
import { secretHash } from "./secret.ts";

/** What the actions stand on. */
export interface SecondFactorParts extends House, ProofParts {}

const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
/** 80 random bits: too many to guess, so that a plain hash can be kept. */
const RECOVERY_BYTES = 10;

/** A second factor for the own account, and taking away that of somebody who lost it. */
export function secondFactorActions(
  parts: SecondFactorParts,
): Record<"enrol" | "confirm" | "disable" | "resetFor", Action> {
  return { enrol: enrol(parts), confirm: confirm(parts), disable: disable(parts), resetFor: resetFor(parts) };
}

/** Shows the secret this once; nothing is asked for it until a code of it was given. Enrolling again makes another. */
function enrol(parts: SecondFactorParts): Action {
  return changeAction({
    name: "second-factor.enrol",
    may: "signed-in",
    input: z.strictObject({ password }),
    output: enrolmentSchema,
    prepare: (input, context) => proveOwner(parts, { password: input.password }, context),
    run: async (_input, { tx, by, now, about }, proof) => {
      const person = await callerPerson(tx, by);
      about(personSubject(person));
      if ((await withSecondFactor(tx, [person.id])).has(person.id)) throw isOn();
      const secret = randomBytes(SECRET_BYTES);
      const sealed = parts.secondFactors.close(secret, person.id);
      await saveSecondFactor(tx, { person_id: person.id, sealed, created_at: now, confirmed_at: null, last_step: 0 });
      tx.afterCommit(proof.succeeded);
      return { secret: base32Text(secret), uri: uriOf(person, base32Text(secret)) };
    },
    audit: () => ({ subject: "person" }),
  });
}

/** The first code shows that the secret arrived: from now on signing in takes one. */
function confirm(parts: SecondFactorParts): Action {
  return changeAction({
    name: "second-factor.confirm",
    may: "signed-in",
    input: z.strictObject({ code }),
    output: recoveryCodesSchema,
    run: async (input, { tx, by, now, about }) => {
      const person = await callerPerson(tx, by);
      about(personSubject(person));
      const row = await findSecondFactor(tx, person.id);
      if (row === undefined) throw notEnrolled();
      if (row.confirmed_at !== null) throw isOn();
      const step = parts.secondFactors.step(row, input.code.replace(/\s/g, ""), now);
      if (step === undefined) throw wrongCode();
      await saveSecondFactor(tx, { ...row, confirmed_at: now, last_step: step });
      const codes = Array.from({ length: RECOVERY_CODES }, () => base32Text(randomBytes(RECOVERY_BYTES)).toLowerCase());
      await insertRecoveryCodes(tx, person.id, codes.map(secretHash));
      await tell(parts, tx, { person, what: "a second factor was switched on", now });
      return { recoveryCodes: codes.map((each) => each.replace(/(.{4})(?=.)/g, "$1-")) };
    },
    audit: () => ({ subject: "person" }),
  });
}

/** Takes both: neither a stolen password nor an open desk is enough. */
function disable(parts: SecondFactorParts): Action {
  return changeAction({
    name: "second-factor.disable",
    may: "signed-in",
    input: z.strictObject({ password, code }),
    output: z.void(),
    prepare: (input, context) => proveOwner(parts, input, context),
    run: async (_input, { tx, by, now, about }, proof) => {
      const person = await callerPerson(tx, by);
      about(personSubject(person));
      if (proof.check.kind === "none") throw notEnrolled();
      if (!(await parts.secondFactors.use(tx, person.id, proof.check))) throw wrongCode();
      await deleteSecondFactor(tx, person.id);
      await tell(parts, tx, { person, what: "the second factor was switched off", now });
      tx.afterCommit(proof.succeeded);
    },
    audit: () => ({ subject: "person" }),
  });
}

/** For somebody who lost the phone and the recovery codes. The password stays. */
function resetFor(parts: SecondFactorParts): Action {
  return changeAction({
    name: "person.reset-second-factor",
    may: "person:write",
    input: z.strictObject({ id: z.string().max(64) }),
    output: z.void(),
    run: async ({ id }, { tx, now, about }) => {
      const person = await getPerson(tx, id);
      about(personSubject(person));
      if (!(await deleteSecondFactor(tx, id))) throw notEnrolled();
      await tell(parts, tx, { person, what: "an administrator took the second factor away", now });
    },
    audit: () => ({ subject: "person" }),
  });
}

async function tell(
  house: House,
  tx: Parameters<typeof tellOwner>[1],
  { person, what, now }: { person: PersonRow; what: string; now: number },
): Promise<void> {
  await tellOwner(house, tx, { person, what, key: `second factor ${person.id} ${now} ${what}` });
}

function uriOf({ mail, name }: PersonRow, secret: string): string {
  const label = encodeURIComponent(`Plimsoll:${mail ?? name}`);
  return `otpauth://totp/${label}?secret=${secret}&issuer=Plimsoll&algorithm=SHA1&digits=6&period=30`;
}

function isOn(): Refusal {
  return new Refusal(
    "conflict",
    "second-factor.is-on",
    "Your second factor is on already. Switch it off to make another.",
  );
}

function notEnrolled(): Refusal {
  return new Refusal("conflict", "second-factor.is-off", "There is no second factor, so nothing was changed.");
}

/** For somebody who has shown who it is otherwise. */
export function wrongCode(): Refusal {
  return new Refusal(
    "invalid",
    "second-factor.wrong-code",
    "The code does not fit, or was used already. Wait for the next one.",
    {
      faults: [{ pointer: "/code", detail: "does not fit, or was used already" }],
    },
  );
}
