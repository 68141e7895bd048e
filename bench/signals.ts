import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ClientNames } from "#clients";
import { jobMigrations } from "#jobs";
import { Ids, isoText, stopwatchMs } from "#kernel";
import { readSignals, type SignalsReading } from "#signals";
import { openState } from "#storage";
import { RoutingMemo } from "../src/alerting/actions/groups/routing-memo.ts";
import { takeSignals } from "../src/alerting/actions/signals/take-signals.ts";
import { alertingMigrations } from "../src/alerting/migrations.ts";
import type { Destination } from "../src/alerting/model/destination.ts";
import { READY_SOURCES, type SignalSource } from "../src/alerting/model/signals/signal-source.ts";
import { saveDestination } from "../src/alerting/store/destinations.ts";

/**
 * `--alerts` (10,000) alerts in one body as Prometheus posts them, on SQLite: read and taken in one transaction; said
 * again; over. The time of the processor beside that of the clock, for a machine that does other things too. Then the same with one destination that wants them all, and without many rows a statement: one signal
 * after the other, in one transaction too.
 */
const { values } = parseArgs({ options: { alerts: { type: "string", default: "10000" } } });
const ALERTS = Number(values.alerts);
const NOW = Date.UTC(2026, 10, 28);
const [PROMETHEUS] = READY_SOURCES as readonly [SignalSource];

await measured("many rows a statement", []);
await measured("and one destination", [wantsAll()]);
await measured("one after the other", [], (reading) =>
  reading.signals.map((signal) => ({ signals: [signal], faults: [] })),
);

async function measured(
  name: string,
  destinations: readonly Destination[],
  parts: (reading: SignalsReading) => readonly SignalsReading[] = (reading) => [reading],
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
  const clock = { at: NOW, now: () => clock.at };
  const routing = new RoutingMemo();
  const ids = new Ids(clock, randomBytes);
  const modules = [
    { module: "jobs", migrations: jobMigrations },
    { module: "alerting", migrations: alertingMigrations },
  ];
  const state = await openState({ at: { file: join(folder, "state.db") }, modules, clock, program: "1.0.0" });
  await state.transact(async (tx) => {
    for (const destination of destinations) await saveDestination(tx, destination);
  });
  const take = async (what: string, text: string): Promise<void> => {
    clock.at += 1_000;
    const from = stopwatchMs();
    const before = process.cpuUsage();
    const reading = readSignals(JSON.parse(text), PROMETHEUS);
    const read = stopwatchMs();
    const taken = await state.transact(async (tx) => {
      const all = [];
      for (const part of parts(reading)) {
        all.push(
          await takeSignals(
            tx,
            { source: PROMETHEUS, reading: part },
            {
              now: clock.at,
              nextId: (prefix) => ids.next(prefix),
              isApi: () => true,
              base: "http://plimsoll.test",
              clients: new ClientNames(),
              tell: () => Promise.resolve(),
              routing,
            },
          ),
        );
      }
      return all;
    });
    const { user, system } = process.cpuUsage(before);
    const changed = taken.reduce((sum, one) => sum + one.changed.length, 0);
    const all = [stopwatchMs() - from, (user + system) / 1_000, read - from];
    const [allMs, cpuMs, readMs] = all.map((ms) => `${ms.toFixed(0)} ms`);
    process.stdout.write(
      `${name.padEnd(22)} ${what.padEnd(6)} ${allMs} (processor ${cpuMs}, reading ${readMs}), ${changed} alerts changed\n`,
    );
  };
  await take("new", body(NOW + 3_600_000));
  await take("again", body(NOW + 3_660_000));
  await take("over", body(NOW));
  await state.close();
  rmSync(folder, { recursive: true });
}

function body(endsAt: number): string {
  const alerts = Array.from({ length: ALERTS }, (_, n) => ({
    labels: {
      alertname: "InstanceDown",
      instance: `10.0.${n >> 8}.${n & 255}:9100`,
      job: "node",
      severity: "critical",
      cluster: "one",
    },
    annotations: { summary: `Instance ${n} is down.`, runbook_url: "https://runbooks.test/instance-down" },
    startsAt: isoText(NOW - 60_000),
    endsAt: isoText(endsAt),
    generatorURL: "http://prometheus.test/graph?g0.expr=up+%3D%3D+0&g0.tab=1",
  }));
  return JSON.stringify(alerts);
}

function wantsAll(): Destination {
  return {
    id: "dest_1",
    title: "all",
    to: { kind: "webhook", url: "http://receiver.test/", secret: "whsec_AAAA", oldSecret: null },
    urgencies: ["page", "ticket"],
    apis: null,
    enabled: true,
    createdAt: 1,
    revision: 1,
  };
}
