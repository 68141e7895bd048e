import type { Route } from "#http";
import type { Action } from "#identity";
import type { ServerParts } from "../server-parts.ts";
import { recordRoutes } from "../search/record-routes.ts";
import { backupRoutes } from "../backup/backup-routes.ts";
import { logSourceRoutes } from "../sources/log-source-routes.ts";
import { clientRoutes } from "./client-routes.ts";
import { kpiRoutes } from "./kpi-routes.ts";
import { objectiveRoutes } from "./objective-routes.ts";
import { operationRoutes } from "./operation-routes.ts";
import { sampleRoutes } from "./sample-route.ts";
import { serverRoutes } from "./server-routes.ts";
import { sourceRoutes } from "./source-routes.ts";
import { usageRoutes } from "./usage-routes.ts";

/** What only the whole server can answer. */
export function ownRoutes(parts: ServerParts): Route<Action>[] {
  return [
    ...kpiRoutes(parts),
    ...clientRoutes(parts),
    ...objectiveRoutes(parts),
    ...operationRoutes(parts),
    ...usageRoutes(parts),
    ...recordRoutes(parts),
    ...sampleRoutes(parts),
    ...backupRoutes(parts),
    ...serverRoutes(parts),
    ...sourceRoutes(parts),
    ...logSourceRoutes(parts),
  ];
}
