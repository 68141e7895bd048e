import { floorTo, type Interval, MINUTE_MS, Random, SECOND_MS } from "#kernel";
import { ApiSource, type Source } from "./api-source.ts";
import { hex } from "./hex.ts";
import { recordAt, type StoryRecord } from "./generate.ts";
import type { LiveClient, LiveStory } from "./live-story.ts";

/** One request of a story that a server is told. `outage` is an index in its API's outages. */
export interface LiveRecord extends StoryRecord {
  readonly client: LiveClient;
  readonly release: string;
  /** "" = only the status tells. */
  readonly outcome: string;
  /** 32 hex digits. */
  readonly traceId: string;
}

/**
 * The requests that start in a span, of all APIs, in order of their start. Each second is drawn from a seed of its own,
 * so a span gives the same requests however it is cut, and a second costs the same wherever it lies. Nothing before the
 * story's first instant.
 */
export function* liveRecords(story: LiveStory, span: Interval): Generator<LiveRecord> {
  const apis = story.apis.map((api) => new ApiSource(api));
  const from = Math.max(span.from, story.from);
  for (let minute = floorTo(from, MINUTE_MS); minute < span.to; minute += MINUTE_MS) {
    const seconds = { from: Math.max(minute, floorTo(from, SECOND_MS)), to: Math.min(minute + MINUTE_MS, span.to) };
    const sources = apis.flatMap((api) => api.during(minute));
    for (const record of recordsOfSeconds(story.seed, sources, seconds)) {
      if (record.at >= from && record.at < span.to) yield record;
    }
  }
}

/** A Poisson process for all sources together; each arrival falls to one of them by its rate. Whole seconds. */
function recordsOfSeconds(seed: number, sources: readonly Source[], { from, to }: Interval): LiveRecord[] {
  const perMs = sources.reduce((sum, source) => sum + source.perMs, 0);
  const records: LiveRecord[] = [];
  if (perMs === 0) return records;
  for (let second = from; second < to; second += SECOND_MS) {
    const random = new Random(seedOf(seed, second));
    for (let passed = random.exponential(1 / perMs); passed < SECOND_MS; passed += random.exponential(1 / perMs)) {
      const at = second + Math.floor(passed);
      const source = drawnFrom(sources, random.next() * perMs);
      if (at >= source.from && at < source.to) records.push(liveRecord({ source, random, at }));
    }
  }
  return records;
}

/** Well apart for seconds that follow each other: the generator's sequences are parts of one circle. */
function seedOf(seed: number, second: number): number {
  let mixed = Math.imul(second / SECOND_MS, 0x9e3779b1) ^ Math.imul(seed + 0x7f4a7c15, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  return mixed ^ (mixed >>> 15);
}

function drawnFrom(sources: readonly Source[], luck: number): Source {
  let left = luck;
  for (const source of sources) {
    left -= source.perMs;
    if (left < 0) return source;
  }
  return sources.at(-1) as Source;
}

interface Arrival {
  readonly source: Source;
  readonly random: Random;
  readonly at: number;
}

function liveRecord({ source, random, at }: Arrival): LiveRecord {
  const { traffic, api, outages } = source;
  const client = source.clients.draw(random);
  const record = recordAt({ traffic, random, at, client, target: source.targets.draw(random) });
  return {
    ...record,
    client,
    release: api.releases.findLast(({ from }) => from <= at)?.release ?? "",
    outcome: traffic.outages[record.outage]?.outcome ?? "",
    traceId: hex(Math.floor(at / SECOND_MS)) + record.requestId + hex(random.below(4_294_967_296)),
    outage: outages[record.outage] ?? -1,
  };
}
