import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { apiName, findApi, saveApi, saveObjectivesFile } from "#apis";
import { route, type Route } from "#http";
import { type Action, changeAction } from "#identity";
import { Refusal } from "#kernel";
import { defaultObjectives } from "../live/default-objectives.ts";
import type { ServerParts } from "../server-parts.ts";

/** A real log of an API, of which nothing is secret. */
const SAMPLE = fileURLToPath(new URL("../../../examples/sample/access.log.gz", import.meta.url));

/** `POST /sample`: an API with the traffic of the bundled log, moved so that it ends now. */
export function sampleRoutes(parts: ServerParts): Route<Action>[] {
  return [route("POST /sample", loadSample(parts), { status: 201 })];
}

function loadSample({ measurement, changes, redaction, log }: ServerParts): Action {
  return changeAction({
    name: "sample.load",
    may: "sample:load",
    input: z.strictObject({ api: apiName.default("sample") }),
    output: z.object({ api: apiName, records: z.number() }),
    run: async ({ api }, { tx, now }) => {
      if ((await findApi(tx, api)) !== undefined) throw exists(api);
      await saveApi(tx, { api, title: "Sample" }, { now });
      await saveObjectivesFile(tx, { api, text: defaultObjectives(api), revision: 1 });
      const wide = redaction.kept;
      // Loaded when it is asked for: most servers never tell a story.
      const { shiftedSample } = await import("#stories");
      const columns = shiftedSample(gunzipSync(readFileSync(SAMPLE)), {
        api,
        now,
        dictionaries: measurement.log.names,
        wide,
      });
      tx.afterCommit(() => {
        changes.follow({ api, what: "put" });
        measurement.log.append({ columns: [columns] }).catch((fault: unknown) => {
          log.error({ err: fault }, "the sample could not be loaded");
        });
      });
      return { api, records: columns.length };
    },
    audit: ({ api }, { records }) => ({ subject: `api:${api}`, facts: { sample: true, records } }),
  });
}

function exists(api: string): Refusal {
  return new Refusal(
    "conflict",
    "sample.exists",
    `There is an API ${api} already, so the sample was not loaded into it. Choose another name, or delete it first.`,
    { api },
  );
}
