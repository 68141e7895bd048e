import { isZone, closeWord, Refusal } from "#kernel";

/** "Europe/Madrid". Refuses what the time zone database does not know, and names what may have been meant. */
export function zoneOf(text: string): string {
  if (isZone(text)) return text;
  const near = closeWord(text, Intl.supportedValuesOf("timeZone"));
  throw new Refusal(
    "invalid",
    "plan.zone-unknown",
    `"${text}" is not a time zone${near === undefined ? "." : `; did you mean "${near}"?`} Zones are named as in the IANA database, such as Europe/Madrid; offsets are none.`,
  );
}
