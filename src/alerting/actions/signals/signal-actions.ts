import { cursorOf, page, pageInput, readCursor } from "#http";
import { readAction } from "#identity";
import { isoText } from "#kernel";
import { z } from "zod";
import { signalSchema, sourceName } from "../../contract.ts";
import { type KeptSignal, SIGNAL_OUTCOMES } from "../../model/signals/kept-signal.ts";
import { outcomeText } from "../../model/words.ts";
import { listSignals } from "../../store/signals.ts";

const LIST = "signals";
const place = z.tuple([z.number(), z.string()]);

/** What is asked about signals. */
export const signalActions = {
  list: readAction({
    name: "signal.list",
    may: "alert:read",
    input: z.strictObject({
      source: sourceName.optional(),
      outcome: z.enum(SIGNAL_OUTCOMES).optional(),
      alert: z.string().optional(),
      ...pageInput,
    }),
    output: page(signalSchema),
    run: async ({ limit, cursor, ...filter }, { read }) => {
      const [lastAt, id] = readCursor(LIST, cursor, place) ?? [];
      const after = lastAt === undefined || id === undefined ? undefined : { lastAt, id };
      const found = await listSignals(read, filter, { limit: limit + 1, after });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const next = last === undefined || found.length <= limit ? null : cursorOf(LIST, [last.lastAt, last.id]);
      return { items: items.map(viewOf), next };
    },
  }),
};

function viewOf({ alertId, firstAt, lastAt, ...signal }: KeptSignal): z.input<typeof signalSchema> {
  return {
    ...signal,
    outcomeText: outcomeText(signal.outcome),
    alert: alertId,
    firstAt: isoText(firstAt),
    lastAt: isoText(lastAt),
  };
}
