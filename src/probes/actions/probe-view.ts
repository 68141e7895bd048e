import type { z } from "zod";
import { DAY_MS, floorTo, HOUR_MS, isoText, isoTextOrNull } from "#kernel";
import type { Reader } from "#storage";
import type { probeSchema, resultSchema } from "../contract.ts";
import type { Probe } from "../model/probe.ts";
import type { ProbeResult, ProbeState } from "../model/probe-state.ts";
import type { HourRow, ProbeRow } from "../model/rows.ts";
import { probeOfRow, stateOfRow } from "../model/stored-probe.ts";
import { probeSentence } from "../model/words.ts";
import { statesOf } from "../store/probes.ts";
import { hoursOf } from "../store/results.ts";

const HOURS_SHOWN = 48;
const MONTH_MS = 30 * DAY_MS;

/** These probes as people see them, with how they do at `now`. */
export async function probeViews(
  read: Reader,
  rows: readonly ProbeRow[],
  now: number,
): Promise<z.input<typeof probeSchema>[]> {
  const names = rows.map(({ probe }) => probe);
  const states = new Map((await statesOf(read, names)).map((row) => [row.probe, row]));
  const hours = Map.groupBy(await hoursOf(read, names, floorTo(now - MONTH_MS, HOUR_MS)), ({ probe }) => probe);
  return rows.map((row) =>
    viewOf(probeOfRow(row), stateOfRow(states.get(row.probe)), { hours: hours.get(row.probe) ?? [], now }),
  );
}

function viewOf(
  probe: Probe,
  state: ProbeState,
  { hours, now }: { readonly hours: readonly HourRow[]; readonly now: number },
): z.input<typeof probeSchema> {
  const { name, headers, createdAt, ...rest } = probe;
  const since = (ms: number) => share(hours.filter(({ hour }) => hour >= floorTo(now - ms, HOUR_MS)));
  return {
    ...rest,
    probe: name,
    expect: {
      ...probe.expect,
      status: [...probe.expect.status],
      headers: [...probe.expect.headers],
      json: [...probe.expect.json],
    },
    headers: headers.map(({ name: header, value, secret }) => ({ name: header, value: secret ? null : value, secret })),
    createdAt: isoText(createdAt),
    state: stateName(probe, state),
    sentence: probeSentence(probe, state),
    last: state.last === null ? null : resultView(state.last),
    firingSince: probe.paused ? null : isoTextOrNull(state.firedAt),
    certificateEndsAt: isoTextOrNull(state.certificateEndsAt),
    uptime: { day: since(DAY_MS), week: since(7 * DAY_MS), month: since(MONTH_MS) },
    hours: hours.slice(-HOURS_SHOWN).map(({ hour, runs, passed, answered, total_us: total }) => ({
      at: isoText(hour),
      meanMs: answered === 0 ? null : total / answered / 1_000,
      runs,
      failed: runs - passed,
    })),
  };
}

function stateName({ paused }: Probe, { last, firedAt }: ProbeState): z.input<typeof probeSchema>["state"] {
  if (paused) return "paused";
  if (last === null) return "new";
  if (firedAt !== null) return "firing";
  return last.passed ? "passing" : "failing";
}

function share(hours: readonly HourRow[]): { runs: number; passed: number } {
  return hours.reduce((sum, { runs, passed }) => ({ runs: sum.runs + runs, passed: sum.passed + passed }), {
    runs: 0,
    passed: 0,
  });
}

/** A run as people see it. */
export function resultView(result: ProbeResult): z.input<typeof resultSchema> {
  return {
    at: isoText(result.at),
    passed: result.passed,
    status: result.status,
    totalMs: result.totalUs / 1_000,
    lookupMs: result.lookupUs / 1_000,
    connectMs: result.connectUs / 1_000,
    tlsMs: result.tlsUs / 1_000,
    waitMs: result.waitUs / 1_000,
    certificateEndsAt: isoTextOrNull(result.certificateEndsAt),
    faults: [...result.faults],
  };
}
