import { DAY_MS, ratioText } from "#kernel";
import { useServerNow } from "../time/server-clock.ts";
import type { Probe } from "./probe-queries.ts";

const LOOKS: Readonly<Record<Probe["state"], readonly [mark: string, word: string, look: string]>> = {
  new: ["○", "not yet run", "text-soft"],
  passing: ["●", "passes", ""],
  failing: ["▲", "failed", "text-warn"],
  firing: ["■", "fails", "text-bad"],
  paused: ["‖", "paused", "text-soft"],
};

/** The state of a probe: shape, word and colour. */
export function ProbeState({ state }: { state: Probe["state"] }) {
  const [mark, word, look] = LOOKS[state];
  return (
    <span className={`whitespace-nowrap ${look}`}>
      <span aria-hidden="true">{mark}</span> {word}
    </span>
  );
}

/** How one run ended. */
export function Passed({ passed }: { passed: boolean }) {
  return <ProbeState state={passed ? "passing" : "firing"} />;
}

/** The share of runs that passed; a dash where there was none. */
export function uptimeText({ runs, passed }: Probe["uptime"]["day"]): string {
  return runs === 0 ? "–" : ratioText(passed / runs);
}

/** Days that a certificate is still good for. */
export function CertificateDays({ probe }: { probe: Pick<Probe, "certificateEndsAt" | "tlsDays"> }) {
  const now = useServerNow();
  if (probe.certificateEndsAt === null) return <span className="text-soft">–</span>;
  const days = Math.floor((Date.parse(probe.certificateEndsAt) - now) / DAY_MS);
  if (days < 0) return <span className="text-bad">■ ended</span>;
  return days < probe.tlsDays ? <span className="text-warn">▲ {days} d</span> : <span>{days} d</span>;
}
