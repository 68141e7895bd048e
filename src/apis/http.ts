import { route } from "#http";
import { getApi } from "./actions/get-api.ts";
import { listApis } from "./actions/list-apis.ts";
import { type CheckObjectives, getObjectivesFile, putObjectivesFile } from "./actions/objectives-file.ts";
import type { OnApiChanged } from "./actions/api-changed.ts";
import { type FirstObjectives, putApi } from "./actions/put-api.ts";
import { removeApi } from "./actions/remove-api.ts";

/** What the URLs stand on: who judges objectives, and who is told of a change. */
export interface ApisHttpParts {
  readonly checkObjectives: CheckObjectives;
  readonly onChanged: OnApiChanged;
  readonly firstObjectives: FirstObjectives;
}

/** Of an objectives file, in bytes. */
const TEXT_BYTES_MAX = 256 * 1_024;

/** One line for each URL. */
export function apisRoutes({ checkObjectives, onChanged, firstObjectives }: ApisHttpParts) {
  const putFile = putObjectivesFile(checkObjectives, onChanged);
  return [
    route("GET /apis", listApis),
    route("GET /apis/:api", getApi),
    route("PUT /apis/:api", putApi(onChanged, firstObjectives)),
    route("DELETE /apis/:api", removeApi(onChanged)),
    route("GET /apis/:api/objectives-file", getObjectivesFile, { text: "yaml" }),
    route("PUT /apis/:api/objectives-file", putFile, { text: "yaml", bodyLimit: TEXT_BYTES_MAX }),
  ];
}
