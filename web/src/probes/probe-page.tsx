import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { durationText } from "#kernel";
import { useMay } from "../identity/use-may.ts";
import { WhoChanged } from "../settings/who-changed.tsx";
import { usePageParam } from "../shell/use-page-param.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { KeptInText } from "../ui/kept-in-text.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { ProbeChart } from "./probe-chart.tsx";
import { bodyOf, draftOf } from "./probe-draft.ts";
import { ProbeForm } from "./probe-form.tsx";
import { type Probe, probePath, probeQuery, resultsQuery, useProbeChange, useRemoval } from "./probe-queries.ts";
import { ProbeResults } from "./probe-results.tsx";
import { CertificateDays, ProbeState, uptimeText } from "./probe-state.tsx";

/** One probe: how it does, its runs, and changing it. */
export function ProbePage() {
  const name = usePageParam("probe") ?? "";
  const query = useQuery(probeQuery(name));
  return (
    <Answer query={query} skeleton={<Skeleton className="h-64" />}>
      {(probe) => (
        <>
          <h1 className="mb-0.5 flex flex-wrap items-baseline gap-x-1">
            <bdi>{probe.title}</bdi> <ProbeState state={probe.state} />
          </h1>
          <Sentence>{probe.sentence}</Sentence>
          <Facts probe={probe} />
          <Changes key={probe.revision} probe={probe} />
          <Runs probe={probe.probe} />
          <p className="mt-2">
            <WhoChanged subject={`probe:${probe.probe}`} />
          </p>
        </>
      )}
    </Answer>
  );
}

function Facts({ probe }: { probe: Probe }) {
  const { uptime, api, method, url, everyMs } = probe;
  return (
    <>
      <dl className="grid grid-cols-2 border-y border-rule sm:grid-cols-4">
        <Fact name="Passed, 24 h">{uptimeText(uptime.day)}</Fact>
        <Fact name="7 days">{uptimeText(uptime.week)}</Fact>
        <Fact name="30 days">{uptimeText(uptime.month)}</Fact>
        <Fact name="Certificate">
          <CertificateDays probe={probe} />
        </Fact>
      </dl>
      <p className="mt-1 text-soft">
        <code className="break-all">
          {method} {url}
        </code>{" "}
        every {durationText(everyMs)}, for{" "}
        <TextLink to={`/apis/${encodeURIComponent(api)}`}>
          <bdi>{api}</bdi>
        </TextLink>
        . <KeptInText managedBy={probe.managedBy} />
      </p>
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="border-rule py-1 not-first:sm:border-l not-first:sm:pl-3">
      <dt className="text-soft">{name}</dt>
      <dd className="text-l">{children}</dd>
    </div>
  );
}

function Changes({ probe }: { probe: Probe }) {
  const [doing, setDoing] = useState<"nothing" | "editing" | "removing">("nothing");
  const mayWrite = useMay()("probe:write");
  const navigate = useNavigate();
  const change = useProbeChange();
  const remove = useRemoval(() => navigate({ to: "/probes" }));
  if (!mayWrite || probe.managedBy !== null) return null;
  const path = probePath(probe.probe);
  const { revision, paused } = probe;
  if (doing === "editing") {
    return (
      <Section title="Change it">
        <ProbeForm probe={probe} close={() => setDoing("nothing")} />
      </Section>
    );
  }
  const pause = (): void => {
    const body = bodyOf({ ...draftOf(probe, probe.api), paused: !paused }, probe);
    change.mutate({ path, method: "PUT", body, revision, done: paused ? "It runs again." : "It is paused." });
  };
  const error = change.error ?? remove.error;
  return (
    <div className="mt-1 flex flex-wrap gap-1">
      <Button onClick={() => setDoing("editing")}>Change it</Button>
      <Button onClick={pause} disabled={change.isPending}>
        {paused ? "Go on" : "Pause"}
      </Button>
      <Button look="danger" onClick={() => setDoing("removing")}>
        Delete it …
      </Button>
      {error !== null && <ErrorState error={error} />}
      {doing === "removing" && (
        <Confirm
          title={`Delete the probe ${probe.probe}?`}
          action="Delete it"
          close={() => setDoing("nothing")}
          confirm={() => remove.mutate({ path, revision, done: `The probe ${probe.probe} is deleted.` })}
        >
          Its runs go with it, and nobody is told any more of what it saw.
        </Confirm>
      )}
    </div>
  );
}

function Runs({ probe }: { probe: string }) {
  const [failed, setFailed] = useState(false);
  const all = useInfiniteQuery(resultsQuery(probe, false));
  const shown = useInfiniteQuery(resultsQuery(probe, failed));
  return (
    <>
      <Answer query={all} skeleton={<Skeleton className="mt-4 h-24" />}>
        {({ pages }) => <ProbeChart results={pages.flatMap(({ items }) => items)} />}
      </Answer>
      <Section
        title="Runs"
        aside={
          <label className="flex items-center gap-0.5">
            <input type="checkbox" checked={failed} onChange={(event) => setFailed(event.target.checked)} />
            Only those that failed
          </label>
        }
      >
        <Answer query={shown} skeleton={<Skeleton className="h-32" />}>
          {({ pages }) => <ProbeResults results={pages.flatMap(({ items }) => items)} failed={failed} />}
        </Answer>
        {shown.hasNextPage && <Button onClick={() => void shown.fetchNextPage()}>Show more</Button>}
      </Section>
    </>
  );
}
