import { z } from "zod";
import { route, type Route } from "#http";
import { type Action, readAction } from "#identity";
import { wireValue } from "#kernel";
import type { ServerParts } from "../server-parts.ts";

const instant = z.iso.datetime();

/** The server about itself. */
const serverSchema = z.object({
  version: z.string(),
  now: instant,
  startedAt: instant,
  /** Where the objectives stand. */
  evaluatedAt: instant,
  state: z.enum(["sqlite", "postgres"]),
  production: z.boolean(),
  /** How far the machine's clock has jumped away, ms; 0 while it is followed. */
  clockJumpMs: z.number(),
  residentBytes: z.number(),
  retention: z.object({ recordsMs: z.number(), recordBytes: z.number(), countsMs: z.number() }),
  clientsMax: z.number(),
  keeps: z.array(z.string()),
  counts: z.object({ bytesOnDisk: z.number(), files: z.number(), damaged: z.array(z.string()) }),
  log: z.object({ frames: z.number(), damaged: z.number() }),
});

/** `GET /server`. */
export function serverRoutes(parts: ServerParts): Route<Action>[] {
  return [route("GET /server", getServer(parts))];
}

function getServer({
  version,
  clock,
  startedAt,
  measurement,
  state,
  settings,
  redaction,
  production,
}: ServerParts): Action {
  return readAction({
    name: "server.get",
    may: "server:read",
    input: z.strictObject({}),
    output: serverSchema,
    run: () => {
      const { bytesOnDisk, files, damaged } = measurement.traffic.sizes();
      const { log, ticks } = measurement;
      const { records: recordsMs, recordBytes, counts: countsMs } = settings.retention;
      const told = {
        version,
        now: clock.now(),
        startedAt,
        evaluatedAt: ticks.at,
        state: state.engine,
        production,
        clockJumpMs: clock.jumpMs,
        residentBytes: process.memoryUsage.rss(),
        retention: { recordsMs, recordBytes, countsMs },
        clientsMax: settings.clients.observedMax,
        keeps: redaction.kept,
        counts: { bytesOnDisk, files, damaged },
        log: { frames: log.position, damaged: log.damage.length },
      };
      return Promise.resolve(wireValue(told) as z.input<typeof serverSchema>);
    },
  });
}
