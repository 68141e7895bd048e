import { hash } from "node:crypto";
import { apiName, existingApi } from "#apis";
import { clientField } from "#clients";
import { instantField } from "#http";
import { type Action, readAction } from "#identity";
import { ceilTo, countText, DAY_MS, floorTo, Refusal } from "#kernel";
import { type MeteredClient, meteredClients, USAGE_FORMATS, usageCsv, usageEvents, type UsageLine } from "#plans";
import type { Reader } from "#storage";
import { z } from "zod";
import type { ServerParts } from "../server-parts.ts";

const DAYS_MAX = 92;
const LINES_MAX = 200_000;
/** Clients that are read at once. */
const PAGE = 1_000;

const input = {
  api: apiName,
  client: clientField.optional(),
  /** Widened to whole days of UTC. */
  from: instantField,
  to: instantField,
};

type Asked = z.output<z.ZodObject<typeof input>>;

/**
 * Metered requests by client and day, of days that are over. A line's id is made of API, client and day, so that the
 * receiver knows a repeat; what comes late for a day that was exported is not told again.
 */
export function exportUsage(parts: ServerParts): Record<"csv" | "events", Action> {
  const csv = readAction({
    name: "usage.export-csv",
    may: "usage:read",
    input: z.strictObject(input),
    output: z.object({ text: z.string() }),
    run: async (asked, { read }) => ({ text: usageCsv(await linesOf(parts, asked, read)) }),
  });
  const events = readAction({
    name: "usage.export",
    may: "usage:read",
    input: z.strictObject({ ...input, format: z.enum(USAGE_FORMATS).default("openmeter") }),
    output: z.object({ text: z.string() }),
    run: async ({ format, ...asked }, { read }) => ({ text: usageEvents(await linesOf(parts, asked, read), format) }),
  });
  return { csv, events };
}

async function linesOf({ measurement, clock }: ServerParts, asked: Asked, read: Reader): Promise<UsageLine[]> {
  const { api, client } = asked;
  await existingApi(read, api);
  const now = clock.now();
  const from = floorTo(asked.from, DAY_MS);
  const to = Math.min(ceilTo(asked.to, DAY_MS), floorTo(now, DAY_MS));
  if (asked.from >= asked.to) throw emptyRange();
  if (to - from > DAYS_MAX * DAY_MS) throw tooLong();
  const clients = await allMetered(read, { api, client, within: null, now });
  const lines: UsageLine[] = [];
  for (let day = from; day < to; day += DAY_MS) {
    const counts = await measurement.traffic.metered({ api, from: day, to: day + DAY_MS });
    for (const each of clients) {
      const requests = each.names.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);
      if (requests > 0) lines.push(lineOf(each, { api, day, requests }));
    }
    if (lines.length > LINES_MAX) throw tooMany();
  }
  return lines;
}

async function allMetered(read: Reader, asked: Parameters<typeof meteredClients>[1]): Promise<MeteredClient[]> {
  const all: MeteredClient[] = [];
  for (let after: MeteredClient["place"] | undefined; ;) {
    const found = await meteredClients(read, asked, { after, limit: PAGE });
    all.push(...found);
    after = found.at(-1)?.place;
    if (found.length < PAGE) return all;
  }
}

function lineOf(
  { clientId, client, organisation, plan }: MeteredClient,
  { api, day, requests }: { readonly api: string; readonly day: number; readonly requests: number },
): UsageLine {
  const id = `use_${hash("sha256", `${api}\n${clientId}\n${day}`, "hex").slice(0, 32)}`;
  return { id, api, client, organisation, plan: plan.plan, from: day, to: day + DAY_MS, requests };
}

function emptyRange(): Refusal {
  return new Refusal("invalid", "usage.range", "The range is empty: `to` must be after `from`.");
}

function tooLong(): Refusal {
  return new Refusal("limit", "usage.range-too-long", `At most ${DAYS_MAX} days are exported at once. Ask for less.`, {
    daysMax: DAYS_MAX,
  });
}

function tooMany(): Refusal {
  return new Refusal(
    "limit",
    "usage.too-many-lines",
    `The export has more than ${countText(LINES_MAX)} lines. Ask for fewer days, or for one client.`,
    { linesMax: LINES_MAX },
  );
}
