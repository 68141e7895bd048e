import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { type Fault, Problem } from "../server/problem.ts";
import { objectivesFilePath, objectivesFileQuery } from "../server/queries.ts";
import { requestText } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { ErrorState, Skeleton } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { firstObjectives } from "./first-objectives.ts";

/** The objectives of an API as text. Faults are shown at their lines; what was not saved stays. */
export function ObjectivesFile({ api }: { api: string }) {
  const query = useQuery(objectivesFileQuery(api));
  const isMissing = query.error instanceof Problem && query.error.status === 404;
  return (
    <Section title="Objectives" aside={<span className="text-soft">YAML; saved as a whole, or not at all</span>}>
      {query.data === undefined &&
        !isMissing &&
        (query.error === null ? <Skeleton className="h-40" /> : <ErrorState error={query.error} />)}
      {(query.data !== undefined || isMissing) && (
        <Editor api={api} saved={query.data?.text ?? ""} etag={query.data?.etag ?? undefined} />
      )}
    </Section>
  );
}

function Editor({ api, saved, etag }: { api: string; saved: string; etag: string | undefined }) {
  const [draft, setDraft] = useState<string>();
  const text = draft ?? saved;
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (body: string) =>
      requestText(objectivesFilePath(api), {
        method: "PUT",
        text: { type: "text/yaml", body },
        ...(etag === undefined ? {} : { ifMatch: etag }),
      }),
    onSuccess: async () => {
      say("The objectives hold from now on.", saved.trim() === "" ? undefined : () => setDraft(saved));
      await client.invalidateQueries({ queryKey: objectivesFileQuery(api).queryKey });
      await client.invalidateQueries({ queryKey: ["objectives"] });
      setDraft(undefined);
    },
  });
  const faults = save.error instanceof Problem ? save.error.faults : [];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(text);
      }}
    >
      <Lines text={text} change={setDraft} faults={faults} />
      {save.error !== null && <Faults error={save.error} faults={faults} />}
      <div className="mt-1 flex items-center gap-1">
        <Button look="primary" type="submit" disabled={text === saved || save.isPending}>
          {save.isPending ? "Checking …" : "Save the objectives"}
        </Button>
        {draft !== undefined && draft !== saved && (
          <Button onClick={() => setDraft(undefined)}>Discard the changes</Button>
        )}
        {text.trim() === "" && <Button onClick={() => setDraft(firstObjectives(api))}>Begin with an example</Button>}
      </div>
    </form>
  );
}

/** The text beside its line numbers; those with a fault are marked. */
function Lines({ text, change, faults }: { text: string; change: (text: string) => void; faults: readonly Fault[] }) {
  const gutter = useRef<HTMLDivElement>(null);
  const faulty = new Set(faults.map(({ line }) => line));
  const count = Math.max(8, text.split("\n").length);
  return (
    <div className="flex overflow-hidden rounded-s border border-rule focus-within:border-accent">
      <div
        ref={gutter}
        aria-hidden="true"
        className="overflow-hidden bg-raised py-1 text-right font-mono text-soft select-none"
      >
        {Array.from({ length: count }, (_, i) => (
          <div key={i} className={`px-1 ${faulty.has(i + 1) ? "bg-(--warn) font-semibold text-paper" : ""}`}>
            {i + 1}
          </div>
        ))}
      </div>
      <textarea
        aria-label="Objectives, YAML"
        value={text}
        onChange={(event) => change(event.target.value)}
        onScroll={(event) => {
          if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop;
        }}
        rows={Math.min(28, count)}
        spellCheck={false}
        wrap="off"
        className="min-w-0 flex-1 resize-y bg-paper p-1 font-mono outline-none"
      />
    </div>
  );
}

function Faults({ error, faults }: { error: Error; faults: readonly Fault[] }): ReactNode {
  if (faults.length === 0) return <ErrorState error={error} />;
  return (
    <div role="alert" className="mt-1 border-l-2 border-(--warn) pl-1">
      <p className="font-medium">Nothing was changed. To mend first:</p>
      <ul>
        {faults.map(({ line, column, pointer, detail }) => (
          <li key={`${line} ${column} ${pointer} ${detail}`}>
            {line === undefined ? pointer : `line ${line}${column === undefined ? "" : `, column ${column}`}`}: {detail}
          </li>
        ))}
      </ul>
    </div>
  );
}
