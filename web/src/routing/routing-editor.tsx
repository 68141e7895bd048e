import { useState } from "react";
import { countText } from "#kernel";
import { Problem } from "../server/problem.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextAreaField } from "../ui/text-area-field.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { RouteTree } from "./route-tree.tsx";
import { type Routing, type RoutingReplay, useRoutingQuestion, useSaveRouting } from "./routing-queries.ts";
import { RoutingTester } from "./routing-tester.tsx";

const DAYS = 90;

/** The text of the routes: looked at, tried and replayed before it is saved. */
export function RoutingEditor({ routing, close }: { routing: Routing; close: () => void }) {
  const [text, setText] = useState(routing.text);
  const preview = useRoutingQuestion<Routing>("/routing/preview");
  const replay = useRoutingQuestion<RoutingReplay>("/routing/replay");
  const save = useSaveRouting(close);
  const error = save.error ?? replay.error ?? preview.error;
  const change = (next: string): void => {
    setText(next);
    for (const asked of [preview, replay, save]) asked.reset();
  };
  return (
    <form
      className="flex flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ text, revision: routing.revision });
      }}
    >
      <TextAreaField
        label="Routes"
        value={text}
        set={change}
        rows={16}
        help="routing: with default: and rules:, and inhibit:, as in the manual under Routes."
        fault={error === null ? undefined : "Nothing was saved."}
      />
      <div className="flex flex-wrap gap-1">
        <Button look="primary" type="submit" disabled={save.isPending}>
          Save them
        </Button>
        <Button onClick={() => preview.mutate({ text })} disabled={preview.isPending}>
          Look at them
        </Button>
        <Button onClick={() => replay.mutate({ text, days: DAYS })} disabled={replay.isPending}>
          {replay.isPending ? "Replaying …" : `Replay ${DAYS} days`}
        </Button>
        <Button onClick={close}>Leave it</Button>
      </div>
      {error !== null && <Faults error={error} />}
      {replay.data !== undefined && <ReplayResult replay={replay.data} />}
      {preview.data !== undefined && (
        <>
          <h3 className="mt-1">What the draft says</h3>
          <RouteTree rules={preview.data.rules} />
          <RoutingTester draft={text} />
        </>
      )}
    </form>
  );
}

/** All that is wrong, each at its line. */
function Faults({ error }: { error: Error }) {
  const faults = error instanceof Problem ? error.faults.filter(({ line }) => line !== undefined) : [];
  if (faults.length === 0) return <ErrorState error={error} />;
  return (
    <div role="alert" className="border-l-2 border-(--warn) pl-1">
      <ul>
        {faults.map(({ line, column, detail }) => (
          <li key={`${line}:${column} ${detail}`}>
            <span className="whitespace-nowrap text-soft">
              line {line}, column {column}
            </span>{" "}
            {detail}
          </li>
        ))}
      </ul>
    </div>
  );
}

function ReplayResult({ replay }: { replay: RoutingReplay }) {
  const { text, alerts, isCut, from, lost, lostCount, draft } = replay;
  return (
    <div role="status" className="border-l-2 border-rule pl-1">
      <p className="font-semibold">{text}</p>
      <p className="text-soft">
        {countText(alerts)} alerts since <Time at={from} />
        {isCut && ", the newest of them"}; by the draft {countText(draft.tickets)} tickets and{" "}
        {countText(draft.notices)} notices in all. Silences of that time are not counted.
      </p>
      {lostCount > 0 && (
        <>
          <p>These paged somebody, and would page nobody:</p>
          <ul>
            {lost.map(({ id, title, firedAt }) => (
              <li key={id}>
                <TextLink to={`/alerts/${encodeURIComponent(id)}`}>{title}</TextLink>{" "}
                <span className="text-soft">
                  <Time at={firedAt} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
