import { z } from "zod";
import { cursorOf, page, pageInput, readCursor } from "#http";
import { readAction } from "#identity";
import { apiName, apiSchema } from "../contract.ts";
import { apisAfter } from "../store/apis.ts";
import { apiView } from "./put-api.ts";

const LIST = "apis";

/** All APIs, by name. */
export const listApis = readAction({
  name: "api.list",
  may: "api:read",
  input: z.strictObject(pageInput),
  output: page(apiSchema),
  run: async ({ limit, cursor }, { read }) => {
    const [after] = readCursor(LIST, cursor, z.tuple([apiName])) ?? [""];
    const rows = await apisAfter(read, after, limit + 1);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return { items: shown.map(apiView), next: last === undefined ? null : cursorOf(LIST, [last.api]) };
  },
});
