import { useId, useState } from "react";
import type { Interval } from "#kernel";
import { Button } from "../ui/button.tsx";
import { Popover } from "../ui/popover.tsx";
import { fieldText, instantOfField, localText, timeTip, VIEWER_ZONE } from "../time/local-time.ts";
import { PRESETS, presetText } from "../time/range.ts";
import { type PageRange, useRange } from "../time/use-range.ts";

/** The one control of time: a named range, or from an instant to another; compared with the time before, or not. */
export function RangeControl() {
  const range = useRange();
  const { choice, interval, now } = range;
  const text =
    choice.kind === "preset"
      ? `last ${presetText(choice.preset)}`
      : `${localText(interval.from, now)} – ${localText(interval.to, now)}`;
  return (
    <Popover
      side="right"
      look="flex min-h-4 items-center gap-1 rounded-s border border-rule bg-paper px-1 py-0.5 whitespace-nowrap hover:bg-raised"
      name={`Range of time: ${text}`}
      label={
        <span data-tip={`${timeTip(interval.from, now)}\nto\n${timeTip(interval.to, now)}`}>
          {text} <span className="text-soft">▾</span>
        </span>
      }
    >
      {(close) => <RangeChoices range={range} close={close} />}
    </Popover>
  );
}

function RangeChoices({ range, close }: { range: PageRange; close: () => void }) {
  const chosen = range.choice.kind === "preset" ? range.choice.preset : undefined;
  return (
    <div className="flex w-[272px] flex-col gap-1.5 p-0.5">
      <ul className="grid grid-cols-3 gap-0.5">
        {PRESETS.map((preset) => (
          <li key={preset}>
            <Button
              className={`w-full ${preset === chosen ? "border-accent! text-accent!" : ""}`}
              aria-pressed={preset === chosen}
              onClick={() => {
                range.choosePreset(preset);
                close();
              }}
            >
              {presetText(preset)}
            </Button>
          </li>
        ))}
      </ul>
      <AbsoluteRange
        interval={range.interval}
        choose={(interval) => {
          range.chooseInterval(interval);
          close();
        }}
      />
      <label className="flex items-center gap-1">
        <input type="checkbox" checked={range.compare} onChange={range.toggleCompare} className="accent-(--accent)" />
        Compare with the time before
      </label>
      <p className="text-soft">Times are shown in {VIEWER_ZONE}; UTC is told on hover.</p>
    </div>
  );
}

function AbsoluteRange({ interval, choose }: { interval: Interval; choose: (interval: Interval) => void }) {
  const id = useId();
  const [from, setFrom] = useState(() => fieldText(interval.from));
  const [to, setTo] = useState(() => fieldText(interval.to));
  const asked = { from: instantOfField(from), to: instantOfField(to) };
  const isSound = asked.from < asked.to;
  return (
    <form
      className="flex flex-col gap-0.5 border-y border-rule py-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSound) choose(asked);
      }}
    >
      {[
        { name: "From", value: from, set: setFrom },
        { name: "To", value: to, set: setTo },
      ].map(({ name, value, set }) => (
        <label key={name} className="flex items-center justify-between gap-1">
          {name}
          <input
            type="datetime-local"
            value={value}
            onChange={(event) => set(event.target.value)}
            aria-describedby={isSound ? undefined : id}
            className="min-h-4 rounded-s border border-rule bg-paper px-0.5"
          />
        </label>
      ))}
      {!isSound && (
        <p id={id} className="text-warn">
          The range ends before it begins.
        </p>
      )}
      <Button type="submit" disabled={!isSound}>
        Show this range
      </Button>
    </form>
  );
}
