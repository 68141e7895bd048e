import { type AlertRoute, shortDurationText } from "#alerting";
import { jsonDocument } from "#kernel";

/** The public document of `alerts route --json` (docs/manual/alert-routes.md). */
export function routeJson(routes: readonly AlertRoute[]): string {
  const rows = routes.map(({ receiver, group, waitMs, updateMs, repeatMs, why, mutedBy }) => ({
    receiver,
    group: Object.fromEntries(group),
    wait: shortDurationText(waitMs),
    update: shortDurationText(updateMs),
    repeat: shortDurationText(repeatMs),
    why,
    ...(mutedBy === null ? {} : { mutedBy }),
  }));
  return jsonDocument({ routes: rows });
}
