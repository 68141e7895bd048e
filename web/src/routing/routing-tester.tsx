import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextAreaField } from "../ui/text-area-field.tsx";
import { type Trial, useRoutingQuestion } from "./routing-queries.ts";

/** Says where an alert with some labels would go, by the saved routes or by a draft. */
export function RoutingTester({ draft }: { draft?: string }) {
  const [text, setText] = useState("api=orders\nobjective=orders/availability\nurgency=page");
  const trial = useRoutingQuestion<Trial>("/routing/trial");
  const ask = (): void => trial.mutate({ labels: labelsOf(text), ...(draft === undefined ? {} : { text: draft }) });
  return (
    <form
      className="flex max-w-[640px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <TextAreaField label="Labels of an alert" value={text} set={setText} rows={4} help="One in a line: name=value." />
      <div>
        <Button type="submit" disabled={trial.isPending}>
          {trial.isPending ? "Asking …" : "Say where it goes"}
        </Button>
      </div>
      {trial.error !== null && <ErrorState error={trial.error} />}
      {trial.data !== undefined && <TrialResult trial={trial.data} />}
    </form>
  );
}

function TrialResult({ trial: { routes, inhibitions, silencedBy } }: { trial: Trial }) {
  return (
    <div role="status">
      <ul>
        {routes.map(({ policy, why, wait, repeat, group, mutedBy }) => (
          <li key={`${policy} ${why}`} className="border-b border-rule py-0.5">
            <span className="font-semibold">
              <bdi>{policy}</bdi>
            </span>
            : {why}.{" "}
            <span className="text-soft">
              {groupText(group)}, first after {wait}, unchanged each {repeat}.
            </span>
            {mutedBy !== null && <span className="text-warn"> ▲ Nobody is told now, by {mutedBy}.</span>}
          </li>
        ))}
      </ul>
      {inhibitions.map((text) => (
        <p key={text} className="text-soft">
          It is not told {text}.
        </p>
      ))}
      {silencedBy !== null && <p className="text-warn">▲ It is hidden now by {silencedBy}.</p>}
    </div>
  );
}

function groupText(group: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(group).map(([name, value]) => `${name} ${value}`);
  return pairs.length === 0 ? "With all alerts of this route" : `With those of ${pairs.join(", ")}`;
}

function labelsOf(text: string): Record<string, string> {
  const lines = text.split("\n").map((line) => line.trim());
  return Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf("=");
      return at <= 0 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
    }),
  );
}
