import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../identity/use-may.ts";
import { apiPath, releasesQuery } from "../server/api-queries.ts";
import { request } from "../server/request.ts";
import type { Release } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toasts.tsx";

/** Releases of an API that went out, the latest first. They are said where one deploys, so there is no form. */
export function ReleaseList({ api }: { api: string }) {
  const query = useQuery(releasesQuery(api));
  const may = useMay();
  if (!may("release:read")) return null;
  return (
    <Section title="Releases">
      <p className="mb-1 text-soft">Each is a mark in the charts of this API. Say them where you deploy:</p>
      <CopyLine text={`plimsoll release ${api} 2026.11.3`} label="Say a release" />
      <Answer query={query} skeleton={<Skeleton className="h-8" />}>
        {({ items, next }) =>
          items.length === 0 ? (
            <p className="mt-1 text-soft">None was said yet.</p>
          ) : (
            <>
              <ul>
                {items.map((one) => (
                  <Line key={one.id} release={one} mayWrite={may("release:write")} />
                ))}
              </ul>
              {next !== null && <p className="text-soft">Older ones are in GET /api/v1/apis/{api}/releases.</p>}
            </>
          )
        }
      </Answer>
    </Section>
  );
}

function Line({ release, mayWrite }: { release: Release; mayWrite: boolean }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => request(apiPath(release.api, "releases", release.id), { method: "DELETE" }),
    onSuccess: () => {
      say(`${release.release} is no mark any more.`);
      void client.invalidateQueries({ queryKey: ["apis", "releases"] });
    },
  });
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-rule py-1">
      <span className="font-medium">
        {release.link === null ? (
          <bdi>{release.release}</bdi>
        ) : (
          <a href={release.link} rel="noreferrer" className="text-accent underline">
            <bdi>{release.release}</bdi>
          </a>
        )}
      </span>
      <span className="min-w-16 flex-1">{release.title}</span>
      {release.environment !== "production" && <span className="text-soft">{release.environment}</span>}
      <Time at={release.at} />
      <span className="text-soft">by {release.by}</span>
      {mayWrite && (
        <Button look="danger" onClick={() => setAsking(true)}>
          Delete …
        </Button>
      )}
      {remove.error !== null && <ErrorState error={remove.error} />}
      {asking && (
        <Confirm
          title={`Delete the mark of ${release.release}?`}
          action="Delete it"
          close={() => setAsking(false)}
          confirm={() => remove.mutate()}
        >
          It leaves the charts. What was released stays as it is.
        </Confirm>
      )}
    </li>
  );
}
