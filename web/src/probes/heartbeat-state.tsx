import type { Heartbeat } from "./heartbeat-queries.ts";

const LOOKS: Readonly<Record<Heartbeat["state"], readonly [mark: string, word: string, look: string]>> = {
  new: ["○", "not yet come", "text-soft"],
  beating: ["●", "comes", ""],
  firing: ["■", "stays away", "text-bad"],
  paused: ["‖", "paused", "text-soft"],
};

/** The state of a heartbeat: shape, word and colour. */
export function HeartbeatState({ heartbeat }: { heartbeat: Pick<Heartbeat, "state" | "lastFailed"> }) {
  const [mark, word, look] = LOOKS[heartbeat.state];
  return (
    <span className={`whitespace-nowrap ${look}`}>
      <span aria-hidden="true">{mark}</span> {heartbeat.state === "firing" && heartbeat.lastFailed ? "failed" : word}
    </span>
  );
}
