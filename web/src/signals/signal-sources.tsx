import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { durationText } from "#kernel";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toasts.tsx";
import { linesToSend } from "./lines-to-send.ts";
import { RecentSignals } from "./recent-signals.tsx";
import { SIGNALS_KEY, type SignalSource, sourcePath, sourcesQuery } from "./signal-queries.ts";
import { SignalSourceForm } from "./signal-source-form.tsx";

/** Systems that say when something is wrong: how each sends, how it does, and what became of what they said. */
export function SignalSources() {
  const query = useQuery(sourcesQuery);
  return (
    <>
      <p className="max-w-[720px] text-soft">
        What other systems say is wrong becomes an alert here, one for each thing. A sender shows a{" "}
        <TextLink to="/settings/tokens">token</TextLink> that may “say what is wrong elsewhere”.
      </p>
      <Section title="Sources">
        <Answer query={query} skeleton={<Skeleton className="h-24" />}>
          {({ items }) => (
            <ul>
              {items.map((source) => (
                <SourceRow key={source.source} source={source} />
              ))}
            </ul>
          )}
        </Answer>
      </Section>
      <SignalSourceForm />
      <RecentSignals />
    </>
  );
}

function SourceRow({ source }: { source: SignalSource }) {
  const { say: told, lines } = linesToSend(source);
  return (
    <li className="border-b border-rule py-1">
      <div className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
        <span className="font-medium">{source.title}</span>
        <span className="text-soft">{source.source === source.format ? "ready" : source.format}</span>
        <span className="min-w-24 flex-1 text-soft">
          {source.lastAt === null ? "has not said anything yet" : "last heard "}
          {source.lastAt !== null && <Time at={source.lastAt} />}
          {`, ${lapseText(source.lapseMs)}`}
        </span>
        {source.createdAt !== null && <Removal source={source} />}
      </div>
      {source.refusal !== null && source.refusedAt !== null && (
        <p className="text-warn">
          Something it sent could not be taken <Time at={source.refusedAt} />: {source.refusal}
        </p>
      )}
      <details>
        <summary className="py-0.5 text-accent">How to send from {source.title}</summary>
        <p className="mb-0.5">{told}</p>
        <CopyLine text={lines} label={`Lines for ${source.title}`} />
      </details>
    </li>
  );
}

function lapseText(lapseMs: number | null): string {
  if (lapseMs === null) return "an alert ends when it says so";
  return `an alert lapses when it is not said again for ${durationText(lapseMs)}`;
}

function Removal({ source }: { source: SignalSource }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => request(sourcePath(source.source), { method: "DELETE", ifMatch: `"r${source.revision}"` }),
    onSuccess: () => {
      say(`“${source.title}” is removed.`);
      void client.invalidateQueries({ queryKey: SIGNALS_KEY });
    },
  });
  return (
    <>
      <Button look="danger" onClick={() => setAsking(true)}>
        Remove {source.title}
      </Button>
      {remove.error !== null && <ErrorState error={remove.error} />}
      {asking && (
        <Confirm
          title={`Remove “${source.title}”?`}
          action="Remove it"
          close={() => setAsking(false)}
          confirm={() => remove.mutate()}
        >
          What it sends from now on is refused. Its alerts that fire end with it, and whoever was told of them is told
          so.
        </Confirm>
      )}
    </>
  );
}
