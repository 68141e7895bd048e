import { dateTimeText } from "#kernel";
import type { DecidedNotice } from "./decided-notice.ts";
import type { StoredAlert } from "../alert.ts";
import type { Group, GroupWhy, PlannedNotice } from "./group.ts";
import type { GroupMember } from "./group-member.ts";
import type { Mute } from "./mute.ts";
import type { Labelled } from "../labels-of.ts";

const TITLE_LETTERS_MAX = 120;

/** "1 alert", "3 alerts". */
export function alertsText(count: number): string {
  return count === 1 ? "1 alert" : `${count} alerts`;
}

/** What a group is called, from its alerts: at most 120 letters. None: what it was called before. */
export function groupTitle(members: readonly Labelled[], { title, labels }: Pick<Group, "title" | "labels">): string {
  const [first] = members;
  if (first === undefined) return title;
  const names = [...new Set(members.map(nameOf))];
  const apis = [...new Set(members.map(({ api }) => api).filter((api) => api !== "" && !api.startsWith("__")))];
  const where =
    apis.length === 1
      ? ` for ${clientText(members)}${apis[0] ?? ""}`
      : apis.length > 1
        ? ` for ${apis.length} APIs`
        : placeText(labels);
  const many = members.length > names.length ? ` (${alertsText(members.length)})` : "";
  const what =
    names.length === 1
      ? `${names[0] ?? ""} fires`
      : `${names.slice(0, 2).join(", ")}${names.length > 2 ? ` and ${names.length - 2} more` : ""} fire`;
  return cut(`${what}${where}${many}`);
}

/** "client heron-erp of ", where all alerts are about one client. */
function clientText(members: readonly Labelled[]): string {
  const [client, ...others] = new Set(members.map((alert) => alert.client));
  return client === undefined || client === null || others.length > 0 ? "" : `client ${client} of `;
}

function nameOf({ source, objective, labels }: Labelled): string {
  return source === "plimsoll" ? objective : (labels["alertname"] ?? objective);
}

function placeText(labels: Readonly<Record<string, string>>): string {
  const said = Object.entries(labels)
    .filter(([name]) => name !== "alertname")
    .map(([name, value]) => `${name} ${value}`);
  return said.length === 0 ? "" : ` for ${said.join(", ")}`;
}

function cut(text: string): string {
  return text.length <= TITLE_LETTERS_MAX ? text : `${text.slice(0, TITLE_LETTERS_MAX - 1)}…`;
}

/** What was decided of a group when it was last looked at: what is told next and when, what mutes it, how it ended. */
export function groupText({ why }: Pick<Group, "why">): string {
  const { closing, next, mutes } = why;
  if (closing !== null) return closing;
  if (next === null) return mutedText(mutes);
  const muted = mutes.length === 0 ? "" : ` ${mutedText(mutes)}`;
  return `${REASONS[next.reason]} ${dateTimeText(next.at)}.${muted}`;
}

const REASONS: Readonly<Record<PlannedNotice["reason"], string>> = {
  first: "The first notice goes out at",
  changed: "It changed since it was told; that is told at",
  unchanged: "If nothing changes, it is told again at",
  ended: "It is over; whoever was told hears of it at",
};

/** "Nobody is told of 2 alerts: the silence of ana …, until …". Nothing mutes: nothing fires. */
export function mutedText(mutes: GroupWhy["mutes"]): string {
  if (mutes.length === 0) return "Nothing is to be told.";
  return mutes
    .map(({ alerts, text, until }) => {
      const end = until === null ? "" : `, until ${dateTimeText(until)}`;
      return `Nobody is told of ${alertsText(alerts)}: ${text}${end}.`;
    })
    .join(" ");
}

/** What a notice said, and to whom: "First notice, to standard: 2 alerts fire." */
export function toldText({ reason, firing, came, ended }: DecidedNotice, receiver: string): string {
  const fires = firing.length === 1 ? "1 alert fires" : `${firing.length} alerts fire`;
  switch (reason) {
    case "first":
      return `First notice, to ${receiver}: ${fires}.`;
    case "changed":
      return `Told ${receiver} of a change: ${came.length} came, ${ended.length} ended, ${fires}.`;
    case "unchanged":
      return `Told ${receiver} again, unchanged: ${fires}.`;
    case "ended":
      return `Told ${receiver} that it is over: ${alertsText(ended.length)} ended since the last notice.`;
  }
}

/** Of a group that is over. */
export function overText(at: number): string {
  return `It is over; that was told at ${dateTimeText(at)}.`;
}

/** Of a group that was over before anybody was told. */
export function unheardText({ muted, why, reroutedAt }: Group): string {
  if (reroutedAt !== null) return "The routes were changed before anybody was told: its alerts go elsewhere.";
  const [mute] = why.mutes;
  if (muted > 0 && mute !== undefined) return `It was over before anybody was told, since it was muted: ${mute.text}.`;
  return "It was over before the first notice was due, so nobody was told.";
}

/** Why the engine tells nobody of an alert. */
export function engineMuteText(mutedBy: string | null): string {
  if (mutedBy !== null) return `${mutedBy} fires, which says the same`;
  return "maintenance, or it only goes on from one that was told of";
}

/** Why an alert did or did not page, in a sentence for each group that has or had it. */
export function explanationText(
  { endedAt, urgency }: Pick<StoredAlert, "endedAt" | "urgency">,
  groups: readonly { readonly group: Group; readonly member: GroupMember }[],
  mute: Mute | null,
): string {
  if (groups.length === 0) {
    return endedAt === null
      ? "It is in no group yet: that happens within a second."
      : "No group had it: it was over before alerts were grouped.";
  }
  return groups.map(({ group, member }) => inGroupText({ group, member, mute, isPage: urgency === "page" })).join(" ");
}

function inGroupText({
  group,
  member,
  mute,
  isPage,
}: {
  readonly group: Group;
  readonly member: GroupMember;
  readonly mute: Mute | null;
  readonly isPage: boolean;
}): string {
  const { receiver, endedAt, why, reroutedAt } = group;
  if (member.toldAt !== null) {
    const over = member.endToldAt === null ? "" : `, and that it is over at ${dateTimeText(member.endToldAt)}`;
    const moved = reroutedAt === null ? "" : " Routes were changed since, so its other notices go elsewhere.";
    return `${receiver} was ${isPage ? "paged" : "told"} at ${dateTimeText(member.toldAt)}${over}.${moved}`;
  }
  if (member.endedAt === null && mute !== null) {
    const end = mute.until === null ? "" : `, until ${dateTimeText(mute.until)}`;
    return `${receiver} was not told: ${mute.text}${end}.`;
  }
  if (member.endedAt === null) return `${receiver} was not told yet. ${groupText(group)}`;
  return endedAt === null || why.closing === null
    ? `${receiver} was not told: it was over before the next notice.`
    : `${receiver} was not told. ${why.closing}`;
}
