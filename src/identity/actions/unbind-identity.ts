import { z } from "zod";
import { Refusal } from "#kernel";
import { deleteBinding } from "../store/bindings.ts";
import { type Action, changeAction } from "./action.ts";
import { callerPerson } from "./caller-person.ts";
import { type House, tellOwner } from "./house.ts";

/** Takes an account of an identity provider from the own account. Refuses where nothing else would sign in. */
export function unbindIdentity(house: House): Action {
  return changeAction({
    name: "account.unbind",
    may: "signed-in",
    input: z.strictObject({ issuer: z.string().max(2_000) }),
    output: z.void(),
    run: async ({ issuer }, { tx, by, now }) => {
      const person = await callerPerson(tx, by);
      if (person.password === "") throw noPassword();
      if (!(await deleteBinding(tx, person.id, issuer))) throw notBound();
      const key = `unbound ${person.id} ${now}`;
      await tellOwner(house, tx, { person, what: `the account of ${issuer} was unbound`, key });
    },
    audit: ({ issuer }) => ({ subject: "account:own", facts: { issuer } }),
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
    "Your account is not bound to that provider, so nothing was changed.",
  );
}
