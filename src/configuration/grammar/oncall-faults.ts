import { readRoutingFile } from "#alerting";
import { readEscalation } from "#escalation";
import { readSchedule } from "#oncall";
import type { Fields, WantedObject } from "../model/wanted.ts";
import { placeText } from "../model/difference.ts";
import { entryText } from "./entry-text.ts";
import type { Written } from "./grammar.ts";
import type { PlanFault, PlanFile, PlanText } from "./plan-file.ts";
import { readerFaults } from "./reader-faults.ts";

/** What a routing is called: there is one. */
export const ROUTING = "default";

/**
 * What is wrong with schedules, escalations and routing of a file. Each is read by the module that knows it, from the same
 * text, so that its places are right; what may surprise goes to `remarks`.
 */
export function oncallFaults(text: PlanText, written: Written, { plan, remarks }: OncallReading): PlanFault[] {
  const { file } = text;
  const { zone = "UTC", schedules = {}, escalations = {}, channels = {} } = written;
  const own = (section: string, name: string): string => entryText(text.text, plan, [section, name]);
  const faults = [
    ...Object.keys(schedules).flatMap((name) =>
      readerFaults(file, () => remarks.push(...readSchedule(own("schedules", name), file, zone).remarks)),
    ),
    ...Object.keys(escalations).flatMap((name) =>
      readerFaults(file, () => remarks.push(...readEscalation(own("escalations", name), file, zone).remarks)),
    ),
  ];
  for (const name of Object.keys(channels).filter((each) => "smtp" in (channels[each] ?? {}))) {
    remarks.push(
      `${placeText(plan.placeOf(["channels", name]))}: by which server mail leaves is set in the server's own settings (mail: in its settings file), so this is left alone.`,
    );
  }
  if (written.routing === undefined && written.inhibit !== undefined) {
    faults.push({
      ...plan.placeOf(["inhibit"]),
      detail: "inhibit stands in a file without routing. Write it beside the routing whose alerts it mutes.",
    });
  } else if (written.routing !== undefined) {
    faults.push(...readerFaults(file, () => remarks.push(...readRoutingFile(text.text, file).remarks)));
  }
  return faults;
}

/** What on-call is read from, and into. */
export interface OncallReading {
  readonly plan: PlanFile;
  readonly remarks: string[];
}

/** The routing of a file, with what it inhibits: one object; none where it has none. */
export function routingObjects({ routing, inhibit = [], plan = "main" }: Written, file: PlanFile): WantedObject[] {
  if (routing === undefined) return [];
  const fields = { routing, inhibit } as unknown as Fields;
  return [{ kind: "routing", name: ROUTING, fields, managedBy: plan, place: file.placeOf(["routing"]) }];
}
