/** The log formats that are read. `traefik` covers its JSON and its CLF, `envoy` its text and its JSON. */
export const LOG_FORMATS = [
  "combined",
  "common",
  "nginx-json",
  "caddy",
  "haproxy",
  "envoy",
  "traefik",
  "alb",
  "ndjson",
] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Which part of a line names the client. */
export type ClientBy =
  | { readonly by: "ip" }
  | { readonly by: "user" }
  /** The API key that the line holds; shown as `key:` and the first 12 hex digits of its SHA-256, never itself. */
  | { readonly by: "key" }
  | { readonly by: "header"; readonly name: string }
  | { readonly by: "field"; readonly name: string };
