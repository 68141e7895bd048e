import {
  everyPerson,
  everyTeam,
  peopleOfTeams,
  type PersonInvitations,
  removePerson,
  removeTeam,
  rolesOf,
  savePerson,
  saveTeam,
} from "#identity";
import type { Reader } from "#storage";
import type { Fields, PresentObject } from "../../model/wanted.ts";
import type { KindOfObject } from "./kind-of-object.ts";

const DAYS = 7;

/** People of the provider's side by their handles. One who has no password yet is invited: when made, or given another address. */
export function personKind(invitations: PersonInvitations): KindOfObject {
  return {
    kind: "person",
    may: ["person:write"],
    normal: ({ name: handle, fields: { name = handle, mail = null, roles = [] } }) => ({
      name,
      mail,
      roles: (roles as string[]).toSorted(),
    }),
    present: presentPeople,
    foresee: async (read, { name: handle, fields }) => {
      const mail = fields["mail"] as string | null;
      if (!(await invitations.isDue(read, { handle, mail }))) return undefined;
      const how = invitations.byMail ? "by mail" : "by a link to hand over, since no mail is set up";
      return { effects: [{ text: `${mail} will be invited, ${how}.`, breaking: false }] };
    },
    save: async (tx, { name: handle, fields, managedBy }, context) => {
      const { name, mail, roles } = fields as unknown as Parameters<typeof savePerson>[1];
      const { now, nextId } = context;
      const saved = await savePerson(tx, { handle, name, mail, roles }, { now, nextId, managedBy });
      const sent = await invitations.send(tx, saved, context);
      if (sent !== undefined) context.told(sentText(sent));
    },
    remove: async (tx, handle) => void (await removePerson(tx, handle)),
    release: async (tx, handle, { now, nextId }) => {
      await savePerson(tx, { handle }, { now, nextId, managedBy: null });
    },
  };
}

function sentText({ mail, link }: { readonly mail: string; readonly link: string | null }): string {
  if (link === null) return `${mail} is invited by mail; the link works once, for ${DAYS} days.`;
  return `No mail is set up: give ${mail} this link, which works once, for ${DAYS} days: ${link}`;
}

/** Teams of people. */
export const teamKind: KindOfObject = {
  kind: "team",
  may: ["team:write"],
  normal: ({ name, fields: { title = name, people = [], schedule = null } }) => ({
    title,
    people: (people as string[]).toSorted(),
    schedule,
  }),
  present: presentTeams,
  save: async (tx, { name: team, fields, managedBy }, { now }) => {
    const { title, people, schedule } = fields as unknown as Parameters<typeof saveTeam>[1];
    await saveTeam(tx, { team, title, people, schedule }, { now, managedBy });
  },
  remove: async (tx, team) => void (await removeTeam(tx, team)),
  release: async (tx, team, { now }) => void (await saveTeam(tx, { team }, { now, managedBy: null })),
};

/** Developers of organisations, who have no role here, are nobody's text. */
async function presentPeople(read: Reader): Promise<PresentObject[]> {
  return (await everyPerson(read))
    .filter((row) => row.managed_by !== null || rolesOf(row).length > 0)
    .map((row) => {
      const fields: Fields = { name: row.name, mail: row.mail, roles: rolesOf(row).toSorted() };
      return { kind: "person", name: row.handle, fields, managedBy: row.managed_by };
    });
}

async function presentTeams(read: Reader): Promise<PresentObject[]> {
  const teams = await everyTeam(read);
  const people = await peopleOfTeams(
    read,
    teams.map(({ team }) => team),
  );
  const byTeam = Map.groupBy(people, ({ team }) => team);
  return teams.map(({ team, title, schedule, managed_by: managedBy }) => {
    const handles = (byTeam.get(team) ?? []).map(({ handle }) => handle).toSorted();
    return { kind: "team", name: team, fields: { title, people: handles, schedule }, managedBy };
  });
}
