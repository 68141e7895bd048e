import { route, type Route } from "#http";
import type { AlertingActions } from "./actions/alerting-actions.ts";

/** One line for each URL. */
export function alertingRoutes({
  alerts,
  deliveries,
  destinations,
}: AlertingActions): Route<AlertingActions["alerts"]["list"]>[] {
  return [
    route("GET /alerts", alerts.list),
    route("GET /alerts/:id", alerts.get),
    route("GET /destinations", destinations.list),
    route("POST /destinations", destinations.create, { status: 201 }),
    route("PUT /destinations/:id", destinations.put),
    route("DELETE /destinations/:id", destinations.remove),
    route("POST /destinations/:id/secret", destinations.rotate),
    route("POST /destinations/:id/test", destinations.test),
    route("GET /deliveries", deliveries.list),
  ];
}
