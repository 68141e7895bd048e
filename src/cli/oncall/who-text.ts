import type { OnCallNow, ZoneClock } from "#oncall";
import { clipped, labelled, NAME_WIDTH, wrapped } from "../terminal/layout.ts";
import type { Style } from "../terminal/style.ts";
import { changeText, localText } from "./local-text.ts";

/** What `who` tells: an instant and who is on call at it. */
interface ToldWho extends OnCallNow {
  readonly at: number;
  readonly zone: string;
  readonly clock: ZoneClock;
}

/** Who is on call, since when and until when, by the clock of the zone. */
export function whoText({ at, zone, clock, people, since, until }: ToldWho, style: Style): string {
  const names = people.map((person) => clipped(person, NAME_WIDTH)).join(" and ");
  const verb = people.length > 1 ? "are" : "is";
  const who = people.length === 0 ? "Nobody is" : `${names} ${verb}`;
  const changes = since === null || until === null ? [] : clock.changes(since, until);
  return [
    ...wrapped(`${who} on call at ${localText(at, clock)}, ${zone}.`).map(people.length === 0 ? style.red : style.bold),
    ...labelled("since", since === null ? "ever" : localText(since, clock)),
    ...labelled("until", until === null ? "it never ends" : localText(until, clock)),
    ...changes.slice(0, 4).flatMap((change) => labelled("", changeText(change))),
    "",
  ].join("\n");
}
