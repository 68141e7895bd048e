import { z } from "zod";
import { cursorOf, page, pageInput, readCursor, refuseManaged, refuseStale } from "#http";
import { mailAddress } from "#mail";
import { newName, personSchema } from "../contract.ts";
import { personSubject } from "../model/person.ts";
import { ROLES } from "../model/permissions.ts";
import { deleteSessionsOf } from "../store.ts";
import { deleteInvitationsOfPerson, deleteResetsOf } from "../store/invitations.ts";
import { listPeople, updatePerson } from "../store/people.ts";
import { type Action, changeAction, readAction } from "./action.ts";
import { getPerson } from "./caller-person.ts";
import { personView, personViews } from "./person-view.ts";
import { changePerson, refuseLastAdministrator } from "./save-person.ts";

const LIST = "people";
const place = z.tuple([z.string(), z.string()]);
const byId = z.strictObject({ id: z.string().max(64) });

const list = readAction({
  name: "person.list",
  may: "person:read",
  input: z.strictObject({
    search: z.string().trim().toLowerCase().min(1).max(100).optional(),
    role: z.enum(ROLES).optional(),
    organisation: z.string().max(63).optional(),
    state: personSchema.shape.state.optional(),
    ...pageInput,
  }),
  output: page(personSchema),
  run: async ({ limit, cursor, ...filter }, { read, now }) => {
    const [nameKey, id] = readCursor(LIST, cursor, place) ?? [];
    const after = nameKey === undefined || id === undefined ? undefined : { nameKey, id };
    const found = await listPeople(read, filter, { limit: limit + 1, after });
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      items: await personViews(read, shown, now),
      next: last === undefined ? null : cursorOf(LIST, [last.name_key, last.id]),
    };
  },
});

const get = readAction({
  name: "person.get",
  may: "person:read",
  input: byId,
  output: personSchema,
  run: async ({ id }, { read, now }) => personView(read, await getPerson(read, id), now),
});

/** What is left out stays. Roles hold from the next request on, in sessions that go on. */
const put = changeAction({
  name: "person.put",
  may: "person:write",
  input: byId.extend({
    name: newName.optional(),
    mail: mailAddress.nullable().optional(),
    roles: z.array(z.enum(ROLES)).max(ROLES.length).optional(),
  }),
  output: personSchema,
  run: async ({ id, ...given }, { tx, now, call }) => {
    const before = await getPerson(tx, id);
    refuseStale(call.precondition, before.revision);
    refuseManaged(before.managed_by, `person ${before.handle}`);
    return personView(tx, await changePerson(tx, before, given), now);
  },
  audit: (_input, { revision, ...person }) => ({
    subject: personSubject(person),
    facts: { name: person.name, mail: person.mail, roles: person.roles, revision },
  }),
});

/** Ends all sessions at once; also of one whom a configuration text keeps, since it may be urgent. */
const disable = changeAction({
  name: "person.disable",
  may: "person:write",
  input: byId,
  output: personSchema,
  run: async ({ id }, { tx, now }) => {
    const before = await getPerson(tx, id);
    await refuseLastAdministrator(tx, before);
    const after = { ...before, disabled_at: before.disabled_at ?? now, revision: before.revision + 1 };
    await updatePerson(tx, after);
    await deleteSessionsOf(tx, id);
    await deleteResetsOf(tx, id);
    await deleteInvitationsOfPerson(tx, id);
    return personView(tx, after, now);
  },
  audit: (_input, person) => ({ subject: personSubject(person) }),
});

const enable = changeAction({
  name: "person.enable",
  may: "person:write",
  input: byId,
  output: personSchema,
  run: async ({ id }, { tx, now }) => {
    const before = await getPerson(tx, id);
    const after = { ...before, disabled_at: null, revision: before.revision + 1 };
    await updatePerson(tx, after);
    return personView(tx, after, now);
  },
  audit: (_input, person) => ({ subject: personSubject(person) }),
});

/** People, as administrators keep them. */
export const peopleActions: Record<"list" | "get" | "put" | "disable" | "enable", Action> = {
  list,
  get,
  put,
  disable,
  enable,
};
