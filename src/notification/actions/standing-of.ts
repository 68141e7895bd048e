import { everyPerson } from "#identity";
import type { Reader } from "#storage";
import { methodStanding } from "../model/method.ts";
import type { Standing } from "../model/standing.ts";
import { methodsOf } from "../store/methods.ts";
import { availableKinds, type NotificationParts } from "./notification-parts.ts";

/** See `Notifications.standing`. Somebody who is disabled cannot be reached. */
export async function standingOf(
  read: Reader,
  handles: readonly string[],
  parts: Pick<NotificationParts, "channels" | "mail">,
): Promise<ReadonlyMap<string, Standing>> {
  const wanted = new Set(handles);
  const people = (await everyPerson(read)).filter(({ handle }) => wanted.has(handle));
  const available = await availableKinds(read, parts);
  const ids = people.map(({ id }) => id);
  const byPerson = Map.groupBy(await methodsOf(read, ids), ({ personId }) => personId);
  return new Map(
    people.map(({ id, handle, disabled_at: disabledAt }) => {
      const own = disabledAt === null ? (byPerson.get(id) ?? []) : [];
      const good = own.filter((method) => methodStanding(method, (kind) => available.has(kind)) === "good");
      const proven = good.flatMap(({ provenAt }) => (provenAt === null ? [] : [provenAt]));
      return [
        handle,
        {
          methods: good.length,
          failing: own.filter(({ failingSince }) => failingSince !== null).length,
          provenAt: proven.length === 0 ? null : Math.max(...proven),
          breaksThrough: good.some(({ kind }) => parts.channels.get(kind)?.breaksThrough === true),
        },
      ];
    }),
  );
}
