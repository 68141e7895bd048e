import { Link } from "@tanstack/react-router";
import { spanText } from "#kernel";
import type { Alert } from "../server/wire.ts";
import { useServerNow } from "../time/server-clock.ts";
import { Time } from "../ui/time.tsx";
import { Urgency } from "./urgency.tsx";

/** An alert in a list: what, since when, why. */
export function AlertLine({ alert }: { alert: Alert }) {
  const now = useServerNow();
  const { firedAt, endedAt, end, mutedBy } = alert;
  const length = spanText((endedAt === null ? now : Date.parse(endedAt)) - Date.parse(firedAt));
  return (
    <Link to={`/alerts/${encodeURIComponent(alert.id)}`} className="block border-b border-rule py-1 hover:bg-raised">
      <span className="flex flex-wrap items-baseline gap-x-1">
        <Urgency urgency={alert.urgency} isOver={endedAt !== null} />
        <span className="font-semibold">{alert.objective}</span>
        {alert.client !== undefined && <span>for {alert.client}</span>}
        {alert.kind === "outside" && <span className="text-soft">by {alert.source}</span>}
        <span className="ml-auto text-soft">
          <Time at={firedAt} />, {endedAt === null ? `firing for ${length}` : `${end ?? "ended"} after ${length}`}
        </span>
      </span>
      <span className="line-clamp-2 max-w-[960px] text-soft">{alert.sentence}</span>
      {mutedBy !== null && <span className="text-soft">Muted by {mutedBy}: nobody is told twice.</span>}
    </Link>
  );
}
