import type { Probe } from "./probe.ts";
import type { ProbeState } from "./probe-state.ts";
import type { Trouble } from "./trouble.ts";
import { certificateText, probeFailedText } from "./words.ts";

/** What is wrong with a probe at `now`, of which somebody is to be told. A paused one says nothing. */
export function troublesOf(probe: Probe, state: ProbeState): Trouble[] {
  if (probe.paused) return [];
  const { firedAt, certificateSince, certificateEndsAt: endsAt } = state;
  const about = { subject: `probe:${probe.name}`, api: probe.api };
  const troubles: Trouble[] = [];
  if (firedAt !== null) {
    const text = probeFailedText(probe, state, probe.failures);
    troubles.push({ ...about, kind: "probeFailed", urgency: "page", since: firedAt, text, runs: probe.failures });
  }
  if (certificateSince !== null && endsAt !== null) {
    const text = certificateText(probe, endsAt, certificateSince);
    troubles.push({ ...about, kind: "certificateExpiring", urgency: "ticket", since: certificateSince, text, runs: 0 });
  }
  return troubles;
}
