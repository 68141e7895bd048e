import { join } from "node:path";
import { z } from "zod";
import { route, type Route } from "#http";
import { type Action, changeAction } from "#identity";
import { isoText } from "#kernel";
import type { ServerParts } from "../server-parts.ts";
import { writeBackup } from "./write-backup.ts";

/** `POST /backups`: writes a backup into the data directory's folder `backups`. */
export function backupRoutes(parts: ServerParts): Route<Action>[] {
  return [route("POST /backups", createBackup(parts), { status: 201 })];
}

function createBackup(parts: ServerParts): Action {
  return changeAction({
    name: "backup.create",
    may: "backup:write",
    input: z.strictObject({}),
    output: z.object({
      folder: z.string(),
      at: z.iso.datetime(),
      version: z.string(),
      engine: z.enum(["sqlite", "postgres"]),
    }),
    // It takes its time, and reads the state by itself: outside of the transaction that notes it.
    prepare: async (_input, { now }) => {
      const folder = join(parts.directory, "backups", isoText(now).replaceAll(":", ""));
      return { folder, ...(await writeBackup(folder, parts)) };
    },
    run: (_input, _context, written) => Promise.resolve(written),
    audit: (_input, { folder }) => ({ subject: `backup:${folder}` }),
  });
}
