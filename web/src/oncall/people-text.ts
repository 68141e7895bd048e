import type { PersonOnCall } from "./oncall-queries.ts";

/** "Ana and Ben", "nobody". */
export function peopleText(people: readonly PersonOnCall[]): string {
  return people.length === 0 ? "nobody" : people.map(({ name }) => name).join(" and ");
}
