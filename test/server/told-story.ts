import { HOUR_MS, type Interval, MINUTE_MS } from "#kernel";
import { type LiveApi, type LiveStory, liveStoryOf } from "#stories";

/** Monday, 2 March 2026. */
const FROM = Date.UTC(2026, 2, 2);

const OBJECTIVES = `zone: Europe/Madrid
apis:
  orders:
    window: 30 days
    perClient: true
    objectives:
      availability: 99.9%
      latency: 99% within 400ms
      checkout: { availability: 99.95%, operation: POST /orders }
`;

/** Each kind of trouble, hours after the beginning. */
const TROUBLES: LiveApi["outages"] = [
  { ...after(3 * HOUR_MS, 9 * MINUTE_MS), share: 0.6, status: 503, tookMs: 4, outcome: "upstreamError" },
  // Until the silence begins: what fires then ends because nothing comes any more.
  { ...after(6 * HOUR_MS + 50 * MINUTE_MS, 10 * MINUTE_MS), share: 0.5, status: 500 },
  { ...after(12 * HOUR_MS, 20 * MINUTE_MS), share: 0, status: 200, slower: 12 },
  { ...after(16 * HOUR_MS, 25 * MINUTE_MS), share: 0.35, status: 0, clients: ["linden-sync"], outcome: "timeout" },
  { ...after(21 * HOUR_MS, 20 * MINUTE_MS), share: 0.4, status: 500, operations: ["POST /orders"] },
  { ...after(25 * HOUR_MS, 10 * MINUTE_MS), share: 1, status: 503, clients: ["quay-app", "harbour-app"] },
];

/** Nobody calls from 7 to 9 on the first day, which is more than a long window of an hour. */
const SILENT_HOURS = new Set([7, 8]);

/**
 * The API `orders` of five clients in 30 hours, about `perHour` requests an hour: an outage of all, one that a
 * silence follows, slowness, one client and one operation in trouble, throttling. With the same seed the same requests.
 */
export function toldStory(perHour: number): LiveStory {
  const story = liveStoryOf("first-api", { now: FROM });
  const [api] = story.apis as [LiveApi];
  const { weekdayFactors: _alike, ...ordinary } = api;
  const told: LiveApi = {
    ...ordinary,
    objectivesFile: OBJECTIVES,
    ratePerHour: Array.from({ length: 24 }, (_, hour) => (SILENT_HOURS.has(hour) ? 0 : perHour)),
    releases: [
      { from: FROM, release: "1.4.0" },
      { from: FROM + 20 * HOUR_MS, release: "1.5.0" },
    ],
    bursts: [{ ...after(27 * HOUR_MS, HOUR_MS), client: "harbour-app", operation: "GET /orders", perSecond: 2 }],
    outages: [...TROUBLES, { ...after(27 * HOUR_MS, HOUR_MS), share: 0.9, status: 429, clients: ["harbour-app"] }],
  };
  return { ...story, from: FROM, apis: [told], expected: [] };
}

/** The span of the story. */
export const TOLD: Interval = { from: FROM, to: FROM + 30 * HOUR_MS };

function after(ms: number, lengthMs: number): Interval {
  return { from: FROM + ms, to: FROM + ms + lengthMs };
}
