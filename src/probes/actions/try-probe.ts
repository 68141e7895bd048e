import { z } from "zod";
import { changeAction, type Action } from "#identity";
import { Refusal } from "#kernel";
import { checkFields, checkName, triedSchema } from "../contract.ts";
import type { Measured } from "../model/measured.ts";
import type { Asked } from "../model/probe.ts";
import { probeOfRow } from "../model/stored-probe.ts";
import { resultOf } from "../model/result-of.ts";
import { findProbe } from "../store/probes.ts";
import { resultView } from "./probe-view.ts";
import { type HeaderSeal, openHeaders } from "./secret-headers.ts";

/** Drafts that are tried at once, for all people together. */
const TRIED_AT_ONCE = 4;
/** Of the body, this much is shown. */
const BODY_SHOWN = 2_000;
const HEADERS_SHOWN = 50;

/** Asks once, now. */
export type MeasureNow = (asked: Asked) => Promise<Measured>;

/**
 * Runs a draft once and tells how it did; nothing is kept, no record is written and nobody is told. `probe` names a saved
 * one whose secret headers it may use, at the same origin only: else whoever may edit a probe could have its secret sent elsewhere.
 */
export function tryProbe(measureNow: MeasureNow, seal: HeaderSeal): Action {
  let running = 0;
  return changeAction({
    name: "probe.try",
    may: "probe:write",
    input: z.strictObject({ probe: checkName.optional(), ...checkFields }),
    output: triedSchema,
    prepare: async ({ probe, ...draft }, { read }) => {
      const row = probe === undefined ? undefined : await findProbe(read, probe);
      const stored = row === undefined ? undefined : probeOfRow(row);
      const mayKeep = stored !== undefined && URL.parse(stored.url)?.origin === URL.parse(draft.url)?.origin;
      const headers = openHeaders(draft.headers, mayKeep ? stored : undefined, seal);
      if (running >= TRIED_AT_ONCE) throw tooMany();
      running++;
      try {
        return await measureNow({ ...draft, headers });
      } finally {
        running--;
      }
    },
    run: ({ expect }, _context, measured) => {
      const headers = Object.fromEntries(Object.entries(measured.headers).slice(0, HEADERS_SHOWN));
      const view = resultView(resultOf(measured, expect, 1));
      return Promise.resolve({ ...view, address: measured.address, headers, body: measured.body.slice(0, BODY_SHOWN) });
    },
    audit: ({ probe, method, url }, { passed, status }) => ({
      subject: `probe:${probe ?? "draft"}`,
      facts: { method, url, passed, status },
    }),
  });
}

function tooMany(): Refusal {
  return new Refusal(
    "limit",
    "probe.busy",
    `${TRIED_AT_ONCE} probes are being tried at once already, so this one was not. Try again in a moment.`,
    { retryAfterSeconds: 5 },
  );
}
