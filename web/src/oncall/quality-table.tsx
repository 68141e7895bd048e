import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { DAY_MS, ratioText } from "#kernel";
import type { Column } from "../ui/column.ts";
import { SelectField } from "../ui/select-field.tsx";
import { SortedTable } from "../ui/sorted-table.tsx";
import { orderOf, sorted } from "../ui/sorted.ts";
import { Answer, Skeleton } from "../ui/state.tsx";
import { type Quality, qualityQuery } from "./oncall-queries.ts";

type Row = Quality["balance"]["people"][number];

const PERIODS = [
  { value: "28", text: "the next 4 weeks" },
  { value: "84", text: "the next 12 weeks" },
  { value: "-28", text: "the last 4 weeks" },
  { value: "-84", text: "the last 12 weeks" },
];

/** Who has how many hours, nights and weekends, and how far that is from an equal share. `today`: its beginning. */
export function QualityTable({ schedule, today }: { schedule: string; today: number }) {
  const [days, setDays] = useState("28");
  const [order, setOrder] = useState("-hours");
  const period = useMemo(() => {
    const span = Number(days) * DAY_MS;
    return { from: Math.min(today, today + span), to: Math.max(today, today + span) };
  }, [days, today]);
  const query = useQuery(qualityQuery(schedule, period));
  const by = orderOf(order, "-hours");
  const column = COLUMNS.find(({ key }) => key === by.key) ?? COLUMNS[1];
  return (
    <>
      <SelectField label="Of" beside value={days} set={setDays} options={PERIODS} />
      <Answer query={query} skeleton={<Skeleton className="h-8" />}>
        {({ coverage, balance }) => (
          <>
            <p className={`my-0.5 ${coverage.share < 1 ? "text-bad" : "text-soft"}`}>
              {coverage.share < 1 ? "■" : "●"} {ratioText(coverage.share)} of the time is covered; an equal share is{" "}
              {hoursText(balance.equalShareHours)} h.
            </p>
            <SortedTable
              caption="Hours of each person"
              columns={COLUMNS}
              rows={sorted(balance.people, column?.value ?? ((row: Row) => row.person), by.descending)}
              keyOf={({ person }) => person}
              by={by}
              sort={setOrder}
            />
          </>
        )}
      </Answer>
    </>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  {
    key: "person",
    head: "Person",
    isText: true,
    value: ({ person }) => person,
    cell: ({ person }) => <bdi>{person}</bdi>,
  },
  { key: "hours", head: "Hours", value: ({ hours }) => hours, cell: ({ hours }) => hoursText(hours) },
  { key: "shifts", head: "Shifts", value: ({ shifts }) => shifts, cell: ({ shifts }) => shifts },
  {
    key: "nights",
    head: "Nights",
    tip: "22:00 to 06:00 by the clock of the zone, with any time on call.",
    value: ({ nights }) => nights,
    cell: ({ nights }) => nights,
  },
  {
    key: "weekend",
    head: "Weekend hours",
    value: ({ weekendHours }) => weekendHours,
    cell: ({ weekendHours }) => hoursText(weekendHours),
  },
  {
    key: "deviation",
    head: "From an equal share",
    value: ({ deviation }) => deviation,
    cell: ({ deviationHours, deviation }) => (
      <span className={deviation !== null && Math.abs(deviation) > 0.25 ? "text-warn" : ""}>
        {deviation !== null && Math.abs(deviation) > 0.25 ? "▲ " : ""}
        {deviationHours > 0 ? "+" : ""}
        {hoursText(deviationHours)} h
      </span>
    ),
  },
];

function hoursText(hours: number): string {
  return hours.toFixed(1).replace(/\.0$/, "");
}
