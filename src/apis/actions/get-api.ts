import { z } from "zod";
import { readAction } from "#identity";
import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import { apiName, apiSchema } from "../contract.ts";
import type { ApiRow } from "../model/rows.ts";
import { findApi } from "../store/apis.ts";
import { apiView } from "./put-api.ts";

/** One API. */
export const getApi = readAction({
  name: "api.get",
  may: "api:read",
  input: z.strictObject({ api: apiName }),
  output: apiSchema,
  run: async ({ api }, { read }) => apiView(await existingApi(read, api)),
});

/** The API of this name, or a refusal. */
export async function existingApi(read: Reader, api: string): Promise<ApiRow> {
  const row = await findApi(read, api);
  if (row !== undefined) return row;
  throw new Refusal(
    "not-found",
    "api.not-found",
    `There is no API named "${api}". PUT /api/v1/apis/${api} creates it.`,
    { api },
  );
}
