import { route } from "#http";
import { environmentActions } from "./actions/environment-actions.ts";
import { getApi } from "./actions/get-api.ts";
import { getAttribution } from "./actions/get-attribution.ts";
import { listApis } from "./actions/list-apis.ts";
import { type CheckObjectives, getObjectivesFile, putObjectivesFile } from "./actions/objectives-file.ts";
import type { OnApiChanged } from "./actions/api-changed.ts";
import { maintenanceActions } from "./actions/maintenance-actions.ts";
import { openApiActions } from "./actions/openapi-actions.ts";
import type { OpenApiThreads } from "./actions/openapi-threads.ts";
import { type FirstObjectives, putApi } from "./actions/put-api.ts";
import { releaseActions } from "./actions/release-actions.ts";
import { removeApi } from "./actions/remove-api.ts";
import { versionActions } from "./actions/version-actions.ts";

/** What the URLs stand on: who judges objectives, and who is told of a change. */
export interface ApisHttpParts {
  readonly checkObjectives: CheckObjectives;
  readonly onChanged: OnApiChanged;
  readonly firstObjectives: FirstObjectives;
  /** Shared by all that read documents, so that together they take two cores at most. */
  readonly openApi: OpenApiThreads;
}

/** Of an objectives file, in bytes. */
const TEXT_BYTES_MAX = 256 * 1_024;
/** Of an OpenAPI document, in bytes: its 10 Mi characters, most of them ASCII. A larger body is refused unread. */
const OPENAPI_BYTES_MAX = 12 * 1_048_576;

/** One line for each URL. */
export function apisRoutes({ checkObjectives, onChanged, firstObjectives, openApi }: ApisHttpParts) {
  const putFile = putObjectivesFile(checkObjectives, onChanged);
  const version = versionActions(onChanged);
  const openapi = openApiActions(openApi, onChanged);
  const maintenance = maintenanceActions(onChanged);
  const environment = environmentActions(onChanged);
  return [
    route("GET /apis", listApis),
    route("GET /attribution", getAttribution),
    route("GET /apis/:api", getApi),
    route("PUT /apis/:api", putApi(onChanged, firstObjectives)),
    route("DELETE /apis/:api", removeApi(onChanged)),
    route("GET /apis/:api/objectives-file", getObjectivesFile, { text: "yaml" }),
    route("PUT /apis/:api/objectives-file", putFile, { text: "yaml", bodyLimit: TEXT_BYTES_MAX }),
    route("GET /apis/:api/versions", version.list),
    route("PUT /apis/:api/versions/:version", version.put),
    route("DELETE /apis/:api/versions/:version", version.remove),
    route("PUT /apis/:api/versions/:version/life", version.move),
    route("GET /apis/:api/versions/:version/openapi", openapi.get, { text: "yaml" }),
    route("PUT /apis/:api/versions/:version/openapi", openapi.put, {
      text: "yaml",
      takesJson: true,
      bodyLimit: OPENAPI_BYTES_MAX,
    }),
    route("GET /apis/:api/versions/:version/diff", openapi.diff),
    route("GET /apis/:api/environments", environment.list),
    route("PUT /apis/:api/environments/:environment", environment.put),
    route("DELETE /apis/:api/environments/:environment", environment.remove),
    route("GET /apis/:api/maintenance", maintenance.list),
    route("POST /apis/:api/maintenance", maintenance.create, { status: 201 }),
    route("PUT /apis/:api/maintenance/:id", maintenance.put),
    route("DELETE /apis/:api/maintenance/:id", maintenance.remove),
    route("GET /apis/:api/releases", releaseActions.list),
    route("POST /apis/:api/releases", releaseActions.create, { status: 201 }),
    route("DELETE /apis/:api/releases/:id", releaseActions.remove),
  ];
}
