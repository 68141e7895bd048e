import type { z } from "zod";
import { isoText, isoTextOrNull } from "#kernel";
import type { Reader } from "#storage";
import type { personSchema } from "../contract.ts";
import { rolesOf } from "../model/person.ts";
import type { BindingRow, PersonRow } from "../model/rows.ts";
import { bindingsOf } from "../store/bindings.ts";
import { invitationsTo } from "../store/invitations.ts";
import { membershipsOf } from "../store/people.ts";
import { withSecondFactor } from "../store/second-factors.ts";

type PersonView = z.input<typeof personSchema>;

/** People as administrators see them. */
export async function personViews(read: Reader, people: readonly PersonRow[], now: number): Promise<PersonView[]> {
  const ids = people.map(({ id }) => id);
  const memberships = await membershipsOf(read, ids);
  const withCode = await withSecondFactor(read, ids);
  const bindings = await bindingsOf(read, ids);
  const waiting = await invitationsTo(
    read,
    now,
    people.flatMap(({ mail_key: key }) => key ?? []),
  );
  return people.map((person) => {
    const identities = bindings.filter((each) => each.person_id === person.id).map(identityView);
    return {
      id: person.id,
      handle: person.handle,
      name: person.name,
      mail: person.mail,
      roles: rolesOf(person),
      organisations: memberships.filter((each) => each.person_id === person.id).map(({ organisation }) => organisation),
      state: stateOf(person, identities.length > 0),
      createdAt: isoText(person.created_at),
      invitedUntil: isoTextOrNull(waiting.find((each) => each.mail_key === person.mail_key)?.expires_at ?? null),
      secondFactor: withCode.has(person.id),
      identities,
      revision: person.revision,
      managedBy: person.managed_by,
    };
  });
}

/** One of them. */
export async function personView(read: Reader, person: PersonRow, now: number): Promise<PersonView> {
  const [view] = await personViews(read, [person], now);
  return view as PersonView;
}

/** An account at an identity provider, as its owner and administrators see it. */
export function identityView({ issuer, mail, created_at: boundAt }: BindingRow): PersonView["identities"][number] {
  return { issuer, mail, boundAt: isoText(boundAt) };
}

function stateOf({ disabled_at: disabledAt, password }: PersonRow, isBound: boolean): PersonView["state"] {
  if (disabledAt !== null) return "disabled";
  return password === "" && !isBound ? "invited" : "active";
}
