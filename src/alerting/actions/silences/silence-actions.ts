import { z } from "zod";
import { cursorOf, instantField, page, pageInput, readCursor, refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { DAY_MS, isoText, Refusal } from "#kernel";
import type { Reader, Tx } from "#storage";
import { matchersField, reasonField, silencePreviewSchema, silenceSchema } from "../../contract/silences/contract.ts";
import { labelsOf } from "../../model/labels-of.ts";
import { allMatch, matcherOf, type Matcher } from "../../model/routing/matcher.ts";
import { hidesEverything, type Silence, SILENCE_MAX_MS, silenceState } from "../../model/silences/silence.ts";
import { listAlerts } from "../../store/alerts.ts";
import { firingAlerts, groupsOfAlerts } from "../../store/group-members.ts";
import { lookAgainAt } from "../../store/groups.ts";
import { endedSilences, findSilence, saveSilence, silencesAt } from "../../store/silences.ts";
import { silenceView } from "./silence-view.ts";

const LIST = "silences";
const place = z.tuple([z.number(), z.string()]);
const SILENCES_MAX = 1_000;
const SHOWN = 20;
const LATELY_MS = 30 * DAY_MS;
const LATELY_ALERTS_MAX = 5_000;
const id = z.string();

const fields = {
  matchers: matchersField,
  reason: reasonField,
  /** Now, if it is left out. */
  startsAt: instantField.optional(),
  endsAt: instantField,
};

/** What can be done with silences. */
export const silenceActions: Record<"list" | "get" | "create" | "put" | "end" | "preview", Action> = {
  /** Those that are not over, the one that ends first at the head; `state: ended`: the others, the last ended first. */
  list: readAction({
    name: "silence.list",
    may: "silence:read",
    input: z.strictObject({ state: z.enum(["current", "ended"]).default("current"), ...pageInput }),
    output: page(silenceSchema),
    run: async ({ state, limit, cursor }, { read, now }) => {
      const [endsAt, last] = readCursor(LIST, cursor, place) ?? [];
      const after = endsAt === undefined || last === undefined ? undefined : { endsAt, id: last };
      const found =
        state === "ended"
          ? await endedSilences(read, now, { limit: limit + 1, after })
          : (await silencesAt(read, now))
              .filter((one) => after === undefined || isAfter(one, after))
              .slice(0, limit + 1);
      const shown = found.slice(0, limit);
      const end = found.length > limit ? shown.at(-1) : undefined;
      const firing = shown.length === 0 ? [] : await firingAlerts(read, "all");
      return {
        items: shown.map((silence) => silenceView(silence, firing, now)),
        next: end === undefined ? null : cursorOf(LIST, [end.endsAt, end.id]),
      };
    },
  }),
  get: readAction({
    name: "silence.get",
    may: "silence:read",
    input: z.strictObject({ id }),
    output: silenceSchema,
    run: async ({ id: wanted }, { read, now }) => await oneView(read, await existingSilence(read, wanted), now),
  }),
  create: changeAction({
    name: "silence.create",
    may: "silence:write",
    input: z.strictObject(fields),
    output: silenceSchema,
    run: async ({ matchers, reason, startsAt, endsAt }, { tx, now, nextId, by }) => {
      if ((await silencesAt(tx, now)).length >= SILENCES_MAX) throw tooMany();
      const times = timesOf({ startsAt: Math.max(startsAt ?? now, now), endsAt }, now);
      const made: Silence = {
        id: nextId("sil"),
        matchers: readMatchers(matchers),
        author: by.name,
        reason,
        createdAt: now,
        confirmedAt: now,
        ...times,
        endedBy: null,
        revision: 1,
      };
      return await saved(tx, made, now);
    },
    audit: (_input, made) => ({ subject: `silence:${made.id}`, facts: made }),
  }),
  /** Changes one that is not over; whoever changes it has looked at it, so that the weekly reminder begins anew. */
  put: changeAction({
    name: "silence.put",
    may: "silence:write",
    input: z.strictObject({ id, ...fields }),
    output: silenceSchema,
    run: async ({ id: wanted, matchers, reason, startsAt, endsAt }, { tx, now, call }) => {
      const before = await existingSilence(tx, wanted);
      refuseStale(call.precondition, before.revision);
      if (silenceState(before, now) === "ended") throw isOver();
      const begins = silenceState(before, now) === "active" ? before.startsAt : Math.max(startsAt ?? now, now);
      const times = timesOf({ startsAt: begins, endsAt }, now);
      await lookAtHidden(tx, before, now);
      const after = { ...before, matchers: readMatchers(matchers), reason, ...times, confirmedAt: now };
      return await saved(tx, { ...after, revision: before.revision + 1 }, now);
    },
    audit: (_input, after) => ({ subject: `silence:${after.id}`, facts: after }),
  }),
  /** Ends it now; it is kept. */
  end: changeAction({
    name: "silence.end",
    may: "silence:write",
    input: z.strictObject({ id }),
    output: z.void(),
    run: async ({ id: wanted }, { tx, now, call, by }) => {
      const before = await existingSilence(tx, wanted);
      refuseStale(call.precondition, before.revision);
      if (silenceState(before, now) === "ended") throw isOver();
      await saved(tx, { ...before, endsAt: now, endedBy: by.name, revision: before.revision + 1 }, now);
    },
    audit: ({ id: wanted }) => ({ subject: `silence:${wanted}` }),
  }),
  preview: readAction({
    name: "silence.preview",
    may: "silence:read",
    input: z.strictObject({ matchers: matchersField }),
    output: silencePreviewSchema,
    run: async ({ matchers: written }, { read, now }) => {
      const matchers = readMatchers(written);
      const hidden = (await firingAlerts(read, "all")).filter((alert) => allMatch(matchers, labelsOf(alert)));
      const newest = { limit: LATELY_ALERTS_MAX, after: undefined };
      const lately = await listAlerts(read, { from: now - LATELY_MS }, newest);
      return {
        alerts: hidden.length,
        pages: hidden.filter(({ urgency }) => urgency === "page").length,
        shown: hidden.toReversed().slice(0, SHOWN).map(shownAlert),
        lately: lately.filter((alert) => allMatch(matchers, labelsOf(alert))).length,
      };
    },
  }),
};

type PreviewShown = z.input<typeof silencePreviewSchema>["shown"][number];

function shownAlert(alert: Awaited<ReturnType<typeof firingAlerts>>[number]): PreviewShown {
  const { id: alertId, objective, labels, urgency, firedAt } = alert;
  const title = labels["alertname"] ?? objective;
  return { id: alertId, title, urgency, firedAt: isoText(firedAt) };
}

function isAfter(one: Silence, { endsAt, id: last }: { readonly endsAt: number; readonly id: string }): boolean {
  return one.endsAt > endsAt || (one.endsAt === endsAt && one.id > last);
}

async function saved(tx: Tx, silence: Silence, now: number): Promise<z.input<typeof silenceSchema>> {
  await saveSilence(tx, silence);
  await lookAtHidden(tx, silence, now);
  return await oneView(tx, silence, now);
}

/** Has the groups looked at whose alerts it hides, or did. */
async function lookAtHidden(tx: Tx, { matchers }: Silence, now: number): Promise<void> {
  const hidden = (await firingAlerts(tx, "all")).filter((alert) => allMatch(matchers, labelsOf(alert)));
  const groups = await groupsOfAlerts(
    tx,
    hidden.map(({ id: alert }) => alert),
  );
  await lookAgainAt(tx, groups, now);
}

async function oneView(read: Reader | Tx, silence: Silence, now: number): Promise<z.input<typeof silenceSchema>> {
  return silenceView(silence, await firingAlerts(read, "all"), now);
}

function readMatchers(written: z.output<typeof matchersField>): Matcher[] {
  const matchers = written.map(({ label, operator, value }) => matcherOf(label, operator, [value]));
  if (!hidesEverything(matchers)) return matchers;
  throw new Refusal(
    "invalid",
    "silence.hides-everything",
    "This fits each and every alert, so that nobody would be told of anything. Name a label that must have a value, such as api = orders.",
    { faults: [{ pointer: "/matchers", detail: "it fits every alert" }] },
  );
}

function timesOf(times: Pick<Silence, "startsAt" | "endsAt">, now: number): Pick<Silence, "startsAt" | "endsAt"> {
  const { startsAt, endsAt } = times;
  if (endsAt > startsAt && endsAt > now && endsAt - startsAt <= SILENCE_MAX_MS) return times;
  throw new Refusal(
    "invalid",
    "silence.times",
    `A silence ends after it starts, in the future, and lasts for at most ${SILENCE_MAX_MS / DAY_MS} days. What is to be quiet for longer belongs into the routes, or its objective is wrong.`,
    {
      faults: [
        { pointer: "/endsAt", detail: `ends in the future, at most ${SILENCE_MAX_MS / DAY_MS} days after it starts` },
      ],
    },
  );
}

async function existingSilence(read: Reader | Tx, wanted: string): Promise<Silence> {
  const silence = await findSilence(read, wanted);
  if (silence !== undefined) return silence;
  throw new Refusal("not-found", "silence.not-found", "There is no such silence. GET /api/v1/silences lists them.");
}

function isOver(): Refusal {
  return new Refusal("conflict", "silence.over", "This silence is over, so nothing was changed. Make a new one.");
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "silence.too-many",
    `There are ${SILENCES_MAX} silences already. End those that nobody needs.`,
  );
}
