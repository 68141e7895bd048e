import { floorTo, HOUR_MS } from "#kernel";
import type { State } from "#storage";
import { type HeaderSeal, openedHeaders } from "./actions/secret-headers.ts";
import type { MeasureNow } from "./actions/try-probe.ts";
import { HOURS_KEPT_MS } from "./contract.ts";
import { nextDue } from "./model/due.ts";
import type { Measured } from "./model/measured.ts";
import type { Probe } from "./model/probe.ts";
import { advanced, type ProbeResult, type ProbeState } from "./model/probe-state.ts";
import { resultOf } from "./model/result-of.ts";
import { hourOfResult, probeOfRow, rowOfResult, stateOfRow } from "./model/stored-probe.ts";
import type { Trouble } from "./model/trouble.ts";
import { troublesOf } from "./model/troubles-of.ts";
import { deleteProbesOf, everyProbe, findProbe, statesOf, storeState } from "./store/probes.ts";
import { addResult, countHour } from "./store/results.ts";

/** Probes that ask at once. */
const AT_ONCE_MAX = 8;
/** Runs of each probe that are kept. */
const RESULTS_KEPT = 10_000;

/** What the runner stands on. */
export interface RunnerPorts {
  readonly state: State;
  readonly now: () => number;
  readonly seal: HeaderSeal;
  readonly measure: MeasureNow;
  /** Writes the record of a run. */
  readonly record: (probe: Probe, measured: Measured) => Promise<void>;
  /** Told that there is something new to see. */
  readonly ran: () => void;
  /** Told of what went wrong on our side; the run's outcome still counts for alerts. */
  readonly report: (fault: unknown) => void;
}

interface Entry {
  probe: Probe;
  state: ProbeState;
  dueAt: number;
  isRunning: boolean;
}

/**
 * Runs probes when they are due: at most eight at once, none beside itself; what was due while nothing ran is not made up.
 * A new or changed one runs at once.
 */
export class ProbeRunner {
  readonly #ports: RunnerPorts;
  readonly #entries = new Map<string, Entry>();
  readonly #running = new Set<Promise<void>>();
  #following: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(ports: RunnerPorts) {
    this.#ports = ports;
  }

  static async open(ports: RunnerPorts): Promise<ProbeRunner> {
    const runner = new ProbeRunner(ports);
    for (const { probe } of await everyProbe(ports.state.read)) await runner.#load(probe, false);
    return runner;
  }

  /** To be called each second: starts what is due. It waits for nothing. */
  look(now: number): void {
    if (this.#isStopped) return;
    const due = [...this.#entries.values()]
      .filter(({ probe, dueAt, isRunning }) => !probe.paused && !isRunning && dueAt <= now)
      .toSorted((a, b) => a.dueAt - b.dueAt);
    for (const entry of due.slice(0, AT_ONCE_MAX - this.#running.size)) this.#start(entry, now);
  }

  /** What is wrong, of which somebody is to be told. */
  troubles(): Trouble[] {
    return [...this.#entries.values()].flatMap(({ probe, state }) => troublesOf(probe, state));
  }

  /** To be called when a probe was changed or deleted, and that is durable. */
  follow(name: string): void {
    this.#following = this.#following.then(() => this.#load(name, true)).catch(this.#ports.report);
  }

  /** Lets go of the probes of an API that is gone. */
  async forgetApi(api: string): Promise<void> {
    await this.#ports.state.transact((tx) => deleteProbesOf(tx, api));
    for (const [name, { probe }] of this.#entries) if (probe.api === api) this.#entries.delete(name);
  }

  /** Starts nothing more, and resolves when what runs is over. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#following;
    await Promise.all(this.#running);
  }

  async #load(name: string, isChanged: boolean): Promise<void> {
    const { state, now, ran } = this.#ports;
    const row = await findProbe(state.read, name);
    if (row === undefined) this.#entries.delete(name);
    else {
      const [known] = await statesOf(state.read, [name]);
      const probe = probeOfRow(row);
      const isRunning = this.#entries.get(name)?.isRunning ?? false;
      const loaded = stateOfRow(known);
      const atOnce = isChanged || loaded.last === null;
      const dueAt = atOnce ? now() : nextDue(name, probe.everyMs, now());
      this.#entries.set(name, { probe, state: loaded, dueAt, isRunning });
    }
    if (isChanged) ran();
  }

  #start(entry: Entry, now: number): void {
    const { probe } = entry;
    entry.isRunning = true;
    entry.dueAt = nextDue(probe.name, probe.everyMs, now);
    const run = this.#run(probe)
      .catch(this.#ports.report)
      .finally(() => {
        const present = this.#entries.get(probe.name);
        if (present !== undefined) present.isRunning = false;
        this.#running.delete(run);
        this.look(this.#ports.now());
      });
    this.#running.add(run);
  }

  async #run(probe: Probe): Promise<void> {
    const { measure, record, seal, ran, report } = this.#ports;
    const measured = await measure({ ...probe, headers: openedHeaders(probe, seal) });
    const entry = this.#entries.get(probe.name);
    // Changed or deleted while it ran: what it says is of something else.
    if (entry === undefined || entry.probe.revision !== probe.revision) return;
    const result = resultOf(measured, probe.expect, (entry.state.last?.seq ?? 0) + 1);
    entry.state = advanced(entry.state, result, probe);
    await this.#keep(probe, result, entry.state);
    await record(probe, measured).catch(report);
    ran();
  }

  async #keep(probe: Probe, result: ProbeResult, state: ProbeState): Promise<void> {
    const hour = floorTo(result.at, HOUR_MS);
    await this.#ports.state.transact(async (tx) => {
      const row = await findProbe(tx, probe.name);
      if (row?.revision !== probe.revision) return;
      await addResult(tx, rowOfResult(probe.name, result), RESULTS_KEPT);
      await countHour(tx, hourOfResult(probe.name, result, hour), hour - HOURS_KEPT_MS);
      await storeState(tx, { probe: probe.name, state: JSON.stringify(state) });
    });
  }
}
