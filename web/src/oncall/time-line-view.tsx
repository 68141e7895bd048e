import { type PointerEvent, type ReactNode, useRef, useState } from "react";
import type { Interval } from "#kernel";
import type { Expansion } from "./oncall-queries.ts";
import { PERSON_LOOKS } from "./person-looks.ts";
import { draggedTime, looksOf, midnightsIn, placeOf, type Span, zoneText } from "./time-line.ts";

interface TimeLineProps {
  readonly expansion: Expansion;
  readonly now: number;
  /** A time was drawn on the result, or a shift of it chosen; absent: nothing can be done with it. */
  readonly choose?: ((time: Interval, people: readonly string[]) => void) | undefined;
}

/** One row for each layer, and the result under them; gaps and changes of the clock are marked, and told below in words. */
export function TimeLineView({ expansion, now, choose }: TimeLineProps) {
  const { zone, layers, shifts, gaps, clockChanges } = expansion;
  const period = { from: Date.parse(expansion.from), to: Date.parse(expansion.to) };
  const result = [...spansOf(shifts), ...spansOf(gaps.map((gap) => ({ ...gap, people: [] })))].toSorted(
    (a, b) => a.from - b.from,
  );
  const looks = looksOf([...shifts, ...layers.flatMap((layer) => layer.shifts)].flatMap(({ people }) => people));
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label="Time line">
      <div className="min-w-[640px]">
        <DayScale period={period} zone={zone} />
        {layers.map((layer, place) => (
          <Row key={`${place} ${layer.name}`} name={layer.name}>
            {spansOf(layer.shifts).map((span) => (
              <Block key={span.from} span={span} at={{ period, zone, looks }} />
            ))}
          </Row>
        ))}
        <Result spans={result} at={{ period, zone, looks }} choose={choose} marks={{ now, clockChanges }} />
      </div>
    </div>
  );
}

function spansOf(rows: Expansion["shifts"]): Span[] {
  return rows.map(({ start, end, people }) => ({ from: Date.parse(start), to: Date.parse(end), people }));
}

interface Drawn {
  readonly period: Interval;
  readonly zone: string;
  readonly looks: ReadonlyMap<string, number>;
}

function DayScale({ period, zone }: { period: Interval; zone: string }) {
  const days = midnightsIn(period, zone);
  const every = Math.ceil(days.length / 8);
  return (
    <Row name={zone} isScale>
      {days
        .filter((_, place) => place % every === 0)
        .map(({ at, text }) => (
          <span
            key={at}
            className="absolute inset-y-0 overflow-hidden border-l border-rule pl-0.5 whitespace-nowrap text-soft"
            style={{ left: `${placeOf(at, period)}%`, width: `${(every / days.length) * 100}%` }}
          >
            {text}
          </span>
        ))}
    </Row>
  );
}

function Row({ name, isScale = false, children }: { name: string; isScale?: boolean; children: ReactNode }) {
  return (
    <div className="flex items-stretch border-b border-rule">
      <div className="w-14 shrink-0 truncate py-0.5 pr-1 text-soft" title={name}>
        <bdi>{name}</bdi>
      </div>
      <div className={`relative flex-1 overflow-hidden ${isScale ? "h-3" : "h-4"}`}>{children}</div>
    </div>
  );
}

function blockPlace({ from, to }: Interval, period: Interval): { left: string; width: string } {
  const left = placeOf(from, period);
  return { left: `${left}%`, width: `${placeOf(to, period) - left}%` };
}

function tipOf({ from, to, people }: Span, zone: string): string {
  const who = people.length === 0 ? "Nobody" : people.join(" and ");
  return `${who}\n${zoneText(from, zone)} to ${zoneText(to, zone)}`;
}

const BLOCK =
  "absolute inset-y-[2px] overflow-hidden rounded-s border-l-2 px-[3px] text-left leading-[26px] whitespace-nowrap";
const GAP = "border-(--bad) bg-[light-dark(#fbdcdc,#5c1f22)] text-bad font-medium";

function lookOf({ people }: Span, looks: Drawn["looks"]): string {
  return people[0] === undefined ? GAP : `text-ink ${PERSON_LOOKS[looks.get(people[0]) ?? 0]}`;
}

function Block({ span, at: { period, zone, looks } }: { span: Span; at: Drawn }) {
  return (
    <span
      className={`${BLOCK} ${lookOf(span, looks)} opacity-80`}
      style={blockPlace(span, period)}
      data-tip={tipOf(span, zone)}
    >
      {span.people.join(" and ")}
    </span>
  );
}

interface ResultProps {
  readonly spans: readonly Span[];
  readonly at: Drawn;
  readonly choose: TimeLineProps["choose"];
  readonly marks: { readonly now: number; readonly clockChanges: Expansion["clockChanges"] };
}

/** The final shifts: each can be chosen by keyboard, and a time can be drawn over them. */
function Result({ spans, at, choose, marks: { now, clockChanges } }: ResultProps) {
  const { period, zone, looks } = at;
  const drag = useDrag(period, (time) => choose?.(time, peopleAt(spans, time.from)));
  const isFree = choose !== undefined;
  return (
    <div className="flex items-stretch border-b-2 border-rule">
      <div className="w-14 shrink-0 py-1 pr-1 font-medium">Result</div>
      <div
        className={`relative h-5 flex-1 overflow-hidden ${isFree ? "touch-pan-x cursor-crosshair select-none" : ""}`}
        {...(isFree ? drag.handlers : {})}
      >
        {spans.map((span) => (
          <button
            key={span.from}
            type="button"
            disabled={!isFree}
            className={`${BLOCK} leading-[34px] ${lookOf(span, looks)}`}
            style={blockPlace(span, period)}
            data-tip={tipOf(span, zone)}
            aria-label={tipOf(span, zone).replace("\n", ", ")}
            onClick={(event) => {
              // The keyboard's click has no pointer before it (detail 0), so no drag.
              if (event.detail === 0 || !drag.wasDrag()) choose?.(span, span.people);
            }}
          >
            {span.people.length === 0 ? "■ nobody" : span.people.join(" and ")}
          </button>
        ))}
        {clockChanges.map(({ at: change, before, after }) => (
          <span
            key={change}
            className="absolute inset-y-0 w-0 border-l-2 border-dashed border-ink"
            style={{ left: `${placeOf(Date.parse(change), period)}%` }}
            data-tip={`The clock goes from ${before.slice(11)} to ${after.slice(11)}`}
          />
        ))}
        {now > period.from && now < period.to && (
          <span
            className="pointer-events-none absolute inset-y-0 w-px bg-(--accent)"
            style={{ left: `${placeOf(now, period)}%` }}
          />
        )}
        {drag.drawn !== undefined && (
          <span
            className="pointer-events-none absolute inset-y-0 border-x-2 border-accent bg-[color-mix(in_srgb,var(--accent)_25%,transparent)]"
            style={blockPlace(drag.drawn, period)}
          />
        )}
      </div>
    </div>
  );
}

function peopleAt(spans: readonly Span[], at: number): readonly string[] {
  return spans.find(({ from, to }) => from <= at && at < to)?.people ?? [];
}

/** Draws a time with a pointer; a click stays a click. */
function useDrag(period: Interval, done: (time: Interval) => void) {
  const start = useRef<number | undefined>(undefined);
  const dragged = useRef(false);
  const [drawn, setDrawn] = useState<Interval>();
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType === "touch" || event.button !== 0) return;
      start.current = shareOf(event);
      dragged.current = false;
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (start.current === undefined) return;
      const time = draggedTime(start.current, shareOf(event), period);
      setDrawn(time);
      if (time === undefined) return;
      dragged.current = true;
      // From here on what lies under the pointer does not matter.
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const time = start.current === undefined ? undefined : draggedTime(start.current, shareOf(event), period);
      start.current = undefined;
      setDrawn(undefined);
      if (dragged.current && time !== undefined) done(time);
    },
    onPointerCancel: () => {
      start.current = undefined;
      setDrawn(undefined);
    },
  };
  return { handlers, drawn, wasDrag: () => dragged.current };
}

function shareOf(event: PointerEvent<HTMLElement>): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return (event.clientX - left) / width;
}
