import { z } from "zod";
import { instantField } from "#http";
import { type Action, readAction } from "#identity";
import { DAY_MS, isoText, isoTextOrNull, isZone, Refusal } from "#kernel";
import { ZoneClock } from "#oncall";
import { performanceSchema } from "../contract.ts";
import { delaysOf, detectDelays, reactionDelays } from "../model/delays-of.ts";
import { pagesByPerson } from "../model/pages-by-person.ts";
import { toldIn } from "../store/entries.ts";
import { pagesBegunIn } from "../store/pages.ts";
import type { EscalationPorts } from "./ports.ts";

const SPAN_MS_MAX = 400 * DAY_MS;
const SPAN_MS_USUAL = 30 * DAY_MS;
/** Pages, and messages, that are looked at. */
const ROWS_MAX = 20_000;

/** How well pages were answered in a time; the last 30 days unless said otherwise. */
export function performanceAction({ notifications }: EscalationPorts): Action {
  return readAction({
    name: "page.performance",
    may: "page:read",
    input: z.strictObject({
      from: instantField.optional(),
      to: instantField.optional(),
      /** By whose clock nights are told. */
      zone: z.string().refine(isZone, "is not a time zone such as Europe/Madrid").default("UTC"),
    }),
    output: performanceSchema,
    run: async ({ from: begin, to: end, zone }, { read, now }) => {
      const to = end ?? now;
      const from = begin ?? to - SPAN_MS_USUAL;
      refuseSpan(from, to);
      const rows = await pagesBegunIn(read, { from, to }, ROWS_MAX);
      const told = await toldIn(read, { from, to }, ROWS_MAX);
      const pages = rows.filter(({ urgency }) => urgency === "page");
      const over = pages.filter(({ over_at: at, told_at: first }) => at !== null && first !== null);
      const people = pagesByPerson(told, pages, new ZoneClock(zone));
      const standing = await notifications.standing(
        read,
        people.map(({ person }) => person),
      );
      return {
        from: isoText(from),
        to: isoText(to),
        pages: pages.length,
        tickets: rows.length - pages.length,
        detect: delaysOf(detectDelays(pages)),
        acknowledge: delaysOf(reactionDelays(pages)),
        noise: { pages: over.filter(({ reacted_at: at }) => at === null).length, of: over.length },
        people: people.map((one) => ({
          ...one,
          methods: standing.get(one.person)?.methods ?? 0,
          provenAt: isoTextOrNull(standing.get(one.person)?.provenAt ?? null),
        })),
        zone,
        cut: rows.length === ROWS_MAX || told.length === ROWS_MAX,
      };
    },
  });
}

function refuseSpan(from: number, to: number): void {
  if (from < to && to - from <= SPAN_MS_MAX) return;
  throw new Refusal(
    "invalid",
    "performance.span",
    "The time must begin before it ends, and be at most 400 days long. Name another from or to.",
    { faults: [{ pointer: "/from", detail: "is not up to 400 days before to" }] },
  );
}
