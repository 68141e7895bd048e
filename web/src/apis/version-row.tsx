import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { apiPath, versionsQuery } from "../server/api-queries.ts";
import { request } from "../server/request.ts";
import type { Version } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { KeptInText } from "../ui/kept-in-text.tsx";
import { ErrorState } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toasts.tsx";
import { Deprecate } from "./deprecate.tsx";
import type { Move } from "./move.ts";
import { OpenApiDocument } from "./openapi-document.tsx";

const ACTIONS = { live: "Make it live", deprecated: "Deprecate …", retired: "Retire …" } as const;

interface VersionRowProps {
  readonly version: Version;
  readonly all: readonly Version[];
  readonly may: boolean;
}

/** A version: where it stands, how it came there, what can be made of it, and its document. Of one that a text says, nothing. */
export function VersionRow({ version, all, may: mayWrite }: VersionRowProps) {
  const may = mayWrite && version.managedBy === null;
  const [asking, setAsking] = useState<"deprecated" | "retired">();
  const client = useQueryClient();
  const move = useMutation({
    mutationFn: (body: Move) =>
      request(apiPath(version.api, "versions", version.version, "life"), {
        method: "PUT",
        body,
        ifMatch: `"r${version.revision}"`,
      }),
    onSuccess: (_, { state }) => {
      say(`Version ${version.version} is ${state} now.`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: versionsQuery(version.api).queryKey }),
  });
  return (
    <li className="border-b border-rule py-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="font-semibold">{version.version}</span>
        {version.title !== version.version && <span>{version.title}</span>}
        <span className="rounded-s border border-rule px-0.5">{version.state}</span>
        {version.current && <span className="text-soft">current</span>}
        <KeptInText managedBy={version.managedBy} />
        <span className="grow" />
        {may && (
          <Transitions
            version={version}
            choose={(to) => (to === "live" ? move.mutate({ state: to }) : setAsking(to))}
          />
        )}
      </div>
      <Life version={version} />
      {move.error !== null && <ErrorState error={move.error} />}
      {asking === "deprecated" && (
        <Deprecate version={version} all={all} close={() => setAsking(undefined)} send={(body) => move.mutate(body)} />
      )}
      {asking === "retired" && (
        <Confirm
          title={`Retire ${version.version}?`}
          action="Retire it for good"
          typed={version.version}
          close={() => setAsking(undefined)}
          confirm={() => move.mutate({ state: "retired" })}
        >
          A retired version stays retired. Requests that name it are counted as before.
        </Confirm>
      )}
      <OpenApiDocument version={version} all={all} may={may} />
    </li>
  );
}

function Transitions({ version, choose }: { version: Version; choose: (to: Move["state"]) => void }) {
  const shown = version.transitions.filter(({ to }) => to !== version.state || to === "deprecated");
  return shown.map(({ to, possible, reason }) => (
    <span key={to} data-tip={reason ?? undefined}>
      <Button
        disabled={!possible}
        aria-describedby={reason === null ? undefined : `${version.version}-${to}`}
        onClick={() => choose(to)}
      >
        {ACTIONS[to]}
      </Button>
      {reason !== null && (
        <span id={`${version.version}-${to}`} className="sr-only">
          {reason}
        </span>
      )}
    </span>
  ));
}

function Life({ version }: { version: Version }) {
  if (version.life.length === 0) {
    return (
      <p className="text-soft">
        Made <Time at={version.createdAt} />
      </p>
    );
  }
  return (
    <ul className="text-soft">
      {version.life.map(({ state, at, by, sunsetAt, successor }) => (
        <li key={at}>
          {state} <Time at={at} /> by {by}
          {sunsetAt !== null && (
            <>
              , until <Time at={sunsetAt} />
            </>
          )}
          {successor !== null && `, then ${successor}`}
        </li>
      ))}
    </ul>
  );
}
