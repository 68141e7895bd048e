import type { FieldRule } from "./rule.ts";
import { shortened } from "./value.ts";
import { ZONE_NAMES } from "./zone-names.ts";

/** The code of the reference SDK for a zone that does not exist. */
export const TIME_ZONE_CODE = "string_time_zone";

/** A zone of the IANA Time Zone Database, in its own spelling. */
export const TIME_ZONE_RULE: FieldRule<string> = {
  code: TIME_ZONE_CODE,
  origin: "both",
  says: "it is no name of the IANA Time Zone Database, so nobody knows when a day begins there",
  remedy: "Write a name such as UTC, Europe/Berlin or America/New_York; case matters, and an offset is no zone.",
  breach: (name) => (isTimeZone(name) ? undefined : `is "${shortened(name)}"`),
};

/** The runtime also knows zones that are newer than our list, and takes names in any case, offsets and old nicknames. */
function isTimeZone(name: string): boolean {
  return ZONE_NAMES.has(name) || Intl.supportedValuesOf("timeZone").includes(name);
}
