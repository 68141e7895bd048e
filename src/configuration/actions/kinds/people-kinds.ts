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
import { readRules, releaseRules, ruleText, rulesOfPeople, setRules } from "#notification";
import type { Reader } from "#storage";
import type { Fields, PresentObject } from "../../model/wanted.ts";
import { refuseMissingSchedule } from "./refuse-missing.ts";
import type { KindOfObject } from "./kind-of-object.ts";

const DAYS = 7;

/** By which ways a person is told, as a text says it. */
interface WrittenRules {
  readonly page?: readonly string[];
  readonly ticket?: readonly string[];
}

/** People of the provider's side by their handles. One who has no password yet is invited: when made, or given another address. */
export function personKind(invitations: PersonInvitations): KindOfObject {
  return {
    kind: "person",
    may: ["person:write"],
    normal: ({ name: handle, fields: { name = handle, mail = null, roles = [], page, ticket } }) => ({
      name,
      mail,
      roles: (roles as string[]).toSorted(),
      ...normalRules({ page, ticket } as WrittenRules),
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
      const { page, ticket } = fields as WrittenRules;
      if (page !== undefined || ticket !== undefined) {
        await setRules(tx, saved.after.id, { rules: { page, ticket }, managedBy });
      }
      const sent = await invitations.send(tx, saved, context);
      if (sent !== undefined) context.told(sentText(sent));
    },
    remove: async (tx, handle) => void (await removePerson(tx, handle)),
    release: async (tx, handle, { now, nextId }) => {
      const { after } = await savePerson(tx, { handle }, { now, nextId, managedBy: null });
      await releaseRules(tx, after.id);
    },
  };
}

/** How a person is told, where the text says it; else that stays the person's own. */
function normalRules({
  page,
  ticket,
}: { readonly [Key in keyof WrittenRules]: WrittenRules[Key] | undefined }): Fields {
  if (page === undefined && ticket === undefined) return {};
  const rules = readRules({ page, ticket });
  const texts = (urgency: "page" | "ticket"): string[] => rules[urgency].map((rule) => ruleText(rule) ?? "");
  return { page: texts("page"), ticket: texts("ticket") };
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
    await refuseMissingSchedule(tx, schedule ?? null);
    await saveTeam(tx, { team, title, people, schedule }, { now, managedBy });
  },
  remove: async (tx, team) => void (await removeTeam(tx, team)),
  release: async (tx, team, { now }) => void (await saveTeam(tx, { team }, { now, managedBy: null })),
};

/** Developers of organisations, who have no role here, are nobody's text. */
async function presentPeople(read: Reader): Promise<PresentObject[]> {
  const rules = new Map((await rulesOfPeople(read)).map((one) => [one.handle, one]));
  return (await everyPerson(read))
    .filter((row) => row.managed_by !== null || rolesOf(row).length > 0)
    .map((row) => {
      const { page, ticket, managedBy: keeper = null } = rules.get(row.handle) ?? {};
      const told: Fields = page === undefined || ticket === undefined || keeper === null ? {} : { page, ticket };
      const fields: Fields = { name: row.name, mail: row.mail, roles: rolesOf(row).toSorted(), ...told };
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
