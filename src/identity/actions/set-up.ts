import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import { newName, sessionSchema } from "../contract.ts";
import { personSubject } from "../model/person.ts";
import { mailAddress } from "#mail";
import { deleteSetup, findSetup } from "../store.ts";
import { activeAdministrators, findPersonBy } from "../store/people.ts";
import { type Action, changeAction } from "./action.ts";
import { nameKey } from "../model/name-key.ts";
import { newPassword, type Passwords } from "./passwords.ts";
import { secretHash } from "./secret.ts";
import { addPerson, freeHandle } from "./save-person.ts";
import { startSession } from "./start-session.ts";

/** What setting up stands on. */
export interface SetUpParts {
  readonly passwords: Passwords;
  readonly version: string;
}

/** Makes the administrator, by the link that the first start printed. It works once, and only while there is nobody. */
export function setUp({ passwords, version }: SetUpParts): Action {
  return changeAction({
    name: "setup.finish",
    may: "public",
    input: z.strictObject({
      token: z.string().max(200),
      name: newName,
      mail: mailAddress.optional(),
      password: newPassword,
    }),
    output: sessionSchema,
    prepare: async (input, { read }) => {
      await refuseWrongLink(read, input.token);
      return passwords.hash(input.password);
    },
    run: async ({ token, name, mail = null }, context, hashed) => {
      const { tx, now, nextId } = context;
      // Again: two may have used the link at once, and only one of them is the first.
      await refuseWrongLink(tx, token);
      if (mail === null && (await findPersonBy(tx, "name_key", nameKey(name))) !== undefined) throw nameTaken(name);
      const handle = await freeHandle(tx, name);
      const made = { id: nextId("per"), name, handle, mail, password: hashed, roles: ["administrator"] as const, now };
      const person = await addPerson(tx, made);
      context.about(personSubject(person));
      await deleteSetup(tx);
      return startSession(person, context, version);
    },
    audit: () => ({ subject: "person" }),
  });
}

async function refuseWrongLink(read: Reader, token: string): Promise<void> {
  // People whom a configuration text brought have no password: with them alone nobody could ever sign in.
  if ((await activeAdministrators(read)).length > 0) {
    throw new Refusal("conflict", "setup.done", "Plimsoll is set up already; the link works once. Sign in instead.");
  }
  const expected = (await findSetup(read))?.sha256 ?? "";
  const [wanted, found] = [Buffer.from(expected), Buffer.from(secretHash(token))];
  if (wanted.length === found.length && timingSafeEqual(wanted, found)) return;
  throw new Refusal(
    "forbidden",
    "setup.wrong-link",
    "This is not the set-up link of this server. The right one is printed when it starts, and stands in bootstrap.json in its data directory.",
  );
}

/** Two people of one name are told apart by their addresses. */
function nameTaken(name: string): Refusal {
  return new Refusal(
    "conflict",
    "setup.name-taken",
    `There is somebody called ${name} already, from a configuration text, so you could not sign in by that name. Choose another name, or give an address of mail.`,
    { faults: [{ pointer: "/name", detail: "is somebody else's already" }] },
  );
}
