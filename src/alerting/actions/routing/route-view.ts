import type { z } from "zod";
import type { alertRouteSchema } from "../../contract/routing/contract.ts";
import type { AlertRoute } from "../../model/routing/alert-routes.ts";
import { shortDurationText } from "../../model/routing/short-duration.ts";

/** One way of an alert, as the world sees it. */
export function routeView(route: AlertRoute): z.input<typeof alertRouteSchema> {
  const { receiver, group, waitMs, updateMs, repeatMs, why, mutedBy } = route;
  return {
    policy: receiver,
    group: Object.fromEntries(group),
    wait: shortDurationText(waitMs),
    update: shortDurationText(updateMs),
    repeat: shortDurationText(repeatMs),
    why,
    mutedBy,
  };
}
