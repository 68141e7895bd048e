/** Made-up traffic whose truth is known: for tests, benches, seeds and the demo. */
export { badDay } from "./bad-day.ts";
export { bulk } from "./bulk.ts";
export { albLine } from "./lines/alb-line.ts";
export { caddyLine } from "./lines/caddy-line.ts";
export { combinedLine, commonLine, traefikClfLine } from "./lines/clf-lines.ts";
export { envoyLine } from "./lines/envoy-line.ts";
export { haproxyLine } from "./lines/haproxy-line.ts";
export { LINE_WRITERS, type LineWriter, STORY_FORMATS, type StoryFormat } from "./lines/line-writers.ts";
export { ndjsonLine } from "./lines/ndjson-line.ts";
export { nginxJsonLine } from "./lines/nginx-json-line.ts";
export { traefikJsonLine } from "./lines/traefik-json-line.ts";
export { generate, type StoryRecord } from "./model/generate.ts";
export { shuffled } from "./model/shuffled.ts";
export type { Outage, Story, StoryClient, StoryOperation } from "./model/story.ts";
export { type Tally, type Truth, TruthCounter, truthOf } from "./model/truth.ts";
export { zipfClients } from "./model/zipf-clients.ts";
