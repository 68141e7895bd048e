import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../identity/use-may.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { Time } from "../ui/time.tsx";
import {
  type OwnShift,
  ownShiftsQuery,
  schedulePath,
  type Swap,
  swapsQuery,
  useOnCallChange,
} from "./oncall-queries.ts";
import { zoneText } from "./time-line.ts";
import { VIEWER_ZONE } from "../time/local-time.ts";
import { useServerNow } from "../time/server-clock.ts";

/** Shifts that somebody offers: each can be taken, for nothing or for one of the own. */
export function Swaps({ schedule }: { schedule: string }) {
  const query = useQuery(swapsQuery(schedule));
  const { data: own } = useQuery(ownShiftsQuery);
  const mayRespond = useMay()("page:respond");
  const now = useServerNow();
  const shifts = (own?.items ?? []).filter((each) => each.schedule === schedule && Date.parse(each.start) > now);
  return (
    <>
      <Answer query={query} skeleton={<Skeleton className="h-4" />}>
        {({ items }) => {
          const open = items.filter(({ withdrawnAt }) => withdrawnAt === null);
          if (open.length === 0) return <p className="text-soft">Nobody offers a shift.</p>;
          return (
            <ul>
              {open.map((swap) => (
                <SwapRow key={swap.id} swap={swap} me={own?.handle} shifts={mayRespond ? shifts : undefined} />
              ))}
            </ul>
          );
        }}
      </Answer>
      {mayRespond && shifts.length > 0 && <OfferForm schedule={schedule} shifts={shifts} />}
    </>
  );
}

/** `shifts`: what could be given back; absent for whoever takes no shifts. */
function SwapRow({
  swap,
  me,
  shifts,
}: {
  swap: Swap;
  me: string | undefined;
  shifts: readonly OwnShift[] | undefined;
}) {
  const { id, schedule, person, from, to, reason, taken } = swap;
  const [isOpen, setOpen] = useState(false);
  const [back, setBack] = useState("");
  const change = useOnCallChange(() => setOpen(false));
  const path = `${schedulePath(schedule)}/swaps/${encodeURIComponent(id)}`;
  const returned = shifts?.[Number(back)];
  const take = (): void => {
    const given = back === "" || returned === undefined ? null : { from: returned.start, to: returned.end };
    change.mutate({ path: `${path}/taking`, method: "PUT", body: { return: given }, done: "The shift is yours." });
  };
  return (
    <li className="border-b border-rule py-0.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="font-medium">
          <bdi>{person}</bdi>
        </span>
        <span>
          <Time at={from} /> to <Time at={to} />
        </span>
        <span className="flex-1 text-soft">
          {taken === null ? "offered" : `taken by ${taken.by}${taken.return === null ? "" : " for one of theirs"}`}
          {reason !== "" && <bdi>, {reason}</bdi>}
        </span>
        {taken === null && shifts !== undefined && me !== person && (
          <Button onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
            {isOpen ? "Close" : "Take it"}
          </Button>
        )}
        {taken === null && me === person && (
          <Button onClick={() => change.mutate({ path, method: "DELETE", done: "You keep this shift." })}>
            Withdraw it
          </Button>
        )}
      </div>
      {isOpen && (
        <div className="my-1 flex flex-wrap items-end gap-1">
          <SelectField
            label="In return you give"
            value={back}
            set={setBack}
            options={optionsOf(shifts ?? [], "nothing")}
          />
          <Button look="primary" onClick={take} disabled={change.isPending}>
            Take this shift
          </Button>
        </div>
      )}
      {change.error !== null && <ErrorState error={change.error} />}
    </li>
  );
}

function OfferForm({ schedule, shifts }: { schedule: string; shifts: readonly OwnShift[] }) {
  const [chosen, setChosen] = useState("");
  const [reason, setReason] = useState("");
  const change = useOnCallChange(() => {
    setChosen("");
    setReason("");
  });
  const shift = chosen === "" ? undefined : shifts[Number(chosen)];
  const offer = (): void => {
    if (shift === undefined) return;
    const body = { from: shift.start, to: shift.end, reason };
    const done = "Your shift is offered; it stays yours until somebody takes it.";
    change.mutate({ path: `${schedulePath(schedule)}/swaps`, method: "POST", body, done });
  };
  return (
    <form
      className="mt-1 flex flex-wrap items-end gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        offer();
      }}
    >
      <SelectField
        label="Offer one of your shifts"
        value={chosen}
        set={setChosen}
        options={optionsOf(shifts, "choose one")}
      />
      <TextField label="Why you offer it" value={reason} set={setReason} className="w-24" />
      <Button type="submit" disabled={shift === undefined || change.isPending}>
        Offer it
      </Button>
      {change.error !== null && <ErrorState error={change.error} />}
    </form>
  );
}

function optionsOf(shifts: readonly OwnShift[], none: string) {
  return [
    { value: "", text: none },
    ...shifts.map(({ start, end }, place) => ({
      value: String(place),
      text: `${zoneText(Date.parse(start), VIEWER_ZONE)} to ${zoneText(Date.parse(end), VIEWER_ZONE)}`,
    })),
  ];
}
