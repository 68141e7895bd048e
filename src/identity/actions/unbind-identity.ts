import { z } from "zod";
import { Refusal } from "#kernel";
import { personSubject } from "../model/person.ts";
import { deleteSessionsOf } from "../store.ts";
import { deleteBinding } from "../store/bindings.ts";
import { type Action, changeAction } from "./action.ts";
import { callerPerson, getPerson } from "./caller-person.ts";
import { type House, tellOwner } from "./house.ts";

const issuerInput = z.string().max(2_000);

/** Takes an account of an identity provider from a person: from the own account, or as an administrator. */
export function unbindIdentity(house: House): Record<"own" | "forPerson", Action> {
  return { own: unbindOwn(house), forPerson: unbindFor(house) };
}

/** Refuses where nothing else would sign in. */
function unbindOwn(house: House): Action {
  return changeAction({
    name: "account.unbind",
    may: "signed-in",
    input: z.strictObject({ issuer: issuerInput }),
    output: z.void(),
    run: async ({ issuer }, { tx, by, now, about }) => {
      const person = await callerPerson(tx, by);
      about(personSubject(person));
      if (person.password === "") throw noPassword();
      if (!(await deleteBinding(tx, person.id, issuer))) throw notBound();
      const key = `unbound ${person.id} ${now}`;
      await tellOwner(house, tx, { person, what: `the account of ${issuer} was unbound`, key });
    },
    audit: ({ issuer }) => ({ subject: "person", facts: { issuer } }),
  });
}

/** For somebody who lost that account, or has a new one there. Ends all sessions: some may be of who has it now. */
function unbindFor(house: House): Action {
  return changeAction({
    name: "person.unbind",
    may: "person:write",
    input: z.strictObject({ id: z.string().max(64), issuer: issuerInput }),
    output: z.void(),
    run: async ({ id, issuer }, { tx, now, about }) => {
      const person = await getPerson(tx, id);
      about(personSubject(person));
      if (!(await deleteBinding(tx, id, issuer))) throw notBound();
      await deleteSessionsOf(tx, id);
      const key = `unbound ${id} ${now}`;
      await tellOwner(house, tx, { person, what: `an administrator unbound the account of ${issuer}`, key });
    },
    audit: ({ issuer }) => ({ subject: "person", facts: { issuer } }),
  });
}

function noPassword(): Refusal {
  return new Refusal(
    "conflict",
    "account.no-password",
    "You have no password, so nothing else would sign you in and nothing was unbound. Choose a password first: Forgot password on the page to sign in, or a link of an administrator.",
  );
}

function notBound(): Refusal {
  return new Refusal(
    "not-found",
    "account.not-bound",
    "The account is not bound to that provider, so nothing was changed. Look at what it is bound to.",
  );
}
