import type { StreamState } from "../server/stream.ts";
import { useRange } from "../time/use-range.ts";

/** Whether the page moves with time, and the button that pauses it. */
export function LiveControl({ stream }: { stream: StreamState }) {
  const { isLive, toggleLive } = useRange();
  const broken = stream === "broken";
  const tip = broken
    ? "The server's news do not arrive; the page tries again by itself, and asks at each click."
    : isLive
      ? "The page follows what arrives. Pause it to look closely."
      : "The page stands still. Its address shows the same to others.";
  return (
    <button
      type="button"
      onClick={toggleLive}
      aria-pressed={isLive}
      aria-label={isLive ? "Live: pause" : "Paused: go live"}
      data-tip={tip}
      className="flex min-h-4 items-center gap-0.5 rounded-s px-1 whitespace-nowrap hover:bg-raised"
    >
      {isLive ? (
        <>
          <span aria-hidden="true" className={broken ? "text-warn" : "live-dot text-ok"}>
            {broken ? "▲" : "●"}
          </span>
          <span className={broken ? "text-warn" : ""}>{broken ? "reconnecting" : "live"}</span>
        </>
      ) : (
        <>
          <span aria-hidden="true">❚❚</span>
          <span>paused</span>
        </>
      )}
    </button>
  );
}
