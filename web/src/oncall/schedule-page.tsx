import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { DAY_MS, type Interval } from "#kernel";
import { useMay } from "../identity/use-may.ts";
import { WhoChanged } from "../settings/who-changed.tsx";
import { usePageParam } from "../shell/use-page-param.ts";
import { localText } from "../time/local-time.ts";
import { useServerNow } from "../time/server-clock.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { KeptInText } from "../ui/kept-in-text.tsx";
import { Section } from "../ui/section.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { CalendarAddress } from "./calendar-address.tsx";
import { expansionQuery, type Schedule, scheduleQuery, useScheduleRemoval } from "./oncall-queries.ts";
import { OverrideForm } from "./override-form.tsx";
import { OverrideList } from "./override-list.tsx";
import { peopleText } from "./people-text.ts";
import { QualityTable } from "./quality-table.tsx";
import { ScheduleForm } from "./schedule-form.tsx";
import { Swaps } from "./swaps.tsx";
import { dayOf } from "./time-line.ts";
import { TimeLineView } from "./time-line-view.tsx";
import { TimeLineWords } from "./time-line-words.tsx";

/** One schedule: who is on call now and then, all rows of its time line, and everything that changes it. */
export function SchedulePage() {
  const name = usePageParam("schedule") ?? "";
  const query = useQuery(scheduleQuery(name));
  const now = useServerNow();
  return (
    <Answer query={query} skeleton={<Skeleton className="h-64" />}>
      {(schedule) => (
        <>
          <h1 className="mb-0.5">
            <bdi>{schedule.title}</bdi>
          </h1>
          <Sentence>{scheduleSentence(schedule, now)}</Sentence>
          <p className="text-soft">
            By the clock of {schedule.zone}. <Reached teams={schedule.teams} />
          </p>
          <KeptInText managedBy={schedule.managedBy} />
          {schedule.warnings.length > 0 && (
            <ul className="mt-1 text-warn">
              {schedule.warnings.map((warning) => (
                <li key={warning}>▲ {warning}</li>
              ))}
            </ul>
          )}
          <Shown schedule={schedule} now={now} />
        </>
      )}
    </Answer>
  );
}

function Reached({ teams }: { teams: readonly string[] }) {
  if (teams.length === 0) return <>No team is reached by it yet.</>;
  return <>{teams.length === 1 ? `The team ${teams[0]} is` : `The teams ${teams.join(", ")} are`} reached by it.</>;
}

function scheduleSentence({ people, until, next }: Schedule, now: number): string {
  const who = people.length === 0 ? "Nobody is" : `${peopleText(people)} ${people.length === 1 ? "is" : "are"}`;
  if (until === null || next === null) return `${who} on call, and that never changes.`;
  return `${who} on call until ${localText(Date.parse(until), now)}, then ${peopleText(next)}.`;
}

interface Chosen {
  readonly time: Interval;
  readonly people: readonly string[];
}

function Shown({ schedule, now }: { schedule: Schedule; now: number }) {
  const { schedule: name } = schedule;
  const today = dayOf(now, schedule.zone);
  const [chosen, setChosen] = useState<Chosen>();
  const mayWrite = useMay()("schedule:write");
  const choose = (time: Interval, people: readonly string[]): void =>
    setChosen({ time: { from: Math.max(time.from, Math.ceil(now / 60_000) * 60_000), to: time.to }, people });
  return (
    <>
      <TimeLine name={name} zone={schedule.zone} now={now} choose={mayWrite ? choose : undefined} />
      <Section title="Overrides">
        <OverrideList schedule={name} />
        {mayWrite && chosen === undefined && (
          <Button
            className="mt-1"
            onClick={() =>
              choose(
                { from: now, to: today + DAY_MS },
                schedule.people.map(({ handle }) => handle),
              )
            }
          >
            Add an override
          </Button>
        )}
        {mayWrite && chosen !== undefined && (
          <div className="mt-1">
            <OverrideForm
              key={`${chosen.time.from} ${chosen.time.to}`}
              schedule={name}
              {...chosen}
              offers={schedule.everybody.map(({ handle }) => handle)}
              close={() => setChosen(undefined)}
            />
          </div>
        )}
      </Section>
      <Section title="Swaps">
        <Swaps schedule={name} />
      </Section>
      <Section title="Balance">
        <QualityTable schedule={name} today={today} />
      </Section>
      <Section title="Calendar">
        <CalendarAddress schedule={name} />
      </Section>
      <Definition key={schedule.revision} schedule={schedule} />
      <p className="mt-2">
        <WhoChanged subject={`schedule:${name}`} />
      </p>
    </>
  );
}

const LENGTHS = [
  { value: "7", text: "1 week" },
  { value: "14", text: "2 weeks" },
  { value: "28", text: "4 weeks" },
];

interface TimeLineProps {
  readonly name: string;
  readonly zone: string;
  readonly now: number;
  readonly choose: ((time: Interval, people: readonly string[]) => void) | undefined;
}

function TimeLine({ name, zone, now, choose }: TimeLineProps) {
  const [length, setLength] = useState("14");
  const [steps, setSteps] = useState(0);
  const days = Number(length);
  // From noon to noon, so that a day that is shorter or longer moves no beginning of a day.
  const noon = dayOf(now, zone) + DAY_MS / 2 + steps * days * DAY_MS;
  const period = { from: dayOf(noon, zone), to: dayOf(noon + days * DAY_MS, zone) };
  const query = useQuery(expansionQuery(name, period));
  return (
    <Section
      title="Time line"
      aside={
        <div className="flex flex-wrap items-center gap-0.5">
          <Button onClick={() => setSteps(steps - 1)}>Earlier</Button>
          <Button onClick={() => setSteps(0)} disabled={steps === 0}>
            Today
          </Button>
          <Button onClick={() => setSteps(steps + 1)}>Later</Button>
          <SelectField label="Show" beside value={length} set={setLength} options={LENGTHS} />
        </div>
      }
    >
      <Answer query={query} skeleton={<Skeleton className="h-16" />}>
        {(expansion) => (
          <>
            <TimeLineView expansion={expansion} now={now} choose={choose} />
            {choose !== undefined && (
              <p className="mt-0.5 text-soft">
                Draw a time over the result, or choose a shift in it, to put somebody else on call.
              </p>
            )}
            <TimeLineWords expansion={expansion} />
          </>
        )}
      </Answer>
    </Section>
  );
}

function Definition({ schedule }: { schedule: Schedule }) {
  const [doing, setDoing] = useState<"nothing" | "editing" | "removing">("nothing");
  const mayWrite = useMay()("schedule:write");
  const navigate = useNavigate();
  const remove = useScheduleRemoval(() => navigate({ to: "/oncall" }));
  const isFree = mayWrite && schedule.managedBy === null;
  if (doing === "editing") {
    return (
      <Section title="Change the layers">
        <ScheduleForm schedule={schedule} close={() => setDoing("nothing")} saved={() => undefined} />
      </Section>
    );
  }
  return (
    <Section title="Layers">
      <CopyLine text={schedule.definition} label="The schedule as text" />
      {isFree && (
        <div className="mt-1 flex flex-wrap gap-1">
          <Button onClick={() => setDoing("editing")}>Change the layers</Button>
          <Button look="danger" onClick={() => setDoing("removing")}>
            Remove the schedule …
          </Button>
        </div>
      )}
      {doing === "removing" && (
        <Confirm
          title={`Remove the schedule ${schedule.schedule}?`}
          action="Remove it"
          typed={schedule.schedule}
          close={() => setDoing("nothing")}
          confirm={() => remove.mutate({ schedule: schedule.schedule, revision: schedule.revision })}
        >
          From now on nobody is on call by it, and its calendars end. Who was on call until now stays known.
        </Confirm>
      )}
    </Section>
  );
}
