import { cursorOf, page, pageInput, readCursor } from "#http";
import { type Action, everyPerson, readAction, rolesOf } from "#identity";
import { isoTextOrNull } from "#kernel";
import { z } from "zod";
import { readinessSchema } from "../contract.ts";
import type { NotificationParts } from "./notification-parts.ts";
import { standingOf } from "./standing-of.ts";

const LIST = "readiness";

/** How each person of the provider's side can be reached, by handle. */
export function listReadiness(parts: Pick<NotificationParts, "channels" | "mail">): Action {
  return readAction({
    name: "readiness.list",
    may: "person:read",
    input: z.strictObject(pageInput),
    output: page(readinessSchema),
    run: async ({ limit, cursor }, { read }) => {
      const [after] = readCursor(LIST, cursor, z.tuple([z.string()])) ?? [""];
      const people = (await everyPerson(read)).filter(
        (person) => person.handle > after && person.disabled_at === null && rolesOf(person).length > 0,
      );
      const shown = people.slice(0, limit).map(({ handle }) => handle);
      const standing = await standingOf(read, shown, parts);
      const last = people.length > limit ? shown.at(-1) : undefined;
      const items = shown.flatMap((handle) => {
        const one = standing.get(handle);
        return one === undefined ? [] : [{ ...one, handle, provenAt: isoTextOrNull(one.provenAt) }];
      });
      return { items, next: last === undefined ? null : cursorOf(LIST, [last]) };
    },
  });
}
