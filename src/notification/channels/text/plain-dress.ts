import type { Dress } from "./spoken.ts";

const same = (text: string): string => text;

/** Text without any markup, for what is shown as it stands. */
export const plainDress: Dress = { title: same, line: same, button: ({ text, url }) => `${text}: ${url}`, mark: "…" };

/**
 * For short messages on telephones: signs that are outside of the small alphabet of text messages halve the room for
 * all of it, so none is added.
 */
export const shortMessageDress: Dress = { ...plainDress, mark: "..." };
