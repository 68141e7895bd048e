import { Random } from "#kernel";
import { arrivals } from "./arrivals.ts";
import { hex } from "./hex.ts";
import type { Outage, Story, StoryClient, Traffic } from "./story.ts";
import { StoryTarget } from "./story-target.ts";
import { Weighted } from "./weighted.ts";

/** 2³² */
const WORDS = 4_294_967_296;

/** One request of a story, and all that a server could log of it. */
export interface StoryRecord {
  /** Start, integer epoch ms. */
  readonly at: number;
  readonly api: string;
  readonly host: string;
  readonly method: string;
  /** With ids, without query. */
  readonly path: string;
  /** "GET /orders/{id}". */
  readonly operation: string;
  /** 0 = no answer. */
  readonly status: number;
  /** Integer µs, at least 1. */
  readonly durationUs: number;
  readonly client: StoryClient;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** 16 hex digits, unique enough to find a line again. */
  readonly requestId: string;
  /** Index in the story's outages of the one that decided the status; -1 = none. */
  readonly outage: number;
}

/** Tells a story: its requests in order of their start. */
export function* generate(story: Story): Generator<StoryRecord> {
  const random = new Random(story.seed);
  const clients = new Weighted(story.clients);
  const operations = new Weighted(story.operations.map((operation) => new StoryTarget(operation)));
  // An own sequence for the instants: another error share must not move the traffic.
  for (const at of arrivals(story, new Random(Math.imul(story.seed ^ 0x9e3779b9, 0x85ebca6b)))) {
    yield recordAt({ traffic: story, random, at, client: clients.draw(random), target: operations.draw(random) });
  }
}

/** What is drawn of a request before the rest. */
export interface Draft {
  readonly traffic: Traffic;
  readonly random: Random;
  readonly at: number;
  readonly client: StoryClient;
  readonly target: StoryTarget;
}

/** Draws the same number of random numbers in the same order for each record of an operation, whatever happens to it. */
export function recordAt(draft: Draft): StoryRecord {
  const { traffic, random, at, client, target } = draft;
  const { operation } = target;
  const path = target.paths.fill(random);
  const ordinary = ordinaryStatus(draft);
  const struck = outageOf(draft, random.next());
  const outage = traffic.outages[struck];
  const status = outage?.status ?? ordinary;
  const medianUs = 1_000 * (outage?.tookMs ?? operation.medianMs * slownessOf(draft));
  const durationUs = Math.max(1, Math.round(medianUs * Math.exp(operation.sigma * random.normal())));
  const size = Math.round(operation.medianBytes * Math.exp(0.5 * random.normal()));
  const requestBytes = operation.method === "GET" || operation.method === "HEAD" ? 0 : 200 + random.below(800);
  const requestId = hex(random.below(WORDS)) + hex(random.below(WORDS));
  const responseBytes = bytesOf(status, size);
  return {
    at,
    api: traffic.api,
    host: traffic.host,
    method: operation.method,
    path,
    operation: target.name,
    status,
    durationUs,
    client,
    requestBytes,
    responseBytes,
    requestId,
    outage: struck,
  };
}

function ordinaryStatus({ traffic, random, target }: Draft): number {
  const luck = random.next();
  if (luck < traffic.errorShare) return 500;
  if (luck < traffic.errorShare + traffic.clientFaultShare) return target.paths.hasIds ? 404 : 400;
  if (target.operation.method === "POST") return 201;
  return target.operation.method === "DELETE" ? 204 : 200;
}

/** The outage that decides the status: the first one concerned whose share covers `luck`, each by a part of its own. */
function outageOf(draft: Draft, luck: number): number {
  let passed = 0;
  for (const [index, outage] of draft.traffic.outages.entries()) {
    if (!concerns(outage, draft)) continue;
    passed += (1 - passed) * outage.share;
    if (luck < passed) return index;
  }
  return -1;
}

function slownessOf(draft: Draft): number {
  return draft.traffic.outages.reduce(
    (slowness, outage) => slowness * (concerns(outage, draft) ? (outage.slower ?? 1) : 1),
    1,
  );
}

function concerns(outage: Outage, { at, client, target }: Draft): boolean {
  if (at < outage.from || at >= outage.to) return false;
  if (outage.clients && !outage.clients.includes(client.name)) return false;
  return !outage.operations || outage.operations.includes(target.name);
}

function bytesOf(status: number, size: number): number {
  if (status === 0 || status === 204) return 0;
  return status >= 400 ? 180 : size;
}
