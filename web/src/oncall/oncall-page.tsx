import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { countText, spanText } from "#kernel";
import { useMay } from "../identity/use-may.ts";
import { Button } from "../ui/button.tsx";
import type { Column } from "../ui/column.ts";
import { ListTable } from "../ui/list-table.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { CalendarAddress } from "./calendar-address.tsx";
import { type Gaps, gapsQuery, type OnCallNow, onCallNowQuery, ownShiftsQuery } from "./oncall-queries.ts";
import { peopleText } from "./people-text.ts";
import { ScheduleForm } from "./schedule-form.tsx";

/** Who is on call now, where nobody will be, and when it is one's own turn. */
export function OnCallPage() {
  const query = useInfiniteQuery(onCallNowQuery);
  const mayWrite = useMay()("schedule:write");
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <h1 className="mb-0.5">On-call</h1>
      <Answer query={query} skeleton={<Skeleton className="h-64" />}>
        {({ pages }) => {
          const items = pages.flatMap((one) => one.items);
          return (
            <>
              <Sentence>{nowSentence(items)}</Sentence>
              <ListTable
                caption="Schedules"
                columns={COLUMNS}
                rows={items}
                keyOf={({ schedule }) => schedule}
                order="schedule"
                file="on-call"
                empty={
                  !adding && (
                    <EmptyState title="There is no schedule yet">
                      <p>
                        A schedule says who is on call when: people take turns, at night others than by day. Without
                        one, everybody who may respond is told.
                      </p>
                    </EmptyState>
                  )
                }
              />
            </>
          );
        }}
      </Answer>
      {query.hasNextPage && <Button onClick={() => void query.fetchNextPage()}>Show more</Button>}
      {mayWrite && !adding && (
        <Button className="mt-2" look="primary" onClick={() => setAdding(true)}>
          Add a schedule
        </Button>
      )}
      {mayWrite && adding && (
        <Section title="A new schedule">
          <ScheduleForm
            close={() => setAdding(false)}
            saved={(name) => void navigate({ to: `/oncall/${encodeURIComponent(name)}` })}
          />
        </Section>
      )}
      <GapsAhead />
      <OwnShifts />
    </>
  );
}

function nowSentence(all: readonly OnCallNow[]): string {
  const [first] = all;
  if (first === undefined) return "No schedule says who is on call, so everybody who may respond is told.";
  const empty = all.filter(({ people }) => people.length === 0).map(({ title }) => title);
  if (empty.length > 0) {
    const more = empty.length > 3 ? ` and ${empty.length - 3} more` : "";
    return `Nobody is on call now for ${empty.slice(0, 3).join(", ")}${more}.`;
  }
  if (all.length > 1) return `Somebody is on call now for each of ${countText(all.length)} schedules.`;
  return `${peopleText(first.people)} ${first.people.length === 1 ? "is" : "are"} on call now for ${first.title}.`;
}

const COLUMNS: readonly Column<OnCallNow>[] = [
  {
    key: "schedule",
    head: "Schedule",
    isText: true,
    value: ({ schedule }) => schedule,
    cell: ({ schedule, title }) => (
      <TextLink to={`/oncall/${encodeURIComponent(schedule)}`}>
        <bdi>{title}</bdi>
      </TextLink>
    ),
  },
  {
    key: "now",
    head: "On call now",
    isText: true,
    value: ({ people }) => peopleText(people),
    cell: ({ people, warnings }) => (
      <>
        {people.length === 0 ? <span className="text-bad">■ nobody</span> : peopleText(people)}
        {warnings.length > 0 && (
          <span className="text-warn" data-tip={warnings.join("\n")}>
            {" "}
            ▲ look at it
          </span>
        )}
      </>
    ),
  },
  {
    key: "until",
    head: "Until",
    isText: true,
    value: ({ until }) => until,
    cell: ({ until }) => (until === null ? "it never changes" : <Time at={until} />),
  },
  {
    key: "next",
    head: "Then",
    isText: true,
    value: ({ next }) => (next === null ? null : peopleText(next)),
    cell: ({ next }) =>
      next === null ? "–" : next.length === 0 ? <span className="text-bad">■ nobody</span> : peopleText(next),
  },
];

/** Times of the next four weeks without anybody. */
function GapsAhead() {
  const query = useInfiniteQuery(gapsQuery);
  return (
    <Section title="Gaps of the next 4 weeks">
      <Answer query={query} skeleton={<Skeleton className="h-4" />}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length > 0) return <GapList all={all} />;
          return <p className="text-soft">● None: by every schedule somebody is on call at every instant.</p>;
        }}
      </Answer>
      {query.hasNextPage && <Button onClick={() => void query.fetchNextPage()}>Look at more schedules</Button>}
    </Section>
  );
}

const GAPS_SHOWN = 3;

function GapList({ all }: { all: readonly Gaps[] }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {all.map(({ schedule, title, gaps }) => (
        <li key={schedule}>
          <TextLink to={`/oncall/${encodeURIComponent(schedule)}`}>
            <bdi>{title}</bdi>
          </TextLink>
          <ul className="pl-2 text-bad">
            {gaps.slice(0, GAPS_SHOWN).map(({ start, end }) => (
              <li key={start}>
                ■ Nobody from <Time at={start} /> to <Time at={end} /> ({spanText(Date.parse(end) - Date.parse(start))})
              </li>
            ))}
            {gaps.length > GAPS_SHOWN && <li>■ and {gaps.length - GAPS_SHOWN} more</li>}
          </ul>
        </li>
      ))}
    </ul>
  );
}

const SHIFTS_SHOWN = 10;

function OwnShifts() {
  const query = useQuery(ownShiftsQuery);
  const [all, setAll] = useState(false);
  return (
    <Section title="Your next shifts">
      <Answer query={query} skeleton={<Skeleton className="h-4" />}>
        {({ items }) => (
          <>
            {items.length === 0 && <p className="text-soft">You are not on call within the next three months.</p>}
            <ul>
              {items.slice(0, all ? undefined : SHIFTS_SHOWN).map(({ schedule, title, start, end }) => (
                <li key={`${schedule} ${start}`} className="flex flex-wrap gap-x-2 border-b border-rule py-0.5">
                  <span>
                    <Time at={start} /> to <Time at={end} />
                  </span>
                  <TextLink to={`/oncall/${encodeURIComponent(schedule)}`}>
                    <bdi>{title}</bdi>
                  </TextLink>
                </li>
              ))}
            </ul>
            {items.length > SHIFTS_SHOWN && !all && <Button onClick={() => setAll(true)}>Show all of them</Button>}
          </>
        )}
      </Answer>
      <CalendarAddress schedule={null} />
    </Section>
  );
}
