import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../identity/use-may.ts";
import { apiPath, versionsQuery } from "../server/api-queries.ts";
import { request } from "../server/request.ts";
import type { Version } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, EmptyState, ErrorState, Skeleton } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";
import { VersionRow } from "./version-row.tsx";

/** The versions of an API with their life and documents, and the way to a new one. */
export function Versions({ api }: { api: string }) {
  const query = useQuery(versionsQuery(api));
  const may = useMay()("api:write");
  return (
    <Section title="Versions">
      <Answer query={query} skeleton={<Skeleton className="h-16" />}>
        {({ items }) => (
          <>
            <p className="mb-1 text-soft">{sentenceOf(items)}</p>
            {items.length === 0 ? (
              <EmptyState title="No version yet">
                {may ? "Make the one that runs now, then give it its OpenAPI document." : "Somebody who may makes one."}
              </EmptyState>
            ) : (
              <ul>
                {items.map((version) => (
                  <VersionRow key={version.version} version={version} all={items} may={may} />
                ))}
              </ul>
            )}
          </>
        )}
      </Answer>
      {may && <NewVersion api={api} />}
    </Section>
  );
}

function sentenceOf(versions: readonly Version[]): string {
  const current = versions.find((one) => one.current);
  if (versions.length === 0) return "Operations are guessed from paths, as there is no version with a document.";
  if (current === undefined) return "None of the versions is live, so operations are guessed from paths.";
  const source = current.openapi === null ? "guessed from paths" : "those of its document";
  return `Requests that name no version belong to ${current.version}; their operations are ${source}.`;
}

function NewVersion({ api }: { api: string }) {
  const [name, setName] = useState("");
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: (version: string) => request(apiPath(api, "versions", version), { method: "PUT", body: {} }),
    onSuccess: (_, version) => {
      setName("");
      say(`Version ${version} is a draft now.`);
      void client.invalidateQueries({ queryKey: versionsQuery(api).queryKey });
    },
  });
  return (
    <form
      className="mt-1 flex flex-wrap items-end gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate(name.trim());
      }}
    >
      <TextField
        label="A new version, as records name it"
        value={name}
        set={setName}
        placeholder="v2"
        className="w-32"
      />
      <Button type="submit" disabled={name.trim() === "" || make.isPending}>
        Make a draft
      </Button>
      {make.error !== null && <ErrorState error={make.error} />}
    </form>
  );
}
