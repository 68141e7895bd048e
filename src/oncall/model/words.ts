import type { Change } from "./schedule.ts";

/** What is known of a handle that a schedule names. */
export type Standing = "active" | "disabled" | "unknown";

/** What is wrong with somebody whom a schedule puts on call; undefined for whoever is here. */
export function standingWarning(person: string, standing: Standing): string | undefined {
  if (standing === "active") return undefined;
  const why = standing === "disabled" ? `the account of ${person} is disabled` : `there is no person ${person}`;
  return `${sentence(why)}, so nobody is told while ${person} is on call. Take ${person} out, or put somebody in the place.`;
}

/** A remark of a text without the place in it. */
export function withoutPlace(remark: string): string {
  return sentence(remark.replace(/^.*?, line \d+, column \d+: /, ""));
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** What an override does, as people say it. */
export function changeText(change: Change): string {
  switch (change.kind) {
    case "replace":
      return `${change.with} instead of ${change.person}`;
    case "add":
      return `${change.person} too`;
    case "remove":
      return `without ${change.person}`;
    case "everyone":
      return `${change.people.join(" and ")} alone`;
  }
}

/** What a handoff is told with. */
interface HandoffFacts {
  readonly title: string;
  readonly zone: string;
  readonly at: number;
  /** Null: it never changes. */
  readonly until: number | null;
  /** Handles of everybody who is on call now. */
  readonly people: readonly string[];
  /** Whether it is told to somebody whose shift begins, or else is over. */
  readonly isComing: boolean;
}

/** What somebody is told whose shift begins or is over. */
export function handoffWords({ title, zone, at, until, people, isComing }: HandoffFacts) {
  const end = until === null ? "That does not change by itself." : `Your shift ends on ${localText(until, zone)}.`;
  const others = people.length === 0 ? "Nobody is on call now." : `On call now: ${people.join(" and ")}.`;
  return isComing
    ? { title: `You are on call: ${title}`, sentences: [`Your shift began on ${localText(at, zone)}.`, end] }
    : { title: `Your shift is over: ${title}`, sentences: [`It ended on ${localText(at, zone)}.`, others] };
}

/** "Mon, 30 Nov 2026, 09:00 (Europe/Madrid)" */
function localText(at: number, zone: string): string {
  const text = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
  return `${text} (${zone})`;
}
