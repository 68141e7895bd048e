import type { PlanFault } from "./plan-file.ts";
import type { Fields, Json, WantedObject } from "../model/wanted.ts";

const NAME = /^[a-z0-9-]{1,63}$/;
const NAME_MAX = 63;

/**
 * Clients are written with their organisation's title and its contacts beside them. That makes an organisation: named
 * after the title ("Acme Ltd" → acme-ltd), or after the client where none is said. A name in the place of the title means
 * an organisation that is said elsewhere, in these texts or on the server.
 */
export function withOrganisations(objects: readonly WantedObject[]): {
  readonly objects: readonly WantedObject[];
  readonly faults: readonly PlanFault[];
} {
  const organisations = new Map(
    objects.filter(({ kind }) => kind === "organisation").map((object) => [object.name, object]),
  );
  const written = new Set(organisations.keys());
  const faults: PlanFault[] = [];
  const clients = objects
    .filter(({ kind }) => kind === "client")
    .map((object): WantedObject => {
      const { organisation: said, contacts, ...fields } = object.fields;
      const title = typeof said === "string" ? said : object.name;
      const name = NAME.test(title) ? title : nameOf(title);
      const isElsewhere = written.has(name);
      faults.push(...faultsOf(object, { title, name, hasContactsTwice: isElsewhere && contacts !== undefined }));
      const isSaidHere = contacts !== undefined || said === undefined || title !== name;
      if (!isElsewhere && isSaidHere) {
        const own = { ...object, kind: "organisation" as const, name, fields: { title, contacts: contacts ?? {} } };
        organisations.set(name, merged(organisations.get(name), own));
      }
      return { ...object, fields: { ...fields, organisation: name } };
    });
  const others = objects.filter(({ kind }) => kind !== "organisation" && kind !== "client");
  return { objects: [...others, ...organisations.values(), ...clients], faults };
}

function faultsOf(
  { place }: WantedObject,
  { title, name, hasContactsTwice }: { title: string; name: string; hasContactsTwice: boolean },
): PlanFault[] {
  if (name === "") {
    const detail = `"${title}" has no letter that a name could be made of. Write organisations: {acme: {title: ${title}}}, and organisation: acme here.`;
    return [{ ...place, detail }];
  }
  if (!hasContactsTwice) return [];
  const detail = `the organisation ${name} stands in these files: write its contacts there, not at its client.`;
  return [{ ...place, detail }];
}

/** "Acme Ltd." → "acme-ltd". */
function nameOf(title: string): string {
  const letters = title.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  return letters
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, NAME_MAX)
    .replace(/^-+|-+$/g, "");
}

/** Several clients of one organisation: their contacts are all its. */
function merged(before: WantedObject | undefined, object: WantedObject): WantedObject {
  const { was: _ofClient, ...own } = object;
  if (before === undefined) return own;
  const contacts = { ...(before.fields["contacts"] as Fields) };
  for (const [kind, mails] of Object.entries(object.fields["contacts"] as Fields)) {
    contacts[kind] = [...new Set([...listOf(contacts[kind]), ...listOf(mails)])];
  }
  return { ...before, fields: { ...before.fields, contacts } };
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}
