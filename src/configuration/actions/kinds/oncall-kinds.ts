import { parse, stringify } from "yaml";
import { type Alerting, readRoutingFile, receiversOf, releaseRouting, removeRouting, theRouting } from "#alerting";
import { allEscalations, readEscalation, releaseEscalation, removeEscalation, saveEscalation } from "#escalation";
import { allSchedules, readSchedule, releaseSchedule, removeSchedule, saveSchedule } from "#oncall";
import type { Fields } from "../../model/wanted.ts";
import { ROUTING } from "../../grammar/oncall-faults.ts";
import { refuseMissingEscalations, refuseMissingTargets } from "./refuse-missing.ts";
import type { KindOfObject } from "./kind-of-object.ts";

/** Who is on call when. What it said until now stays true of the past; what was made in the console beside it stays. */
export const scheduleKind: KindOfObject = {
  kind: "schedule",
  may: ["schedule:write"],
  normal: ({ name, file, fields: { title = name, zone = "UTC", layers = [], overrides = [] } }) => {
    const { text } = readSchedule(JSON.stringify({ zone, layers, overrides }), file);
    return { title, overrides: [], ...(JSON.parse(text) as Fields) };
  },
  present: async (read) =>
    (await allSchedules(read)).map(({ name, title, text, managedBy }) => {
      const fields = { title: title ?? name, overrides: [], ...(JSON.parse(text) as Fields) };
      return { kind: "schedule", name, fields, managedBy };
    }),
  save: async (tx, { name, fields: { title, ...entry }, managedBy }, { now }) => {
    const { text } = readSchedule(JSON.stringify(entry), name);
    await saveSchedule(tx, { name, title: title as string, text }, { now, managedBy });
  },
  remove: (tx, name, { now }) => removeSchedule(tx, name, { now }),
  release: (tx, name) => releaseSchedule(tx, name),
};

/** Whom to page, in which order. Pages that run go on by what it was. */
export const escalationKind: KindOfObject = {
  kind: "escalation",
  may: ["escalation:write"],
  normal: ({ name, file, fields }) => {
    const { zone = "UTC", ...written } = fields;
    readEscalation(JSON.stringify(written), file, zone as string);
    return { ...ESCALATION_DEFAULTS, title: name, ...written, zone };
  },
  present: async (read) =>
    (await allEscalations(read)).map(({ name, entry, zone, managedBy }) => ({
      kind: "escalation",
      name,
      fields: { ...ESCALATION_DEFAULTS, title: name, ...(entry as Fields), zone },
      managedBy,
    })),
  save: async (tx, { name, fields: { zone, ...entry }, managedBy }, { now }) => {
    const said = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null));
    const { policy } = readEscalation(JSON.stringify(said), name, zone as string);
    const named = policy.steps.flatMap(({ targets }) => targets);
    await refuseMissingTargets(tx, policy.fallback === null ? named : [...named, policy.fallback]);
    await saveEscalation(tx, { name, entry: said, zone: zone as string }, { now, managedBy });
  },
  remove: (tx, name) => removeEscalation(tx, name),
  release: (tx, name) => releaseEscalation(tx, name),
};

/** What a policy means that does not say otherwise; null: it says nothing. */
const ESCALATION_DEFAULTS: Fields = {
  rounds: null,
  fallback: null,
  acknowledgementLasts: null,
  acknowledgements: null,
  only: null,
};

/** Which alerts go where. There is one for the whole house. */
export function routingKind(alerting: Pick<Alerting, "saveRouting">): KindOfObject {
  return {
    kind: "routing",
    may: ["routing:write"],
    normal: ({ fields: { routing = {}, inhibit = [] } }) => ({ routing, inhibit }),
    present: async (read) => {
      const { text, managedBy } = await theRouting(read);
      if (text === "") return [];
      return [{ kind: "routing", name: ROUTING, fields: fieldsOf(text), managedBy }];
    },
    save: async (tx, { fields: { routing = {}, inhibit = [] }, managedBy }, { now }) => {
      const said = Array.isArray(inhibit) && inhibit.length === 0 ? { routing } : { routing, inhibit };
      const text = stringify(said);
      await refuseMissingEscalations(tx, receiversOf(readRoutingFile(text, "routing").table));
      await alerting.saveRouting(tx, { text }, { now, managedBy });
    },
    remove: (tx, _name, { now }) => removeRouting(tx, now),
    release: (tx) => releaseRouting(tx),
  };
}

/** What was written in the console is YAML as people write it; here its values count. */
function fieldsOf(text: string): Fields {
  const { routing = {}, inhibit = [] } = parse(text) as Fields;
  return { routing, inhibit };
}
