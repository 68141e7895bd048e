import { countText, dateTimeText, durationText, latencyText } from "#kernel";
import type { BeatState, Heartbeat } from "./heartbeat.ts";
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

/** "The heartbeat nightly-billing stays away: it comes every 1 d, the last time on …, and was due until …. What sends it may have stopped." */
export function heartbeatMissingText(
  { name, everyMs, graceMs }: Pick<Heartbeat, "name" | "everyMs" | "graceMs">,
  { lastAt, lastFailed }: Pick<BeatState, "lastAt" | "lastFailed">,
  deadline: number,
): string {
  if (lastFailed && lastAt !== null) {
    return `The heartbeat ${name} says that its work failed, on ${dateTimeText(lastAt)}. It is over with the next sign of success.`;
  }
  const late = graceMs === 0 ? "" : ` and ${durationText(graceMs)} of grace`;
  const last = lastAt === null ? "it has never come" : `the last time was ${dateTimeText(lastAt)}`;
  return `The heartbeat ${name} stays away: it comes every ${durationText(everyMs)}, ${last}, and with${late === "" ? "out grace" : late.slice(4)} it was due until ${dateTimeText(deadline)}. What sends it has stopped, or cannot reach Plimsoll.`;
}

/** The state of a heartbeat in a sentence. */
export function heartbeatSentence(heartbeat: Heartbeat, state: BeatState, deadline: number): string {
  const { name, paused, everyMs } = heartbeat;
  if (paused) return `${name} is paused: nobody is told when it stays away.`;
  if (state.firedAt !== null) return heartbeatMissingText(heartbeat, state, deadline);
  const next = `The next sign is due until ${dateTimeText(deadline)}`;
  if (state.lastAt === null) return `${name} has not come yet. ${next}.`;
  return `${name} came on ${dateTimeText(state.lastAt)}, as it does every ${durationText(everyMs)}. ${next}.`;
}
