import { z } from "zod";
import { cursorOf, page, pageInput, readCursor, refuseManaged, refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import { checkName, probeFields, probeSchema, resultSchema } from "../contract.ts";
import type { ProbeRow } from "../model/rows.ts";
import { resultOfRow, rowOfProbe } from "../model/stored-probe.ts";
import { deleteProbe, findProbe, probesAfter } from "../store/probes.ts";
import { resultsBefore } from "../store/results.ts";
import { probeViews, resultView } from "./probe-view.ts";
import { saveProbe } from "./save-probe.ts";
import type { HeaderSeal } from "./secret-headers.ts";

const LIST = "probes";
const RESULTS = "probe-results";

/** What the actions stand on: the seal of secrets, and who is told of a change when it is durable. */
export interface ProbePorts {
  readonly seal: HeaderSeal;
  readonly changed: (probe: string) => void;
}

/** Probes by name, each with how it does. */
const list = readAction({
  name: "probe.list",
  may: "probe:read",
  input: z.strictObject({ ...pageInput, api: probeFields.api.optional() }),
  output: page(probeSchema),
  run: async ({ limit, cursor, api }, { read, now }) => {
    const [after] = readCursor(LIST, cursor, z.tuple([z.string()])) ?? [""];
    const rows = await probesAfter(read, { api, after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: await probeViews(read, shown, now),
      next: last === undefined ? null : cursorOf(LIST, [last.probe]),
    };
  },
});

const get = readAction({
  name: "probe.get",
  may: "probe:read",
  input: z.strictObject({ probe: checkName }),
  output: probeSchema,
  run: async ({ probe }, { read, now }) => oneView(read, await existingProbe(read, probe), now),
});

/** Runs, the latest first; the last 10,000 are kept. */
const results = readAction({
  name: "probe.results",
  may: "probe:read",
  input: z.strictObject({ probe: checkName, ...pageInput, failed: z.literal("true").optional() }),
  output: page(resultSchema),
  run: async ({ probe, limit, cursor, failed }, { read }) => {
    await existingProbe(read, probe);
    const [before] = readCursor(RESULTS, cursor, z.tuple([z.number()])) ?? [];
    const rows = await resultsBefore(read, probe, { before, failed: failed === "true", limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map((row) => resultView(resultOfRow(row))),
      next: last === undefined ? null : cursorOf(RESULTS, [last.seq]),
    };
  },
});

/** What can be done with probes. */
export function probeActions({
  seal,
  changed,
}: ProbePorts): Record<"list" | "get" | "results" | "put" | "remove", Action> {
  const put = changeAction({
    name: "probe.put",
    may: "probe:write",
    input: z.strictObject({ probe: checkName, ...probeFields }),
    output: probeSchema,
    run: async ({ probe: name, ...written }, { tx, now, call }) => {
      const before = await findProbe(tx, name);
      refuseStale(call.precondition, before?.revision);
      refuseManaged(before?.managed_by ?? null, `probe ${name}`);
      const saved = await saveProbe(tx, { name, ...written }, { now, managedBy: null, seal });
      tx.afterCommit(() => changed(name));
      return oneView(tx, rowOfProbe(saved), now);
    },
    audit: ({ probe }, { api, method, url, everyMs, paused, revision }) => ({
      subject: `probe:${probe}`,
      facts: { api, method, url, everyMs, paused, revision },
    }),
  });
  const remove = changeAction({
    name: "probe.delete",
    may: "probe:write",
    input: z.strictObject({ probe: checkName }),
    output: z.void(),
    run: async ({ probe }, { tx, call }) => {
      const row = await existingProbe(tx, probe);
      refuseStale(call.precondition, row.revision);
      refuseManaged(row.managed_by, `probe ${probe}`);
      await deleteProbe(tx, probe);
      tx.afterCommit(() => changed(probe));
    },
    audit: ({ probe }) => ({ subject: `probe:${probe}` }),
  });
  return { list, get, results, put, remove };
}

async function oneView(read: Reader, row: ProbeRow, now: number): Promise<z.input<typeof probeSchema>> {
  const [view] = await probeViews(read, [row], now);
  return view as z.input<typeof probeSchema>;
}

/** Refuses a name that no probe has. */
async function existingProbe(read: Reader, probe: string): Promise<ProbeRow> {
  const row = await findProbe(read, probe);
  if (row !== undefined) return row;
  throw new Refusal("not-found", "probe.not-found", `There is no probe "${probe}". GET /api/v1/probes lists them.`, {
    probe,
  });
}
