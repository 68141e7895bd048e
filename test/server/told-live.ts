import assert from "node:assert/strict";
import { isoText, type Interval, MINUTE_MS, SECOND_MS } from "#kernel";
import { GRID_MS } from "#objectives";
import { LiveLines, liveRecords, type LiveApi, type LiveStory } from "#stories";
import type { RunningServer } from "./running-server.ts";

/** Records that come in the two minutes that a source may be ahead of the server's clock are live. */
const QUIET_STEP_MS = 110 * SECOND_MS;
/** So long after a trouble begins, the clock goes as it does in the world: each ten seconds. */
const LOUD_MS = 5 * MINUTE_MS;
const JSON_BODY = { "content-type": "application/json" };

/** The lines of a span of a story, one text. */
export function linesOf(story: LiveStory, span: Interval): string {
  const printer = new LiveLines();
  let text = "";
  for (const record of liveRecords(story, span)) text += `${printer.line(record)}\n`;
  return text;
}

/** Makes the story's API known to a server, with what it promises. */
export async function putApi(server: RunningServer, { api, objectivesFile }: LiveApi): Promise<void> {
  await done(server.call(`/api/v1/apis/${api}`, { method: "PUT", body: "{}", headers: JSON_BODY }));
  const file = `/api/v1/apis/${api}/objectives-file`;
  const etag = (await done(server.call(file))).headers.get("etag") ?? "";
  const headers = { "content-type": "text/yaml", "if-match": etag };
  await done(server.call(file, { method: "PUT", body: objectivesFile, headers }));
}

/** Has everything that fires told to a receiver. */
export async function putDestination(server: RunningServer, url: string): Promise<void> {
  const body = JSON.stringify({ kind: "webhook", title: "People", url });
  await done(server.call("/api/v1/destinations", { method: "POST", body, headers: JSON_BODY }));
}

/** Moves a server's clock. */
export async function goTo(server: RunningServer, at: number): Promise<void> {
  const body = JSON.stringify({ at: isoText(at) });
  await done(server.call("/test/clock", { method: "POST", body, headers: JSON_BODY }));
}

/** Posts lines, in bodies that are not too long; gives how many were kept. */
export async function post(server: RunningServer, lines: string): Promise<number> {
  let kept = 0;
  for (const body of bodiesOf(lines)) {
    const answer = (await (await done(server.post(body))).json()) as { kept: number; dropped: object };
    assert.deepEqual(answer.dropped, {});
    kept += answer.kept;
  }
  return kept;
}

/** What is told to a server, and how. */
export interface Telling {
  readonly story: LiveStory;
  readonly span: Interval;
  /** Instants of the grid at which the clock stops whatever its steps are: what fires is explained by what the server knows then. */
  readonly stops: ReadonlySet<number>;
}

/** Tells a span to a server whose clock stands at its beginning, step by step, to its end; gives how many records were kept. */
export async function tellLive(server: RunningServer, { story, span, stops }: Telling): Promise<number> {
  let kept = 0;
  for (let from = span.from; from < span.to;) {
    const to = nextStop(from, { story, span, stops });
    const lines = linesOf(story, { from, to });
    if (lines !== "") kept += await post(server, lines);
    await goTo(server, to);
    from = to;
  }
  return kept;
}

function nextStop(from: number, { story, span, stops }: Telling): number {
  const troubles = story.apis.flatMap(({ outages }) => outages);
  const isLoud = (at: number): boolean => troubles.some((one) => at > one.from && at <= one.from + LOUD_MS);
  let to = from + GRID_MS;
  while (to < span.to && to < from + QUIET_STEP_MS && !stops.has(to) && !isLoud(to)) to += GRID_MS;
  return to;
}

const BODY_MAX = 4 * 1_024 * 1_024;

function* bodiesOf(lines: string): Generator<string> {
  for (let from = 0; from < lines.length;) {
    const rest = lines.length - from <= BODY_MAX;
    const to = rest ? lines.length : lines.lastIndexOf("\n", from + BODY_MAX) + 1;
    yield lines.slice(from, to);
    from = to;
  }
}

async function done(answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  assert.ok(response.ok, `${response.url}: ${response.status} ${response.ok ? "" : await response.text()}`);
  return response;
}
