import assert from "node:assert/strict";
import { test } from "node:test";
import type { Api, Sources } from "../server/wire.ts";
import { reachBodyOf, reachDraftOf } from "./reach-draft.ts";
import { lossText, sourcesSentence, sourceWarnings, takesPosts } from "./source-words.ts";

const NOW = Date.parse("2026-11-28T10:00:10Z");
const NONE: Sources = {
  startedAt: "2026-11-28T09:00:00Z",
  watched: null,
  items: [],
  dropped: [],
  sampled: [],
  losses: [],
  next: null,
};
const COUNTING = {
  source: "gateway",
  api: "orders",
  counts: true,
  kept: 1_000,
  unattributed: 0,
  lastRecordAt: "2026-11-28T10:00:00Z",
  lastCameAt: "2026-11-28T10:00:08Z",
  lagMs: 8_000,
} as const;

test("the page says first who counts, and when a record came last", () => {
  const of = (countedBy: "gateway" | null, sources: Sources): string =>
    sourcesSentence({ title: "Orders", countedBy, sources, now: NOW });
  assert.match(of(null, NONE), /the first source that does will count/);
  assert.equal(of("gateway", NONE), "Orders is counted by the gateway; nothing has come since the server started.");
  const counted = of("gateway", { ...NONE, items: [COUNTING] });
  assert.match(counted.replaceAll("\u00a0", " "), /^Orders is counted by the gateway; the last record came 2 s ago\.$/);
});

test("a line that posts a record is shown where that record would count", () => {
  assert.deepEqual([null, "push" as const, "gateway" as const, "log" as const].map(takesPosts), [
    true,
    true,
    false,
    false,
  ]);
});

test("records without a client, and those that another source sent in vain, are warned of", () => {
  const items = [{ ...COUNTING, unattributed: 250 }];
  const dropped: Sources["dropped"] = [{ source: "push", reasons: { notTheSource: 7 }, examples: [] }];
  const warnings = sourceWarnings({ title: "Orders", sources: { ...NONE, items, dropped } });
  assert.equal(warnings.length, 2);
  assert.match(warnings[0] ?? "", /25.*%.*250 of 1,000/);
  assert.match(warnings[1] ?? "", /^7 records/);
  assert.deepEqual(sourceWarnings({ title: "Orders", sources: { ...NONE, items: [COUNTING] } }), []);
});

test("what a gateway lost is told with how many, and where", () => {
  assert.equal(lossText({ requests: 1_204, gateway: "edge 1" }), "1,204 requests were not recorded at gateway edge 1");
  assert.equal(lossText({ requests: 1, gateway: null }), "1 request was not recorded at the server's own gateway");
});

test("what the form does not show is sent back as it came", () => {
  const upstream = { targets: ["http://a"], answerTimeout: "5 s" };
  const logs = [{ path: "/var/log/a", format: "caddy" as const }];
  const client = { key: ["x-key"], anonymous: true };
  const api = { records: "log", upstream, logs, client } as Partial<Api> as Api;
  const draft = reachDraftOf(api);
  assert.deepEqual(reachBodyOf(draft, api), { records: "log", upstream, logs, client });
  const changed = { ...draft, targets: ["http://b", " "], logs: ["/var/log/b"], anonymous: false, failOpen: true };
  assert.deepEqual(reachBodyOf(changed, api), {
    records: "log",
    upstream: { answerTimeout: "5 s", targets: ["http://b"], failOpen: true },
    logs: ["/var/log/b"],
    client: { key: ["x-key"] },
  });
});
