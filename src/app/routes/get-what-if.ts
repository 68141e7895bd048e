import { z } from "zod";
import { apiName } from "#apis";
import { repeatedField } from "#http";
import { type Action, readAction } from "#identity";
import { isZone, nextTurn, PPM, wireValue } from "#kernel";
import { comparisonText, type LiveWhatIf, promiseText, type WhatIfRow, whatIfSchema } from "#objectives";
import type { ServerParts } from "../server-parts.ts";

/** Each of them is a tenth of a second of work. */
const TARGETS_MAX = 8;

const target = z.coerce
  .number()
  .int()
  .min(1)
  .max(PPM - 1);
const zone = z.string().max(100).refine(isZone, "must be a name of the time zone database, such as Europe/Berlin");

/**
 * Other targets of an objective, tried on what happened: whom they would have woken, by the clock of `zone`, and what they
 * would have missed. Without targets, the usual ones. Others are answered between one target and the next.
 */
export function getWhatIf({ measurement }: ServerParts): Action {
  return readAction({
    name: "objective.what-if",
    may: "objective:read",
    input: z.strictObject({
      api: apiName,
      id: z.string().min(1).max(200),
      targetPpm: repeatedField(target, TARGETS_MAX).optional(),
      zone: zone.default("UTC"),
    }),
    output: whatIfSchema,
    run: async ({ api, id, ...asked }) => {
      const question = { guard: true, zone: asked.zone };
      const steps = measurement.objectives.whatIf(api, `${api}/${id}`, {
        ...question,
        ...(asked.targetPpm === undefined ? {} : { targetsPpm: asked.targetPpm }),
      });
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) await nextTurn();
      return wireValue(whatIfJson(step.value)) as z.input<typeof whatIfSchema>;
    },
  });
}

function whatIfJson({ objective, zone: clock, from, to, ...table }: LiveWhatIf): object {
  const { present, outages, candidates, supportable } = table;
  const rowJson = (row: WhatIfRow): object => ({
    targetPpm: row.targetPpm,
    remaining: row.remaining,
    ...row.load,
    outagesMissed: row.outagesMissed,
    promise: promiseText(row),
    sentence: comparisonText({
      present: present.load,
      candidate: row.load,
      outages,
      outagesMissed: row.outagesMissed,
    }),
  });
  return {
    objective,
    zone: clock,
    from,
    to,
    outages,
    present: rowJson(present),
    candidates: candidates.map(rowJson),
    supportable,
  };
}
