import { route, type Route } from "#http";
import type { notificationActions } from "./actions/notification-actions.ts";

type Actions = ReturnType<typeof notificationActions>;

/** One line for each URL. */
export function notificationRoutes({
  methods,
  verification,
  rules,
  own,
  channels,
  kinds,
  readiness,
}: Actions): Route<Actions["readiness"]>[] {
  return [
    route("GET /me/methods", methods.list),
    route("POST /me/methods", methods.add, { status: 201 }),
    route("PUT /me/methods/:id", methods.put),
    route("DELETE /me/methods/:id", methods.remove),
    route("POST /me/methods/:id/verification", verification.send),
    route("PUT /me/methods/:id/verification", verification.byCode),
    route("PUT /me/methods/:id/proof", verification.prove),
    route("POST /method-verifications", verification.byLink),
    route("GET /me/rules", rules.get),
    route("PUT /me/rules", rules.put),
    route("GET /me/notifications", own.list),
    route("POST /me/page", own.pageMe),
    route("GET /channels", channels.list),
    route("GET /channels/:name", channels.get),
    route("PUT /channels/:name", channels.put),
    route("DELETE /channels/:name", channels.remove),
    route("POST /channels/:name/test", channels.test),
    route("GET /channels/:name/notifications", channels.notifications),
    route("GET /channel-kinds", kinds.list),
    route("PUT /channel-kinds/:kind/setting", kinds.put),
    route("DELETE /channel-kinds/:kind/setting", kinds.remove),
    route("GET /readiness", readiness),
  ];
}
