import type { ReactNode } from "react";
import { Sparkline } from "../charts/sparkline.tsx";

interface KpiProps {
  readonly name: string;
  /** The number, as a door to what was counted. */
  readonly children: ReactNode;
  readonly note: string;
  /** The period before, in words. */
  readonly before: string | undefined;
  readonly trend: readonly (number | null)[];
  readonly low?: number;
}

/** One of the four numbers to steer by. */
export function Kpi({ name, children, note, before, trend, low = 0 }: KpiProps) {
  return (
    <div className="flex min-w-0 flex-col border-rule py-1.5 max-lg:nth-[n+3]:border-t max-lg:even:border-l max-lg:even:pl-2 lg:not-first:border-l lg:not-first:pl-3">
      <dt className="text-soft">{name}</dt>
      <dd className="flex items-end justify-between gap-1 pr-2">
        <span className="text-xl tracking-tight whitespace-nowrap">{children}</span>
        <span className="max-sm:hidden">
          <Sparkline values={trend} low={low} />
        </span>
      </dd>
      <dd className="text-soft">{note}</dd>
      {before !== undefined && <dd className="text-soft">{before}</dd>}
    </div>
  );
}
