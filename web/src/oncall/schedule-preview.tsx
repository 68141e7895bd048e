import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { DAY_MS } from "#kernel";
import { VIEWER_ZONE } from "../time/local-time.ts";
import { useServerNow } from "../time/server-clock.ts";
import { Section } from "../ui/section.tsx";
import { Skeleton } from "../ui/state.tsx";
import { previewQuery } from "./oncall-queries.ts";
import { dayOf } from "./time-line.ts";
import { TimeLineView } from "./time-line-view.tsx";
import { TimeLineWords } from "./time-line-words.tsx";

interface SchedulePreviewProps {
  readonly definition: string;
  /** Of which it is a draft; absent for a new one. */
  readonly schedule: string | undefined;
  /** Told what is wrong with it; null when nothing is. */
  readonly told: (error: Error | null) => void;
}

const AHEAD_MS = 28 * DAY_MS;

/** What a draft would say of the next four weeks, before anything is saved. */
export function SchedulePreview({ definition, schedule, told }: SchedulePreviewProps) {
  const now = useServerNow();
  const today = dayOf(now, VIEWER_ZONE);
  const period = useMemo(() => ({ from: today, to: today + AHEAD_MS }), [today]);
  const { data, error } = useQuery(previewQuery(definition, { schedule, period }));
  useEffect(() => told(error), [error, told]);
  return (
    <Section title="The next 4 weeks, if it is saved" level={3}>
      {data === undefined ? (
        error === null ? (
          <Skeleton className="h-16" />
        ) : (
          <p className="text-soft">What it would say stands here as soon as nothing is wrong with it.</p>
        )
      ) : (
        <div className={error === null ? "" : "opacity-50"}>
          {data.warnings.length > 0 && (
            <ul className="mb-1 text-warn">
              {data.warnings.map((warning) => (
                <li key={warning}>▲ {warning}</li>
              ))}
            </ul>
          )}
          <TimeLineView expansion={data} now={now} />
          <TimeLineWords expansion={data} />
        </div>
      )}
    </Section>
  );
}
