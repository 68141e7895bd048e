import { Refusal } from "#kernel";
import type { Urgency } from "#objectives";
import { decideGroup } from "../groups/decide-group.ts";
import { groupKey } from "../groups/group-key.ts";
import type { Group } from "../groups/group.ts";
import type { GroupMember, MutableMember } from "../groups/group-member.ts";
import type { Mute } from "../groups/mute.ts";
import { type Labelled, labelsOf } from "../labels-of.ts";
import { alertRoutes } from "../routing/alert-routes.ts";
import { InhibitionIndex } from "../routing/inhibition-index.ts";
import type { InhibitRule } from "../routing/inhibit-rule.ts";
import type { LabelSet } from "../routing/label-set.ts";
import type { RouteTable } from "../routing/route.ts";

/** A past alert: when it became something to tell, and when it was over (null: it fires). Epoch ms. */
export interface PastAlert extends Labelled {
  readonly id: string;
  readonly firedAt: number;
  readonly toldAt: number;
  readonly endedAt: number | null;
}

/** Where alerts went, or would. */
export interface RoutingRules {
  readonly table: RouteTable;
  readonly inhibitRules: readonly InhibitRule[];
}

/** What people would have been told. */
export interface ReplayedGroups {
  /** First notices. */
  readonly pages: number;
  readonly tickets: number;
  /** All notices, repeats and ends included. */
  readonly notices: number;
  readonly byPolicy: ReadonlyMap<string, { readonly pages: number; readonly tickets: number }>;
  /** Alerts that were in a group that paged. */
  readonly paged: ReadonlySet<string>;
}

/**
 * Plays past alerts through routes up to `until`, by the same decisions as the running program: groups, waits, updates,
 * repeats, inhibitions and times of routes; without silences, which were of their day. The alerts in the order in which
 * they became something to tell.
 */
export function replayGroups(alerts: readonly PastAlert[], rules: RoutingRules, until: number): ReplayedGroups {
  const replay = new Replay(rules);
  // What happens at one instant is looked at when all of it has happened, as in one tick.
  for (const [at, events] of Map.groupBy(eventsOf(alerts, until), (event) => event.at)) {
    replay.runTo(at);
    for (const { alert, what } of events) {
      if (what === "fires") replay.fire(alert, at);
      else replay.end(alert, at);
    }
    replay.lookAtTouched(at);
  }
  replay.runTo(until);
  return replay.told;
}

interface Event {
  readonly at: number;
  readonly what: "fires" | "ends";
  readonly alert: PastAlert;
}

/** Ends before beginnings of the same instant. */
function eventsOf(alerts: readonly PastAlert[], until: number): Event[] {
  const events = alerts.flatMap((alert): Event[] => [
    { at: alert.toldAt, what: "fires", alert },
    ...(alert.endedAt === null ? [] : [{ at: Math.max(alert.endedAt, alert.toldAt), what: "ends", alert } as const]),
  ]);
  return events
    .filter(({ at }) => at <= until)
    .toSorted((a, b) => (a.at === b.at ? Number(a.what === "fires") - Number(b.what === "fires") : a.at - b.at));
}

interface Open {
  group: Group;
  members: MutableMember[];
}

/** More looks at groups than a question should cost: repeats of many groups for a long time. */
const LOOKS_MAX = 50_000;

class Replay {
  readonly #rules: RoutingRules;
  readonly #open = new Map<string, Open>();
  readonly #firing = new Map<string, { readonly id: string; readonly labels: LabelSet }>();
  readonly #touched = new Set<Open>();
  #inhibitions: InhibitionIndex | null = null;
  /** The groups that an alert which fires is in. */
  readonly #groupsOf = new Map<string, Set<string>>();
  #looks = 0;
  #pages = 0;
  #tickets = 0;
  #notices = 0;
  readonly #byPolicy = new Map<string, { pages: number; tickets: number }>();
  readonly #paged = new Set<string>();

  constructor(rules: RoutingRules) {
    this.#rules = rules;
  }

  get told(): ReplayedGroups {
    return {
      pages: this.#pages,
      tickets: this.#tickets,
      notices: this.#notices,
      byPolicy: this.#byPolicy,
      paged: this.#paged,
    };
  }

  /** Does what is due up to an instant. */
  runTo(until: number): void {
    for (let next = this.#nextDue(until); next !== undefined; next = this.#nextDue(until)) {
      this.#look(next, next.group.nextLookAt ?? until);
    }
  }

  fire(alert: PastAlert, at: number): void {
    const labels = labelsOf(alert);
    this.#firing.set(alert.id, { id: alert.id, labels });
    this.#inhibitions = null;
    for (const { receiver, group, waitMs, updateMs, repeatMs } of alertRoutes(this.#rules.table, labels, null)) {
      const key = groupKey(receiver, alert.urgency, group);
      const open = this.#open.get(key) ?? {
        group: newGroup({ key, receiver, urgency: alert.urgency, waitMs, updateMs, repeatMs }, at),
        members: [],
      };
      this.#open.set(key, open);
      const own = this.#groupsOf.get(alert.id) ?? new Set();
      if (own.has(key)) continue;
      this.#groupsOf.set(alert.id, own.add(key));
      open.members.push(memberOf(alert, at));
      this.#touched.add(open);
    }
  }

  end(alert: PastAlert, at: number): void {
    this.#firing.delete(alert.id);
    this.#inhibitions = null;
    const keys = this.#groupsOf.get(alert.id) ?? new Set();
    this.#groupsOf.delete(alert.id);
    for (const key of keys) {
      const open = this.#open.get(key);
      if (open === undefined) continue;
      open.members = open.members.map((member) => (member.alert === alert.id ? { ...member, endedAt: at } : member));
      this.#touched.add(open);
    }
  }

  /** Looks at what happened; with inhibitions, what fires or is over may mute or unmute any group. */
  lookAtTouched(at: number): void {
    const touched = this.#rules.inhibitRules.length === 0 ? [...this.#touched] : [...this.#open.values()];
    this.#touched.clear();
    for (const open of touched) this.#look(open, at);
  }

  #nextDue(until: number): Open | undefined {
    let next: Open | undefined;
    for (const open of this.#open.values()) {
      const at = open.group.nextLookAt;
      if (at !== null && at <= until && at < (next?.group.nextLookAt ?? Number.POSITIVE_INFINITY)) next = open;
    }
    return next;
  }

  #look(open: Open, now: number): void {
    this.#looks += 1;
    if (this.#looks > LOOKS_MAX) throw tooMuch();
    const members = open.members.map((member): MutableMember => {
      const mute = this.#muteOf(member, open.group, now);
      return mute === member.mute ? member : { ...member, mute };
    });
    const { group, notice, left } = decideGroup({ group: open.group, members, now, since: now });
    open.group = group;
    const came = new Set(notice?.came.map(({ alert }) => alert));
    const isOver = (member: MutableMember): boolean =>
      member.endedAt !== null && (notice !== null || member.toldAt === null);
    open.members = members
      .filter((member) => !isOver(member))
      .map((member) => (came.has(member.alert) ? { ...member, toldAt: now } : member));
    if (notice !== null) this.#count(group, notice.reason === "first", came);
    if (group.endedAt === null) return;
    this.#open.delete(group.key);
    if (left.length === 0) return;
    const fresh: Open = { group: newGroup(group, now), members: [...left] };
    this.#open.set(group.key, fresh);
    this.#look(fresh, now);
  }

  #count({ urgency, receiver }: Group, isFirst: boolean, came: ReadonlySet<string>): void {
    this.#notices += 1;
    if (urgency === "page") for (const alert of came) this.#paged.add(alert);
    if (!isFirst) return;
    const own = this.#byPolicy.get(receiver) ?? { pages: 0, tickets: 0 };
    this.#byPolicy.set(receiver, own);
    if (urgency === "page") {
      this.#pages += 1;
      own.pages += 1;
    } else {
      this.#tickets += 1;
      own.tickets += 1;
    }
  }

  /** Times hold by the minute, as where it runs; here they are looked at each quarter of an hour. */
  #muteOf(member: GroupMember, { key }: Group, now: number): Mute | null {
    const { table, inhibitRules } = this.#rules;
    if (table.times.size > 0) {
      const own = alertRoutes(table, labelsOf(member), now).find(
        ({ receiver, group }) => groupKey(receiver, member.urgency, group) === key,
      );
      if (own !== undefined && own.mutedBy !== null) {
        return { by: "times", until: now + TIMES_EVERY_MS, text: own.mutedBy, of: null };
      }
    }
    if (inhibitRules.length === 0) return null;
    this.#inhibitions ??= new InhibitionIndex(inhibitRules, [...this.#firing.values()]);
    const inhibited = this.#inhibitions.mutes({ id: member.alert, labels: labelsOf(member) });
    return inhibited === null ? null : { by: "inhibition", until: null, text: "", of: inhibited.source };
  }
}

const TIMES_EVERY_MS = 900_000;

type NewGroup = Pick<Group, "key" | "receiver" | "waitMs" | "updateMs" | "repeatMs"> & { readonly urgency: Urgency };

function newGroup({ key, receiver, urgency, waitMs, updateMs, repeatMs }: NewGroup, at: number): Group {
  return {
    id: "",
    key,
    receiver,
    labels: {},
    route: "",
    waitMs,
    updateMs,
    repeatMs,
    routingRevision: 0,
    since: at,
    beganAt: at,
    audibleAt: null,
    toldAt: null,
    changedAt: null,
    endedAt: null,
    reroutedAt: null,
    urgency,
    title: "",
    firing: 0,
    muted: 0,
    nextLookAt: null,
    why: { closing: null, next: null, mutes: [] },
    entries: 0,
  };
}

function tooMuch(): Refusal {
  return new Refusal(
    "limit",
    "routing.replay-too-large",
    "So many alerts fired for so long that this replay would keep the server busy. Ask about fewer days.",
  );
}

function memberOf(alert: PastAlert, at: number): MutableMember {
  const { id, ...labelled } = alert;
  return {
    ...labelled,
    group: "",
    alert: id,
    heardAt: at,
    mutedBy: null,
    endedAt: null,
    joinedAt: at,
    toldAt: null,
    endToldAt: null,
    mute: null,
  };
}
