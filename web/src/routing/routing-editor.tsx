import { useState } from "react";
import { countText } from "#kernel";
import { Problem } from "../server/problem.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextAreaField } from "../ui/text-area-field.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { RouteTree } from "./route-tree.tsx";
import {
  type ImportedRouting,
  type Routing,
  type RoutingReplay,
  useRoutingQuestion,
  useSaveRouting,
} from "./routing-queries.ts";
import { RoutingRemarks } from "./routing-remarks.tsx";
import { RoutingTester } from "./routing-tester.tsx";

const DAYS = 90;

/** The text of the routes: looked at, tried and replayed before it is saved. */
export function RoutingEditor({ routing, close }: { routing: Routing; close: () => void }) {
  const [text, setText] = useState(routing.text);
  const preview = useRoutingQuestion<Routing>("/routing/preview");
  const replay = useRoutingQuestion<RoutingReplay>("/routing/replay");
  const translate = useRoutingQuestion<ImportedRouting>("/routing/import");
  const save = useSaveRouting(close);
  const error = save.error ?? replay.error ?? preview.error ?? translate.error;
  const change = (next: string): void => {
    setText(next);
    for (const asked of [preview, replay, translate, save]) asked.reset();
  };
  return (
    <>
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
          help="routing: with default: and rules:, and inhibit:, as in the manual under Routes. An alertmanager.yml can be translated here."
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
          <Button
            onClick={() => translate.mutate({ text }, { onSuccess: (imported) => setText(imported.text) })}
            disabled={translate.isPending}
          >
            Translate an alertmanager.yml
          </Button>
          <Button onClick={close}>Leave it</Button>
        </div>
        {error !== null && <Faults error={error} />}
      </form>
      {translate.data !== undefined && (
        <div role="status" className="mt-1">
          <p>It is translated, and not saved yet.</p>
          <RoutingRemarks remarks={translate.data.remarks} />
        </div>
      )}
      {replay.data !== undefined && <ReplayResult replay={replay.data} />}
      {preview.data !== undefined && <Draft text={text} preview={preview.data} />}
    </>
  );
}

function Draft({ text, preview }: { text: string; preview: Routing }) {
  return (
    <>
      <h3 className="mt-1">What the draft says</h3>
      <RoutingRemarks remarks={preview.remarks} />
      <RouteTree rules={preview.rules} />
      <RoutingTester draft={text} />
    </>
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
    <div role="status" className="mt-1 border-l-2 border-rule pl-1">
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
