import { countText, dateTimeText, durationText, latencyText } from "#kernel";
import { daysLeft, type ProbeState } from "./probe-state.ts";
import type { Probe } from "./probe.ts";

type Named = Pick<Probe, "name" | "method" | "url" | "everyMs">;

/** "The probe orders-health fails: 2 runs in a row did, the last one since it answered 503 instead of 2xx. It asks GET https://… every 30 s." */
export function probeFailedText(probe: Named, state: Pick<ProbeState, "firedAt" | "firedFor">, runs: number): string {
  const times = runs === 1 ? "a run failed" : `${countText(runs)} runs in a row failed`;
  return `The probe ${probe.name} fails: ${times}, as ${state.firedFor}. It asks ${probe.method} ${shownUrl(probe.url)} every ${durationText(probe.everyMs)}.`;
}

/** "The certificate of api.example.com ends in 12 d, on …" */
export function certificateText(probe: Named, endsAt: number, now: number): string {
  const host = URL.parse(probe.url)?.host ?? probe.url;
  const left = daysLeft(endsAt, now);
  const when =
    endsAt <= now
      ? "has ended"
      : left === 0
        ? "ends in less than a day"
        : `ends in ${left === 1 ? "a day" : `${left} days`}`;
  return `The certificate of ${host} ${when}, on ${dateTimeText(endsAt)}: then clients refuse to connect. The probe ${probe.name} saw it. Renew it.`;
}

/** The state of a probe in a sentence, for the top of its page and lists. */
export function probeSentence(
  probe: Pick<Probe, "name" | "paused" | "everyMs" | "failures">,
  { last, failedInRow, firedAt }: Pick<ProbeState, "last" | "failedInRow" | "firedAt">,
): string {
  const every = durationText(probe.everyMs);
  if (probe.paused) return `${probe.name} is paused: nothing is asked, and nobody is told.`;
  if (last === null) return `${probe.name} has not run yet. It runs every ${every}.`;
  const why = last.faults.join("; ");
  if (firedAt !== null && !last.passed) return `${probe.name} fails since ${dateTimeText(firedAt)}: ${why}.`;
  if (firedAt !== null) return `${probe.name} passes again, not yet often enough in a row to be over.`;
  if (!last.passed) {
    const times = failedInRow === 1 ? "once" : `${failedInRow} times in a row`;
    return `${probe.name} failed ${times}: ${why}. Somebody is told after ${probe.failures}.`;
  }
  return `${probe.name} passes: ${last.status} after ${latencyText(last.totalUs / 1_000)}, every ${every}.`;
}

/** An address without what may be a secret in its query. */
function shownUrl(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? url : `${parsed.origin}${parsed.pathname}`;
}
