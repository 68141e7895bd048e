import { z } from "zod";
import { readAction } from "#identity";
import { address, apiName } from "../contract.ts";
import { addressesOf } from "../model/addresses.ts";
import { Attribution, placeOf } from "../model/attribution.ts";
import { allApis } from "../store/apis.ts";

/** Whose a request to an address would be: the API with the longest path prefix at its host, or nobody's. */
export const getAttribution = readAction({
  name: "api.attribute",
  may: "api:read",
  input: z.strictObject({ address }),
  output: z.object({ api: apiName.nullable() }),
  run: async ({ address: asked }, { read }) => {
    const apis = (await allApis(read)).map(({ api, at }) => ({ api, addresses: addressesOf(at) }));
    const { host = "", path = "" } = placeOf(asked) ?? {};
    return { api: new Attribution(apis).apiAt(host, path) ?? null };
  },
});
