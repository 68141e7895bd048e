import type { StoryRecord } from "../model/generate.ts";
import { albLine } from "./alb-line.ts";
import { caddyLine } from "./caddy-line.ts";
import { combinedLine, commonLine, traefikClfLine } from "./clf-lines.ts";
import { envoyLine } from "./envoy-line.ts";
import { haproxyLine } from "./haproxy-line.ts";
import { ndjsonLine } from "./ndjson-line.ts";
import { nginxJsonLine } from "./nginx-json-line.ts";
import { traefikJsonLine } from "./traefik-json-line.ts";

/** The forms in which a story can be written. */
export const STORY_FORMATS = [
  "combined",
  "common",
  "nginx-json",
  "caddy",
  "haproxy",
  "envoy",
  "traefik-json",
  "traefik-clf",
  "alb",
  "ndjson",
] as const;
export type StoryFormat = (typeof STORY_FORMATS)[number];

/** One request → one line, without a line feed. */
export type LineWriter = (record: StoryRecord) => string;

/** The writer of each form. */
export const LINE_WRITERS: Readonly<Record<StoryFormat, LineWriter>> = {
  combined: combinedLine,
  common: commonLine,
  "nginx-json": nginxJsonLine,
  caddy: caddyLine,
  haproxy: haproxyLine,
  envoy: envoyLine,
  "traefik-json": traefikJsonLine,
  "traefik-clf": traefikClfLine,
  alb: albLine,
  ndjson: ndjsonLine,
};
