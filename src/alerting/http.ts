import { route, type Route } from "#http";
import type { AlertingActions } from "./actions/alerting-actions.ts";

/** A routing as JSON, each letter of it escaped at worst. */
const ROUTING_BYTES_MAX = 2_000_000;

/** One line for each URL. */
export function alertingRoutes({
  alerts,
  groups,
  silences,
  routing,
  deliveries,
  destinations,
  signals,
  signalSources,
}: AlertingActions): Route<AlertingActions["alerts"]["list"]>[] {
  return [
    route("GET /alerts", alerts.list),
    route("GET /alerts/:id", alerts.get),
    route("GET /alerts/:id/explanation", alerts.explain),
    route("GET /groups", groups.list),
    route("GET /groups/:id", groups.get),
    route("GET /silences", silences.list),
    route("POST /silences", silences.create, { status: 201 }),
    route("POST /silences/preview", silences.preview, { asks: true }),
    route("GET /silences/:id", silences.get, { saysMore: true }),
    route("PUT /silences/:id", silences.put),
    route("DELETE /silences/:id", silences.end),
    route("GET /routing", routing.get),
    route("PUT /routing", routing.put, { bodyLimit: ROUTING_BYTES_MAX }),
    route("POST /routing/preview", routing.preview, { asks: true, bodyLimit: ROUTING_BYTES_MAX }),
    route("POST /routing/trial", routing.trial, { asks: true, bodyLimit: ROUTING_BYTES_MAX }),
    route("POST /routing/replay", routing.replay, { asks: true, bodyLimit: ROUTING_BYTES_MAX }),
    route("POST /routing/import", routing.import, { asks: true, bodyLimit: ROUTING_BYTES_MAX }),
    route("GET /destinations", destinations.list),
    route("POST /destinations", destinations.create, { status: 201 }),
    route("PUT /destinations/:id", destinations.put),
    route("DELETE /destinations/:id", destinations.remove),
    route("POST /destinations/:id/secret", destinations.rotate),
    route("POST /destinations/:id/test", destinations.test),
    route("GET /deliveries", deliveries.list),
    route("GET /signals", signals.list),
    route("GET /signal-sources", signalSources.list),
    route("GET /signal-sources/:source", signalSources.get, { saysMore: true }),
    route("PUT /signal-sources/:source", signalSources.put),
    route("DELETE /signal-sources/:source", signalSources.remove),
  ];
}
