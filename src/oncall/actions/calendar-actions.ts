import { hash } from "node:crypto";
import { z } from "zod";
import { type Action, changeAction, readAction } from "#identity";
import { isoText } from "#kernel";
import { calendarSchema, newCalendarSchema, scheduleName } from "../contract.ts";
import { calendarsOf, deleteCalendar, storeCalendar } from "../store/calendars.ts";
import { askingPerson } from "./asking-person.ts";
import { existingSchedule } from "./existing-schedule.ts";

const SECRET_BYTES = 24;

/** Where calendars are read, on this server; behind it come the secret and `.ics`. */
export const CALENDARS_PATH = "/calendar/";

/** What addresses are made of. */
export interface CalendarPorts {
  /** How people reach the server, without a slash at its end. */
  readonly publicUrl: string;
  readonly entropy: (bytes: number) => Uint8Array;
}

const ofCalendar = z.strictObject({ schedule: scheduleName.nullish() });

/** The calendars to which whoever asks has an address; the addresses themselves are not kept. */
const list = readAction({
  name: "calendar.list",
  may: "schedule:read",
  input: z.strictObject({}),
  output: z.object({ items: z.array(calendarSchema) }),
  run: async (_input, { read, by }) => {
    const { id } = await askingPerson(read, by);
    const rows = await calendarsOf(read, id);
    return {
      items: rows.map(({ schedule, created_at: at }) => ({
        schedule: schedule === "" ? null : schedule,
        createdAt: isoText(at),
      })),
    };
  },
});

/** The calendar ends at the address that whoever asks had. */
const remove = changeAction({
  name: "calendar.remove",
  may: "schedule:read",
  input: ofCalendar,
  output: z.void(),
  run: async ({ schedule }, { tx, by }) => {
    const { id } = await askingPerson(tx, by);
    await deleteCalendar(tx, { personId: id, schedule: schedule ?? "" });
  },
  audit: ({ schedule }) => ({ subject: `calendar:${schedule ?? "own"}` }),
});

/** What can be done with calendars: each person has addresses of their own, which end with the person. */
export function calendarActions({ publicUrl, entropy }: CalendarPorts): Record<"list" | "make" | "remove", Action> {
  /** Makes an address, shown this once; the one that whoever asks had for the same calendar ends. */
  const make = changeAction({
    name: "calendar.make",
    may: "schedule:read",
    input: ofCalendar,
    output: newCalendarSchema,
    run: async ({ schedule = null }, { tx, now, by }) => {
      const { id } = await askingPerson(tx, by);
      if (schedule !== null) await existingSchedule(tx, schedule);
      const secret = `plc_${Buffer.from(entropy(SECRET_BYTES)).toString("base64url")}`;
      const row = {
        person_id: id,
        schedule: schedule ?? "",
        secret_sha256: hash("sha256", secret, "hex"),
        created_at: now,
      };
      await storeCalendar(tx, row);
      return { schedule, url: `${publicUrl}${CALENDARS_PATH}${secret}.ics` };
    },
    audit: ({ schedule }) => ({ subject: `calendar:${schedule ?? "own"}` }),
  });
  return { list, make, remove };
}
