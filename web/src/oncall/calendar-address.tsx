import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { ErrorState } from "../ui/state.tsx";
import { calendarsQuery, useOnCallChange } from "./oncall-queries.ts";

/** The address at which one's own calendar program follows a schedule, or (null) the own shifts: shown when it is made. */
export function CalendarAddress({ schedule }: { schedule: string | null }) {
  const { data } = useQuery(calendarsQuery);
  const [url, setUrl] = useState<string>();
  const [asking, setAsking] = useState(false);
  const make = useOnCallChange<{ url: string }>((answer) => setUrl(answer.url));
  const end = useOnCallChange(() => setUrl(undefined));
  const isThere = data?.items.some((each) => each.schedule === schedule) === true;
  const body = schedule === null ? {} : { schedule };
  const what = schedule === null ? "your shifts" : "this schedule";
  const newOne = (): void => make.mutate({ path: "/me/calendars", method: "POST", body, done: "" });
  const path = schedule === null ? "/me/calendars" : `/me/calendars?schedule=${encodeURIComponent(schedule)}`;
  const error = make.error ?? end.error;
  return (
    <div className="mt-1 flex flex-col items-start gap-1">
      {url === undefined ? (
        <p className="text-soft">
          {isThere
            ? `You have a secret address of a calendar of ${what}; it is not shown again.`
            : `Your calendar program can follow ${what}: make an address, and subscribe to it there.`}
        </p>
      ) : (
        <>
          <p>This address is shown this once. Whoever has it can read the calendar; it ends with your account.</p>
          <CopyLine text={url} label={`Address of the calendar of ${what}`} />
        </>
      )}
      <div className="flex flex-wrap gap-1">
        <Button onClick={() => (isThere ? setAsking(true) : newOne())} disabled={make.isPending || data === undefined}>
          {isThere ? "Make another address …" : `Make an address for ${what}`}
        </Button>
        {isThere && (
          <Button
            look="quiet"
            onClick={() => end.mutate({ path, method: "DELETE", done: "The address of the calendar has ended." })}
          >
            End it
          </Button>
        )}
      </div>
      {error !== null && <ErrorState error={error} />}
      {asking && (
        <Confirm title="Make another address?" action="Make it" close={() => setAsking(false)} confirm={newOne}>
          The one that you have ends at once: a calendar program that follows it finds nothing any more.
        </Confirm>
      )}
    </div>
  );
}
