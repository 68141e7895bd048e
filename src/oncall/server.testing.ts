import { randomBytes } from "node:crypto";
import type { StateOptions } from "#storage";
import { openHouse } from "../identity/house.testing.ts";
import { oncallMigrations } from "./migrations.ts";
import { OnCallSchedules } from "./on-call-schedules.ts";

/** Ana, Ben and Cho take weeks by turns; nobody else is named. */
export const WEEKS = `title: Primary
zone: Europe/Madrid
layers:
  - {name: weeks, rotate: [ana, ben, cho], every: 1 week, from: 2027-01-11T09:00}
`;

/**
 * The routes of schedules on a real application, with ana, ben and cho, who are operators. Without a name an
 * administrator asks. The clock stands at Friday, 15 January 2027, 00:00 UTC until `clock.at` is moved.
 */
export async function openTestServer(modules: StateOptions["modules"] = []) {
  const schedules = new OnCallSchedules({ publicUrl: "https://plimsoll.example", entropy: randomBytes });
  const house = await openHouse({
    modules: [...modules, { module: "oncall", migrations: oncallMigrations }],
    routes: () => schedules.routes,
  });
  const operator = { roles: ["operator"] } as const;
  return Object.assign(house, {
    schedules,
    ana: await house.person("ana", operator),
    ben: await house.person("ben", operator),
    cho: await house.person("cho", operator),
    /** Who is on call at an instant, as escalation asks; the handles in one text. */
    who: async (at: string, schedule = "primary") =>
      (await schedules.whoIsOnCall(house.state.read, schedule, Date.parse(at)))?.join("+"),
  });
}
