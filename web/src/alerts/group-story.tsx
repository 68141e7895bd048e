import { Time } from "../ui/time.tsx";
import type { AlertGroupDetail } from "./group-queries.ts";

/** What was decided of a group and why, the newest first. */
export function GroupStory({ entries }: { entries: AlertGroupDetail["entries"] }) {
  return (
    <ol>
      {entries.map(({ at, what, text }, i) => (
        <li key={`${at} ${what} ${entries.length - i}`} className="flex flex-wrap gap-x-2 border-b border-rule py-0.5">
          <span className="min-w-16 text-soft">
            <Time at={at} />
          </span>
          <span className="min-w-0 flex-1">{text}</span>
        </li>
      ))}
    </ol>
  );
}
