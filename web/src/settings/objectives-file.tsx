import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Dispatch, type ReactNode, type SetStateAction, useRef, useState } from "react";
import { type Fault, Problem } from "../server/problem.ts";
import { objectivesFilePath, objectivesFileQuery } from "../server/queries.ts";
import { requestText } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { ErrorState, Skeleton } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { firstObjectives } from "./first-objectives.ts";

/**
 * The objectives of an API as text. Faults are shown at their lines; what was not saved stays. `isOwned`: a configuration
 * text says them, so that they are only read here.
 */
export function ObjectivesFile({ api, isOwned }: { api: string; isOwned: boolean }) {
  const query = useQuery(objectivesFileQuery(api));
  const isMissing = query.error instanceof Problem && query.error.status === 404;
  return (
    <Section
      title="Objectives"
      aside={<span className="text-soft">{isOwned ? "YAML" : "YAML; saved as a whole, or not at all"}</span>}
    >
      {query.data === undefined &&
        !isMissing &&
        (query.error === null ? <Skeleton className="h-40" /> : <ErrorState error={query.error} />)}
      {(query.data !== undefined || isMissing) && (
        <Editor api={api} isOwned={isOwned} saved={query.data?.text ?? ""} etag={query.data?.etag ?? undefined} />
      )}
    </Section>
  );
}

/** A text that is not saved, and the version that it was begun from. */
interface Draft {
  readonly text: string;
  readonly from: string | undefined;
}

interface EditorProps {
  readonly api: string;
  readonly isOwned: boolean;
  readonly saved: string;
  readonly etag: string | undefined;
}

function Editor({ api, isOwned, saved, etag }: EditorProps) {
  const [draft, setDraft] = useState<Draft>();
  const text = draft?.text ?? saved;
  const save = useSave(api, saved, setDraft);
  const faults = save.error instanceof Problem ? save.error.faults : [];
  // The news of a change bring the other version; a draft must not pass for a change of that one.
  const isStale = draft !== undefined && draft.from !== etag && !save.isPending;
  const change = (next: string): void => setDraft({ text: next, from: draft === undefined ? etag : draft.from });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ text, from: draft === undefined ? etag : draft.from });
      }}
    >
      <Lines text={text} change={isOwned ? undefined : change} faults={faults} />
      {isStale && <Conflict theirs={saved} overwrite={() => save.mutate({ text, from: etag })} />}
      {!isStale && save.error !== null && <Faults error={save.error} faults={faults} />}
      <div className={isOwned ? "hidden" : "mt-1 flex items-center gap-1"}>
        <Button look="primary" type="submit" disabled={text === saved || isStale || save.isPending}>
          {save.isPending ? "Checking …" : "Save the objectives"}
        </Button>
        {draft !== undefined && draft.text !== saved && (
          <Button onClick={() => setDraft(undefined)}>Discard the changes</Button>
        )}
        {text.trim() === "" && <Button onClick={() => change(firstObjectives(api))}>Begin with an example</Button>}
      </div>
    </form>
  );
}

/** Saves a draft over the version that it was begun from; when there is another one by now, that one is fetched. */
function useSave(api: string, saved: string, setDraft: Dispatch<SetStateAction<Draft | undefined>>) {
  const client = useQueryClient();
  const { queryKey } = objectivesFileQuery(api);
  return useMutation({
    mutationFn: ({ text, from }: Draft) =>
      requestText(objectivesFilePath(api), {
        method: "PUT",
        text: { type: "text/yaml", body: text },
        ...(from === undefined ? {} : { ifMatch: from }),
      }),
    onSuccess: ({ etag }, { text }) => {
      const from = etag ?? undefined;
      say("The objectives hold from now on.", saved.trim() === "" ? undefined : () => setDraft({ text: saved, from }));
      client.setQueryData(queryKey, { text, etag });
      // What was typed while it was saved is a draft of what is saved now.
      setDraft((draft) => (draft === undefined || draft.text === text ? undefined : { text: draft.text, from }));
      void client.invalidateQueries({ queryKey: ["objectives"] });
    },
    onError: (error) => {
      if (error instanceof Problem && error.status === 412) void client.invalidateQueries({ queryKey });
    },
  });
}

/** Somebody else was quicker: what there is now, beside the draft, which stays. */
function Conflict({ theirs, overwrite }: { theirs: string; overwrite: () => void }) {
  return (
    <div role="alert" className="mt-1 border-l-2 border-(--warn) pl-1">
      <p className="font-medium">Somebody saved other objectives after you began. Your text is still here, unsaved.</p>
      <p className="text-soft">Take over what you want to keep of theirs, then save yours over it.</p>
      <details className="my-0.5" open>
        <summary>What is saved now</summary>
        <pre
          tabIndex={0}
          role="group"
          aria-label="Objectives saved now"
          className="max-h-40 overflow-auto bg-raised p-1 font-mono"
        >
          {theirs}
        </pre>
      </details>
      <Button onClick={overwrite}>Save mine over it</Button>
    </div>
  );
}

interface LinesProps {
  readonly text: string;
  /** Undefined: it is only read. */
  readonly change: ((text: string) => void) | undefined;
  readonly faults: readonly Fault[];
}

/** The text beside its line numbers; those with a fault are marked. */
function Lines({ text, change, faults }: LinesProps) {
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
        readOnly={change === undefined}
        onChange={(event) => change?.(event.target.value)}
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
