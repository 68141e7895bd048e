import type { Sent } from "./reach-queries.ts";
import { Time } from "../ui/time.tsx";

/** What became of a message, in words. */
export function SentState({ sent }: { sent: Sent }) {
  const { state, sentAt, error, attempts, dueAt, mayBeRepeat, because } = sent;
  const more = [
    mayBeRepeat ? "may have come twice" : "",
    because === null ? "" : `because ${because}`,
    sent.bundledIn === null ? "" : "with others in one message",
  ].filter((text) => text !== "");
  return (
    <span className="[overflow-wrap:anywhere]">
      {state === "sent" && <>● sent {sentAt !== null && <Time at={sentAt} />}</>}
      {state === "due" && attempts === 0 && (
        <>
          ◌ to be sent <Time at={dueAt} />
        </>
      )}
      {state === "due" && attempts > 0 && `▲ tried ${attempts} times: ${error ?? "on its way"}`}
      {state === "failed" && `▲ failed: ${error ?? "no reason was given"}`}
      {state === "cancelled" && "◌ not needed any more"}
      {state === "skipped" && "◌ not sent: its beginning never arrived"}
      {more.length > 0 && <span className="text-soft">, {more.join(", ")}</span>}
    </span>
  );
}
