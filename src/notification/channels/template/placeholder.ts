/** What a template can name. `to` is the address of whoever is told; `text` is all that is said, cut to the way's room. */
export const PLACEHOLDERS = [
  "title",
  "text",
  "link",
  "acknowledge",
  "resolve",
  "id",
  "subject",
  "event",
  "urgency",
  "to",
] as const;

/** One of them. */
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** What stands for each of them; an act that there is not is empty. */
export type PlaceholderValues = Readonly<Record<Placeholder, string>>;

/** What can be done to a value before it is put in. */
export const FILTERS = ["json", "url", "form", "xml"] as const;

/** One of them. */
export type Filter = (typeof FILTERS)[number];

/** The value as a part of a text of that form: never more than the text of one string, one field, one element. */
export const filtered: Readonly<Record<Filter, (value: string) => string>> = {
  json: (value) => JSON.stringify(value).slice(1, -1),
  url: percentEncoded,
  form: (value) => percentEncoded(value).replaceAll("%20", "+"),
  xml: (value) => value.replaceAll(NO_XML, " ").replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? ""),
};

/** What a document of XML 1.0 cannot hold. */
const NO_XML = /(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function percentEncoded(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.codePointAt(0)?.toString(16).toUpperCase()}`,
  );
}
