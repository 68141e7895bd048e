import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { isoText } from "#kernel";
import { TextField } from "../ui/text-field.tsx";
import { Section } from "../ui/section.tsx";
import { ErrorState, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { type EscalationPreview, previewQuery } from "./page-queries.ts";

interface PolicyPreviewProps {
  readonly name: string;
  /** A draft, as the text of its entry; absent: the policy that is there. */
  readonly draft?: { readonly text: string; readonly zone: string };
}

/** Whom a page would tell, step by step, if it began at an instant and nobody answered. */
export function PolicyPreview({ name, draft }: PolicyPreviewProps) {
  const [local, setLocal] = useState("");
  const at = local === "" || Number.isNaN(Date.parse(local)) ? "" : isoText(Date.parse(local));
  const { data, error } = useQuery(previewQuery(name, { at, ...draft }));
  return (
    <Section title="Who would be paged, if nobody answered" level={3}>
      <TextField
        label="If it began at"
        type="datetime-local"
        value={local}
        set={setLocal}
        help="Empty: now. By your clock."
        className="max-w-32"
      />
      {error !== null && <ErrorState error={error} />}
      {data === undefined && error === null && <Skeleton className="mt-1 h-16" />}
      {data !== undefined && (
        <div className={error === null ? "mt-1" : "mt-1 opacity-50"}>
          {data.warnings.length > 0 && (
            <ul className="mb-1 text-warn">
              {data.warnings.map((warning) => (
                <li key={warning}>▲ {warning}</li>
              ))}
            </ul>
          )}
          <Steps steps={data.steps} />
        </div>
      )}
    </Section>
  );
}

const WORDS: Readonly<Record<EscalationPreview["steps"][number]["what"], string>> = {
  page: "Pages",
  notify: "Notifies",
  skipped: "Skipped",
  fallback: "Pages the fallback",
  unreached: "Reaches nobody",
};

function Steps({ steps }: { steps: EscalationPreview["steps"] }) {
  return (
    <ol className="flex flex-col gap-0.5">
      {steps.map(({ at, what, round, step, to, why }) => (
        <li key={`${what} ${round ?? 0} ${step ?? 0}`} className="grid grid-cols-1 gap-x-2 sm:grid-cols-[9rem_1fr]">
          <span className="text-soft">
            <Time at={at} />
          </span>
          <span className="[overflow-wrap:anywhere]">
            <strong className="font-semibold">{WORDS[what]}</strong>{" "}
            {to.length === 0 ? "" : `${to.map(({ name }) => name).join(", ")}. `}
            <span className="text-soft">{why}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
