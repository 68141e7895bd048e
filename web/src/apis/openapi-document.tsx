import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { apiPath, versionsQuery } from "../server/api-queries.ts";
import { Problem } from "../server/problem.ts";
import { requestText } from "../server/request.ts";
import type { Version } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toasts.tsx";
import { DocumentFaults } from "./document-faults.tsx";
import { VersionChanges } from "./version-changes.tsx";

interface OpenApiDocumentProps {
  readonly version: Version;
  readonly all: readonly Version[];
  readonly may: boolean;
}

/** The OpenAPI document of a version: whether there is one, what it changes for clients, and how another one is given. */
export function OpenApiDocument({ version, all, may }: OpenApiDocumentProps) {
  const [open, setOpen] = useState<"upload" | "changes">();
  const { openapi } = version;
  const toggle = (part: "upload" | "changes"): void => setOpen(open === part ? undefined : part);
  return (
    <div className="mt-0.5">
      <div className="flex flex-wrap items-center gap-1">
        <span className="text-soft">
          {openapi === null ? "No OpenAPI document" : `OpenAPI document by ${openapi.putBy}, `}
          {openapi !== null && <Time at={openapi.putAt} />}
        </span>
        {openapi !== null && (
          <Button look="quiet" aria-expanded={open === "changes"} onClick={() => toggle("changes")}>
            What it changes
          </Button>
        )}
        {may && (
          <Button look="quiet" aria-expanded={open === "upload"} onClick={() => toggle("upload")}>
            {openapi === null ? "Give it a document" : "Replace the document"}
          </Button>
        )}
      </div>
      {open === "upload" && <Upload version={version} done={() => setOpen("changes")} />}
      {open === "changes" && <VersionChanges version={version} all={all} />}
    </div>
  );
}

function Upload({ version, done }: { version: Version; done: () => void }) {
  const [text, setText] = useState("");
  const id = useId();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      requestText(apiPath(version.api, "versions", version.version, "openapi"), {
        method: "PUT",
        text: { type: "text/yaml", body: text },
        ...(version.openapi === null ? {} : { ifMatch: `"r${version.openapi.revision}"` }),
      }),
    onSuccess: () => {
      say(`Version ${version.version} has the document now; later records are named by it.`);
      void client.invalidateQueries({ queryKey: versionsQuery(version.api).queryKey });
      done();
    },
  });
  const faults = save.error instanceof Problem ? save.error.faults : [];
  return (
    <form
      className="my-1"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <label htmlFor={`${id}-file`} className="text-soft">
        Choose a file (YAML or JSON, at most 10 MB), or paste the text
      </label>
      <input
        id={`${id}-file`}
        type="file"
        accept=".yaml,.yml,.json"
        className="my-0.5 block max-w-full"
        onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
      />
      <textarea
        aria-label="OpenAPI document"
        value={text}
        onChange={(event) => setText(event.target.value)}
        rows={10}
        spellCheck={false}
        wrap="off"
        className="w-full resize-y rounded-s border border-rule bg-paper p-1 font-mono"
      />
      {save.error !== null && faults.length === 0 && <ErrorState error={save.error} />}
      {faults.length > 0 && <DocumentFaults faults={faults} text={text} />}
      <Button look="primary" type="submit" disabled={text.trim() === "" || save.isPending}>
        {save.isPending ? "Checking …" : "Save the document"}
      </Button>
    </form>
  );
}
