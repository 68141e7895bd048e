import { countText, durationText } from "#kernel";
import { BAD_CLASS } from "../records/records-search.ts";
import type { ObjectiveDetail } from "../server/wire.ts";
import { Door } from "../ui/door.tsx";
import { Section } from "../ui/section.tsx";

/** How fast the budget goes in each window that alerts look at; 1 is even spending. */
export function BurnRates({ detail }: { detail: ObjectiveDetail }) {
  const { burnRates, pairs } = detail;
  const most = Math.max(2, ...burnRates.map(({ burnRate }) => burnRate));
  return (
    <Section title="Burn rates">
      {burnRates.length === 0 ? (
        <p className="text-soft">Nothing is measured yet.</p>
      ) : (
        <ul>
          {burnRates.map((rate) => (
            <BurnRateRow key={rate.windowMs} rate={rate} most={most} at={detail.at} />
          ))}
        </ul>
      )}
      <p className="mt-1 text-soft">
        1 spends the budget exactly in its window; the line marks it. It alerts when both windows of a pair are above
        its factor:
      </p>
      <ul className="text-soft">
        {pairs.map((pair) => (
          <li key={pair}>{pair}</li>
        ))}
      </ul>
    </Section>
  );
}

interface BurnRateRowProps {
  readonly rate: ObjectiveDetail["burnRates"][number];
  readonly most: number;
  readonly at: string;
}

function BurnRateRow({ rate, most, at }: BurnRateRowProps) {
  const { windowMs, valid, bad, burnRate } = rate;
  const interval = { from: Date.parse(at) - windowMs, to: Date.parse(at) };
  const colour = burnRate > 1 ? "bg-(--warn)" : "bg-(--good)";
  return (
    <li className="flex items-center gap-2 border-b border-rule py-[6px]">
      <span className="w-7 flex-none">{durationText(windowMs)}</span>
      <span aria-hidden="true" className="relative h-1 flex-1 rounded-[2px] bg-raised">
        <span
          className={`block h-full rounded-[2px] ${colour}`}
          style={{ width: `${Math.min(100, (burnRate / most) * 100)}%` }}
        />
        <span className="absolute -inset-y-0.5 w-px bg-ink" style={{ left: `${100 / most}%` }} />
      </span>
      <Door
        tip={`${countText(bad)} bad of ${countText(valid)} valid in the last ${durationText(windowMs)}. Exact.`}
        records={{ interval, class: BAD_CLASS }}
        className="min-w-7 text-right font-semibold whitespace-nowrap"
      >
        {burnRate >= 100 ? countText(burnRate) : burnRate.toFixed(burnRate >= 10 ? 1 : 2)} ×
      </Door>
    </li>
  );
}
