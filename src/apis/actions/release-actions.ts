import { z } from "zod";
import { cursorOf, instantField, page, pageInput, readCursor } from "#http";
import { changeAction, readAction } from "#identity";
import { DAY_MS, HOUR_MS, isoText, Refusal } from "#kernel";
import { apiName, releaseLink, releaseName, releaseSchema, titleText } from "../contract.ts";
import type { ReleaseRow } from "../model/rows.ts";
import {
  countReleases,
  deleteRelease,
  findRelease,
  forgetReleases,
  insertRelease,
  releasesAfter,
} from "../store/releases.ts";
import { existingApi } from "./get-api.ts";

/** Of one API. */
const RELEASES_MAX = 10_000;
/** As long as counts can be looked at. */
const KEPT_MS = 1_200 * DAY_MS;
/** Clocks of those who deploy may be a little ahead. */
const AHEAD_MS = HOUR_MS;
const LIST = "releases";
const PRODUCTION = "production";

/** The latest first; of a range and an environment where they are given. */
const list = readAction({
  name: "release.list",
  may: "release:read",
  input: z.strictObject({
    api: apiName,
    ...pageInput,
    from: instantField.optional(),
    to: instantField.optional(),
    environment: apiName.optional(),
  }),
  output: page(releaseSchema),
  run: async ({ api, from, to, environment, limit, cursor }, { read }) => {
    await existingApi(read, api);
    const [at, id] = readCursor(LIST, cursor, z.tuple([z.number(), z.string()])) ?? [];
    const after = at === undefined || id === undefined ? undefined : { at, id };
    const rows = await releasesAfter(read, api, { from, to, environment, after, limit: limit + 1 });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      items: rows.slice(0, limit).map(viewOf),
      next: last === undefined ? null : cursorOf(LIST, [last.at, last.id]),
    };
  },
});

/**
 * Says that a release went out. What deploys may say it twice: the release that is the latest of its environment already is
 * given back as it is. An earlier one that comes again is another release: a roll-back.
 */
const create = changeAction({
  name: "release.create",
  may: "release:write",
  input: z.strictObject({
    api: apiName,
    release: releaseName,
    at: instantField.optional(),
    title: titleText.optional(),
    link: releaseLink.optional(),
    environment: apiName.default(PRODUCTION),
  }),
  output: releaseSchema,
  run: async ({ api, release, at: given, title = "", link = null, environment }, { tx, now, by, nextId }) => {
    await existingApi(tx, api);
    const at = given ?? now;
    refuseStrange(at, now);
    const asked = { from: undefined, to: undefined, environment, after: undefined, limit: 1 };
    const [latest] = await releasesAfter(tx, api, asked);
    if (latest?.release === release && (given === undefined || given === latest.at)) return viewOf(latest);
    await forgetReleases(tx, api, now - KEPT_MS);
    if ((await countReleases(tx, api)) >= RELEASES_MAX) throw tooMany(api);
    const row: ReleaseRow = {
      id: nextId("rel"),
      api,
      release,
      at,
      title,
      link,
      environment,
      said_by: by.name,
      said_at: now,
    };
    await insertRelease(tx, row);
    return viewOf(row);
  },
  audit: ({ api }, { release, at, environment }) => ({
    subject: `release:${api}/${release}`,
    facts: { at, environment },
  }),
});

const remove = changeAction({
  name: "release.delete",
  may: "release:write",
  input: z.strictObject({ api: apiName, id: z.string().max(100) }),
  output: z.void(),
  run: async ({ api, id }, { tx }) => {
    await existingApi(tx, api);
    if ((await findRelease(tx, api, id)) === undefined) throw notFound(api, id);
    await deleteRelease(tx, id);
  },
  audit: ({ api, id }) => ({ subject: `release:${api}/${id}` }),
});

/** What is done with the releases of an API: marks of what changed, where figures are looked at. */
export const releaseActions = { list, create, remove };

function viewOf({
  id,
  api,
  release,
  at,
  title,
  link,
  environment,
  said_by: by,
}: ReleaseRow): z.input<typeof releaseSchema> {
  return { id, api, release, at: isoText(at), title, link, environment, by };
}

function refuseStrange(at: number, now: number): void {
  const detail =
    at > now + AHEAD_MS
      ? "lies more than an hour ahead: say it when it goes out"
      : at < now - KEPT_MS
        ? "lies further back than anything is kept"
        : undefined;
  if (detail === undefined) return;
  throw new Refusal("invalid", "request.invalid", `Nothing was saved: at ${detail}.`, {
    faults: [{ pointer: "/at", detail }],
  });
}

function notFound(api: string, id: string): Refusal {
  return new Refusal(
    "not-found",
    "release.not-found",
    `The API ${api} has no release ${id}. It may have been deleted; load the list again.`,
    { api, id },
  );
}

function tooMany(api: string): Refusal {
  return new Refusal(
    "conflict",
    "release.too-many",
    `The API ${api} has ${RELEASES_MAX} releases already, so none was added. Delete old ones.`,
    { api, max: RELEASES_MAX },
  );
}
