import { Link } from "@tanstack/react-router";
import { spanText } from "#kernel";
import { useServerNow } from "../time/server-clock.ts";
import { Time } from "../ui/time.tsx";
import type { AlertGroup } from "./group-queries.ts";
import { Urgency } from "./urgency.tsx";

/** A group in a list: what fires, who is told, and what is told next. */
export function GroupLine({ group }: { group: AlertGroup }) {
  const now = useServerNow();
  const { id, title, urgency, state, since, endedAt, policy, text } = group;
  const length = spanText((endedAt === null ? now : Date.parse(endedAt)) - Date.parse(since));
  return (
    <Link to={`/groups/${encodeURIComponent(id)}`} className="block border-b border-rule py-1 hover:bg-raised">
      <span className="flex flex-wrap items-baseline gap-x-1">
        <Urgency urgency={urgency} isOver={state !== "firing"} />
        <span className="font-semibold">
          <bdi>{title}</bdi>
        </span>
        {state === "muted" && <span className="text-soft">muted</span>}
        <span className="text-soft">
          {policy} {group.toldAt === null ? "is not told" : "was told"}
        </span>
        <span className="ml-auto text-soft">
          since <Time at={since} />, {length}
        </span>
      </span>
      <span className="line-clamp-2 max-w-[960px] text-soft">{text}</span>
    </Link>
  );
}
