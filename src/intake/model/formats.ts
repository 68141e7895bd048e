/** What an API's settings may name, too, so that they lie below. */
export { LOG_FORMATS, type LogFormat } from "#apis";

/** Which part of a line names the client. */
export type ClientBy =
  | { readonly by: "ip" }
  | { readonly by: "user" }
  /** The API key that the line holds; shown as `key:` and the first 12 hex digits of its SHA-256, never itself. */
  | { readonly by: "key" }
  | { readonly by: "header"; readonly name: string }
  | { readonly by: "field"; readonly name: string };
