import { z } from "zod";
import { apiName, existingApi } from "#apis";
import { route, type Route } from "#http";
import { type Action, readAction } from "#identity";
import { LOG_FORMATS } from "#intake";
import { wireValue } from "#kernel";
import type { ServerParts } from "../server-parts.ts";

const instant = z.iso.datetime();

/** Logs that the server follows, and how far it has read them. */
const followedLogsSchema = z.object({
  /** By path; at most 200. */
  items: z.array(
    z.object({
      api: z.string(),
      path: z.string(),
      format: z.enum(LOG_FORMATS).nullable(),
      inode: z.number().nullable(),
      /** Bytes of the file at the path that were taken, and that it has. */
      position: z.number(),
      size: z.number(),
      /** Bytes that are to be read yet, with those of files that were rotated away. */
      lagBytes: z.number(),
      olderFiles: z.number(),
      lastLineAt: instant.nullable(),
      /** Since the path was followed first: lines = kept + all dropped. */
      lines: z.number(),
      kept: z.number(),
      dropped: z.record(z.string(), z.number()),
      /** The newest last, at most ten. */
      examples: z.array(z.object({ at: instant, reason: z.string(), detail: z.string() })),
      /** Files that were gone before they were read to their end. */
      lostFiles: z.number(),
      /** Why lines wait, what it means and what to do; null while all is well. */
      fault: z.string().nullable(),
    }),
  ),
  /** Logs whose description says something that is not possible, and why. */
  unfollowed: z.array(z.object({ api: z.string(), path: z.string(), fault: z.string() })),
  next: z.null(),
});

/** `GET /sources/logs`. */
export function logSourceRoutes(parts: ServerParts): Route<Action>[] {
  return [route("GET /sources/logs", listFollowedLogs(parts))];
}

function listFollowedLogs({ logs }: ServerParts): Action {
  return readAction({
    name: "followed-log.list",
    may: "traffic:read",
    input: z.strictObject({ api: apiName.optional() }),
    output: followedLogsSchema,
    run: async ({ api }, { read }) => {
      if (api !== undefined) await existingApi(read, api);
      const isAsked = (one: { readonly api: string }): boolean => api === undefined || one.api === api;
      const items = (await logs.states()).filter(isAsked);
      const told = { items, unfollowed: logs.unfollowed.filter(isAsked), next: null };
      return wireValue(told) as z.input<typeof followedLogsSchema>;
    },
  });
}
