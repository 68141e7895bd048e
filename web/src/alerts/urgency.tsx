import type { Alert } from "../server/wire.ts";

/** How urgent, in shape, word and colour; red only while it fires. */
export function Urgency({ urgency, isOver }: { urgency: Alert["urgency"]; isOver: boolean }) {
  const colour = urgency === "page" ? "text-bad" : "text-warn";
  return (
    <span className={`font-semibold whitespace-nowrap ${isOver ? "text-soft" : colour}`}>
      <span aria-hidden="true">{urgency === "page" ? "▼" : "◆"}</span> {urgency}
    </span>
  );
}
