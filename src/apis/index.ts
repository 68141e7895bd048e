/** What is offered: APIs with their objectives files, and their operations from an OpenAPI document or guessed from paths. */
export type { ApiChanged } from "./actions/api-changed.ts";
export { existingApi } from "./actions/get-api.ts";
export { saveApi } from "./actions/save-api.ts";
export { foreseeOpenApi, type ForeseenOpenApi } from "./actions/foresee-openapi.ts";
export { OpenApiThreads } from "./actions/openapi-threads.ts";
export { saveEnvironment } from "./actions/save-environment.ts";
export { documentSha256 } from "./actions/save-openapi.ts";
export { dropVersion, releaseVersion, settleVersion, type SettledVersion } from "./actions/settle-version.ts";
export { versionsAsTheyAre } from "./actions/versions-as-they-are.ts";
export { apiName, reachFields, versionName } from "./contract.ts";
export { apisRoutes } from "./http.ts";
export { apisMigrations } from "./migrations.ts";
export { type ApiDocuments, apiDocuments, type VersionDocument } from "./actions/api-documents.ts";
export { offeredVersions } from "./actions/offered-versions.ts";
export { type ApiLoss, noteLosses, notedLosses } from "./actions/note-losses.ts";
export { maintenanceWindows } from "./actions/maintenance-windows.ts";
export { UnmatchedPaths } from "./model/unmatched-paths.ts";
export { DOCUMENT_CHARACTERS_MAX, readOpenApi, type OpenApiDocument } from "./model/openapi.ts";
export { templateOf } from "./model/path-template.ts";
export {
  type JwtRule,
  type LogFile,
  LOG_FORMATS,
  type LogFormat,
  type Source,
  SOURCES,
  type Upstream,
} from "./model/reach.ts";
export type { WrittenReach } from "./model/reach.ts";
export { countingSource, normalReach, writtenReach } from "./model/stored-reach.ts";
export { type ApiReach, allReaches } from "./actions/all-reaches.ts";
export { addressesOf } from "./model/addresses.ts";
export { Attribution } from "./model/attribution.ts";
export { operationTreeOf } from "./model/document-summary.ts";
export { OperationTree } from "./model/operation-tree.ts";
export type { VersionState } from "./model/versions.ts";
export {
  allApis,
  allObjectivesFiles,
  apisAfter,
  deleteApi,
  findApi,
  markFirstSource,
  objectivesFileOf,
  saveObjectivesFile,
} from "./store/apis.ts";
export { allEnvironments, deleteEnvironment } from "./store/environments.ts";
