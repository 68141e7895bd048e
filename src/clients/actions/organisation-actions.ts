import { z } from "zod";
import { cursorOf, pageInput, readCursor, refuseManaged, refuseStale } from "#http";
import { changeAction, readAction } from "#identity";
import { Refusal } from "#kernel";
import {
  organisationName,
  organisationSchema,
  organisationsSchema,
  searchField,
  textField,
  titleField,
} from "../contract.ts";
import { countOrganisationsThatFit, listOrganisations } from "../store/lists.ts";
import { findOrganisation } from "../store/organisations.ts";
import { existingOrganisation, ownerOfOrganisation } from "./existing-client.ts";
import { removeOrganisation } from "./release-client.ts";
import { organisationView, organisationViews } from "./organisation-views.ts";
import { saveOrganisation } from "./save-organisation.ts";

const LIST = "organisations";

/** Organisations by name; a developer sees the own ones. */
const list = readAction({
  name: "organisation.list",
  may: "organisation:read",
  owner: "caller",
  input: z.strictObject({ q: searchField, ...pageInput }),
  output: organisationsSchema,
  run: async ({ limit, cursor, q }, { read, within }) => {
    const [after] = readCursor(LIST, cursor, z.tuple([organisationName])) ?? [""];
    const [rows, total] = await Promise.all([
      listOrganisations(read, { within, q }, { limit: limit + 1, after }),
      countOrganisationsThatFit(read, { within, q }),
    ]);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    const next = last === undefined ? null : cursorOf(LIST, [last.organisation]);
    return { items: await organisationViews(read, shown, within), next, total };
  },
});

const get = readAction({
  name: "organisation.get",
  may: "organisation:read",
  owner: ownerOfOrganisation,
  input: z.strictObject({ organisation: organisationName }),
  output: organisationSchema,
  run: async ({ organisation }, { read, within }) =>
    organisationView(read, await existingOrganisation(read, organisation), within),
});

/** Creates an organisation, or changes what is given. A developer changes the title of the own one. */
const put = changeAction({
  name: "organisation.put",
  may: "organisation:write",
  owner: ownerOfOrganisation,
  input: z.strictObject({ organisation: organisationName, title: titleField.optional(), note: textField.optional() }),
  output: organisationSchema,
  run: async ({ organisation, title, note }, { tx, now, nextId, call, within }) => {
    const before = await findOrganisation(tx, organisation);
    if (within !== null && note !== undefined) throw noteIsProviders();
    refuseStale(call.precondition, before?.revision);
    const draft = {
      organisation,
      title: title ?? before?.title ?? organisation,
      note: note ?? before?.note ?? "",
    };
    const { row } = await saveOrganisation(tx, draft, { now, nextId, managedBy: null });
    return organisationView(tx, row, within);
  },
  audit: ({ organisation }, { title, revision }) => ({
    subject: `organisation:${organisation}`,
    facts: { title, revision },
  }),
});

/** Removes an organisation that has no clients, not even retired ones. For the provider only. */
const remove = changeAction({
  name: "organisation.delete",
  may: "organisation:write",
  input: z.strictObject({ organisation: organisationName }),
  output: z.void(),
  run: async ({ organisation }, { tx, call }) => {
    const { revision, managed_by: managedBy } = await existingOrganisation(tx, organisation);
    refuseStale(call.precondition, revision);
    refuseManaged(managedBy, `organisation ${organisation}`);
    await removeOrganisation(tx, organisation);
  },
  audit: ({ organisation }) => ({ subject: `organisation:${organisation}` }),
});

/** What is asked of organisations and done with them. */
export const organisationActions = { list, get, put, remove };

function noteIsProviders(): Refusal {
  return new Refusal(
    "forbidden",
    "organisation.providers-own",
    "The note about an organisation is the provider's own, so nothing was changed. Leave it out.",
    { faults: [{ pointer: "/note", detail: "is changed by the provider only" }] },
  );
}
