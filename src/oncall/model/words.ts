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
