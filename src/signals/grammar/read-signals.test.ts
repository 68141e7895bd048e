import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SIGNAL_FORMATS, SIGNALS_MAX } from "../model/signal.ts";
import type { SignalMapping } from "../model/signal-mapping.ts";
import { readSignals } from "./read-signals.ts";
import type { SignalSourceSettings } from "./signal-source-settings.ts";

const MAPPING: SignalMapping = {
  items: "/events",
  dedupKey: ["/host", "/check"],
  title: "/check",
  text: "/output",
  url: "/link",
  startsAt: "/since",
  action: { at: "/state", resolve: ["ok"], acknowledge: ["seen"] },
  urgency: { at: "/level", page: ["3"] },
  labels: { host: "/host", level: "/level" },
  annotations: { owner: "/who" },
};

function settings(
  format: SignalSourceSettings["format"],
  more: Partial<SignalSourceSettings> = {},
): SignalSourceSettings {
  return { format, mapping: format === "generic" ? MAPPING : null, labels: {}, urgency: "page", ...more };
}

const LABELS = { alertname: "Down", instance: "a" };

test("an alert of Prometheus is a trigger with its fingerprint, its instants and the way back", () => {
  const alert = {
    labels: { ...LABELS, severity: "warning", empty: "" },
    annotations: { summary: "It is down." },
    startsAt: "2026-11-28T03:00:00.123456789Z",
    endsAt: "2026-11-28T03:04:00+01:00",
    generatorURL: "http://prometheus.test/graph",
  };
  const { signals, faults } = readSignals(
    [alert],
    settings("prometheus", { labels: { team: "ops", instance: "usual" } }),
  );
  assert.deepEqual(faults, []);
  const [{ dedupKey, ...signal } = { dedupKey: "" }] = signals;
  assert.match(dedupKey, /^[0-9a-f]{16}$/);
  assert.deepEqual(signal, {
    action: "trigger",
    labels: { team: "ops", instance: "a", alertname: "Down", severity: "warning" },
    annotations: { summary: "It is down.", url: "http://prometheus.test/graph" },
    startsAt: Date.UTC(2026, 10, 28, 3, 0, 0, 123),
    endsAt: Date.UTC(2026, 10, 28, 2, 4),
    urgency: "ticket",
    title: "Down",
    text: "It is down.",
  });
  // What a source adds does not tell alerts apart.
  assert.equal(readSignals([alert], settings("prometheus")).signals[0]?.dedupKey, dedupKey);
});

test("a webhook of Alertmanager or Grafana says of each alert whether it fires; an end in the year 1 is none", () => {
  const body = {
    version: "4",
    status: "firing",
    alerts: [
      {
        status: "firing",
        labels: LABELS,
        annotations: {},
        startsAt: "2026-11-28T03:00:00Z",
        endsAt: "0001-01-01T00:00:00Z",
      },
      {
        status: "resolved",
        labels: LABELS,
        startsAt: "2026-11-28T03:00:00Z",
        endsAt: "2026-11-28T03:05:00Z",
        fingerprint: "x",
      },
    ],
  };
  for (const format of ["alertmanager", "grafana"] as const) {
    const { signals, faults } = readSignals(body, settings(format));
    assert.deepEqual(faults, []);
    assert.deepEqual(
      signals.map(({ action, endsAt }) => [action, endsAt]),
      [
        ["trigger", null],
        ["resolve", Date.UTC(2026, 10, 28, 3, 5)],
      ],
    );
    assert.equal(signals[0]?.dedupKey, signals[1]?.dedupKey);
  }
});

test("an event of PagerDuty has its key, or one that saying the same again has too; a follow-up needs no more than its key", () => {
  const payload = { summary: "Disk full", source: "db-1", severity: "error", custom_details: { free: 0 } };
  const [opened] = readSignals(
    { event_action: "trigger", payload, client_url: "http://monitor.test" },
    settings("pagerduty"),
  ).signals;
  const [again] = readSignals(
    { event_action: "trigger", payload: { ...payload, custom_details: 1 } },
    settings("pagerduty"),
  ).signals;
  assert.equal(opened?.dedupKey, again?.dedupKey);
  assert.deepEqual([opened?.urgency, opened?.title, opened?.labels["instance"]], ["page", "Disk full", "db-1"]);
  assert.deepEqual(opened?.annotations, { url: "http://monitor.test", details: '{"free":0}' });
  for (const what of ["acknowledge", "resolve"] as const) {
    const { signals, faults } = readSignals(
      { event_action: what, dedup_key: "k", routing_key: "x" },
      settings("pagerduty"),
    );
    assert.deepEqual(faults, []);
    assert.deepEqual([signals[0]?.action, signals[0]?.dedupKey], [what, "k"]);
  }
  const lacking = readSignals({ event_action: "resolve" }, settings("pagerduty"));
  assert.deepEqual(
    lacking.faults.map(({ pointer }) => pointer),
    ["/dedup_key"],
  );
});

test("a CloudEvent opens and ends by its type, and is known by source and subject", () => {
  const event = { specversion: "1.0", id: "1", source: "/monitor", type: "com.example.disk.fired", subject: "db-1" };
  const data = { severity: "critical", summary: "Disk full", labels: { host: "db-1" } };
  const list = [
    { ...event, data },
    { ...event, id: "2", type: "com.example.disk.resolved", time: "2026-11-28T03:00:00Z" },
  ];
  const { signals, faults } = readSignals(list, settings("cloudevents"));
  assert.deepEqual(faults, []);
  assert.deepEqual(
    signals.map(({ action, dedupKey, labels, urgency }) => [action, dedupKey, labels["alertname"], urgency]),
    [
      ["trigger", '["/monitor","db-1"]', "com.example.disk", "page"],
      ["resolve", '["/monitor","db-1"]', "com.example.disk", "page"],
    ],
  );
  assert.equal(signals[0]?.labels["host"], "db-1");
  const single = readSignals({ ...event, specversion: "0.3" }, settings("cloudevents"));
  assert.deepEqual(
    single.faults.map(({ pointer }) => pointer),
    ["/specversion"],
  );
});

test("any JSON is read by the mapping of its source; what the key is made of must be there", () => {
  const events = [
    {
      host: "db-1",
      check: "disk",
      output: "0 bytes free",
      state: "bad",
      level: 3,
      since: 1_800_000_000,
      link: "http://m.test",
      who: "ana",
    },
    { host: "db-1", check: "disk", state: "ok", level: 1 },
    { host: "db-1", check: "disk", state: "seen", level: 1 },
    { host: "db-1" },
  ];
  const { signals, faults } = readSignals({ events }, settings("generic"));
  assert.deepEqual(faults, [
    { pointer: "/events/3/check", detail: "is not there, and the mapping makes the key of it" },
  ]);
  assert.deepEqual(
    signals.map(({ action, urgency, dedupKey }) => `${action} ${urgency} ${dedupKey}`),
    ['trigger page ["db-1","disk"]', 'resolve ticket ["db-1","disk"]', 'acknowledge ticket ["db-1","disk"]'],
  );
  assert.deepEqual(signals[0]?.labels, { alertname: "disk", host: "db-1", level: "3" });
  assert.deepEqual(signals[0]?.annotations, { owner: "ana", url: "http://m.test" });
  assert.equal(signals[0]?.startsAt, 1_800_000_000_000);
});

test("what is wrong with one alert is told by its place, and takes no other with it", () => {
  const long = "x".repeat(1_025);
  const many = Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`l${n}`, "v"]));
  const list = [
    { labels: LABELS },
    { labels: { a: long } },
    { labels: many },
    { labels: {} },
    { labels: LABELS, startsAt: "yesterday" },
    7,
  ];
  const { signals, faults } = readSignals(list, settings("prometheus"));
  assert.equal(signals.length, 1);
  assert.deepEqual(
    faults.map(({ pointer }) => pointer),
    ["/1/labels/a", "/2/labels", "/3/labels", "/4/startsAt", "/5"],
  );
  const told = "y".repeat(5_000);
  const [cut] = readSignals([{ labels: LABELS, annotations: { told } }], settings("prometheus")).signals;
  assert.equal(cut?.annotations["told"]?.length, 4_096);
});

test("more alerts than one body may have are refused as a whole", () => {
  const list = Array.from({ length: SIGNALS_MAX + 1 }, () => ({ labels: LABELS }));
  const { signals, faults } = readSignals(list, settings("prometheus"));
  assert.equal(signals.length, 0);
  assert.match(faults[0]?.detail ?? "", /send them in parts/);
});

test("urgency is the label urgency, else severity, else what the source is said to send", () => {
  const urgencyOf = (labels: object, urgency: "page" | "ticket"): string | undefined =>
    readSignals([{ labels: { ...LABELS, ...labels } }], settings("prometheus", { urgency })).signals[0]?.urgency;
  assert.equal(urgencyOf({ urgency: "ticket", severity: "critical" }, "page"), "ticket");
  assert.equal(urgencyOf({ severity: "Critical" }, "ticket"), "page");
  assert.equal(urgencyOf({ severity: "info" }, "page"), "ticket");
  assert.equal(urgencyOf({ urgency: "soon" }, "ticket"), "ticket");
  assert.equal(urgencyOf({}, "page"), "page");
});

test("no JSON makes any reading throw: there are signals, or faults that say where", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...SIGNAL_FORMATS), (given, format) => {
      const { signals, faults } = readSignals(given, settings(format));
      const isNothing =
        (format === "prometheus" || format === "cloudevents") && Array.isArray(given) && given.length === 0;
      assert.ok(signals.length + faults.length > 0 || isNothing, JSON.stringify(given));
      for (const { pointer } of faults) assert.ok(pointer === "" || pointer.startsWith("/"), pointer);
    }),
  );
});
