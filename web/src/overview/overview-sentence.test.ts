import assert from "node:assert/strict";
import { test } from "node:test";
import type { Alert, Kpis, Objective } from "../server/wire.ts";
import { firingText, isUnjudged, overviewSentence } from "./overview-sentence.ts";

const KPIS = {
  from: "2026-03-02T00:00:00Z",
  to: "2026-03-03T00:00:00Z",
  requests: 10_000,
  valid: 9_990,
  availability: 0.99,
} as Kpis;
const NO_TRAFFIC = {
  state: "noTraffic",
  remaining: 1,
  sentence: "sample/availability has had no traffic",
} as Objective;

test("traffic that came after objectives were judged is not denied: they are judged within ten seconds", () => {
  const facts = { title: "Sample", objectives: [NO_TRAFFIC], kpis: KPIS };
  const soon = overviewSentence({ ...facts, judgedSoon: true });
  assert.match(soon, /^Sample answered 10,000 requests in .*99 % of them well; its objectives are judged within ten/);
  assert.equal(overviewSentence({ ...facts, judgedSoon: false }), NO_TRAFFIC.sentence);
});

test("objectives wait to be judged while all of them know of no traffic, though there are valid requests", () => {
  const within: Pick<Objective, "state"> = { state: "ok" };
  assert.equal(isUnjudged(KPIS, [NO_TRAFFIC, NO_TRAFFIC]), true);
  assert.equal(isUnjudged(KPIS, [NO_TRAFFIC, within]), false);
  assert.equal(isUnjudged({ valid: 0 }, [NO_TRAFFIC]), false);
  assert.equal(isUnjudged(KPIS, []), false);
});

test("what fires is named with whom it is about; of Plimsoll itself it is said what it does not do", () => {
  const of = (api: string, objective: string, more: Partial<Alert> = {}): Alert =>
    ({ api, objective: `${api}/${objective}`, urgency: "page", ...more }) as Alert;
  assert.equal(firingText([]), undefined);
  assert.equal(firingText([of("orders", "latency", { urgency: "ticket" })]), undefined);
  assert.equal(firingText([of("__plimsoll__", "records")]), "One page fires now: Plimsoll takes no records.");
  const asked = [of("orders", "probe:orders-health"), of("orders", "heartbeat:nightly")];
  assert.equal(firingText(asked), "2 pages fire now: the probe orders-health; the heartbeat nightly.");
  assert.equal(
    firingText([of("orders", "latency"), of("orders", "availability", { client: "acme" })]),
    "2 pages fire now: latency of the whole API; availability for acme.",
  );
});
