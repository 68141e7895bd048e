import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../identity/use-may.ts";
import { apiPath, environmentsQuery } from "../server/api-queries.ts";
import { request } from "../server/request.ts";
import type { Environment } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { KeptInText } from "../ui/kept-in-text.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { EnvironmentForm } from "./environment-form.tsx";

/** Where an API runs, and which version there. What a text owns is only shown. */
export function Environments({ api }: { api: string }) {
  const query = useQuery(environmentsQuery(api));
  const mayWrite = useMay()("api:write");
  const [adding, setAdding] = useState(false);
  return (
    <Section title="Environments">
      <Answer query={query} skeleton={<Skeleton className="h-8" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-soft">None is named yet: production, and where clients try things out.</p>
          ) : (
            <ul>
              {items.map((each) => (
                <EnvironmentRow key={`${each.environment} ${each.revision}`} row={each} mayWrite={mayWrite} />
              ))}
            </ul>
          )
        }
      </Answer>
      {mayWrite &&
        (adding ? (
          <EnvironmentForm api={api} close={() => setAdding(false)} />
        ) : (
          <Button className="mt-1" onClick={() => setAdding(true)}>
            Add an environment
          </Button>
        ))}
    </Section>
  );
}

function EnvironmentRow({ row, mayWrite }: { row: Environment; mayWrite: boolean }) {
  const [doing, setDoing] = useState<"nothing" | "editing" | "removing">("nothing");
  const client = useQueryClient();
  const { api, environment, address, version, revision, managedBy } = row;
  const remove = useMutation({
    mutationFn: () =>
      request(apiPath(api, "environments", environment), { method: "DELETE", ifMatch: `"r${revision}"` }),
    onSuccess: () => {
      say(`The environment ${environment} is gone.`);
      void client.invalidateQueries({ queryKey: environmentsQuery(api).queryKey });
    },
  });
  return (
    <li className="border-b border-rule py-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="min-w-16 font-medium">{environment}</span>
        <span className="min-w-24 flex-1 [overflow-wrap:anywhere] text-soft">{address ?? "no address"}</span>
        <span>{version === null ? "no version named" : `version ${version}`}</span>
        <KeptInText managedBy={managedBy} />
        {mayWrite && managedBy === null && (
          <>
            <Button
              onClick={() => setDoing(doing === "editing" ? "nothing" : "editing")}
              aria-expanded={doing === "editing"}
              aria-label={`Change ${environment}`}
            >
              {doing === "editing" ? "Close" : "Change"}
            </Button>
            <Button look="danger" onClick={() => setDoing("removing")} aria-label={`Remove ${environment}`}>
              Remove
            </Button>
          </>
        )}
      </div>
      {remove.error !== null && <ErrorState error={remove.error} />}
      {doing === "editing" && <EnvironmentForm api={api} environment={row} close={() => setDoing("nothing")} />}
      {doing === "removing" && (
        <Confirm
          title={`Remove the environment ${environment}?`}
          action="Remove it"
          close={() => setDoing("nothing")}
          confirm={() => remove.mutate()}
        >
          Its address and version are forgotten; records and counts stay.
        </Confirm>
      )}
    </li>
  );
}
