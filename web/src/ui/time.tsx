import { instantText } from "#kernel";
import { localText, timeTip } from "../time/local-time.ts";
import { useServerNow } from "../time/server-clock.ts";

/** An instant in the viewer's zone, with UTC and its distance on hover. */
export function Time({ at }: { at: string | number }) {
  const now = useServerNow();
  const instant = typeof at === "number" ? at : Date.parse(at);
  return (
    <time dateTime={instantText(instant)} data-tip={timeTip(instant, now)} className="whitespace-nowrap">
      {localText(instant, now)}
    </time>
  );
}
