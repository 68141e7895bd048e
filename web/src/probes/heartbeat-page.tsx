import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { durationText } from "#kernel";
import { useMay } from "../identity/use-may.ts";
import { WhoChanged } from "../settings/who-changed.tsx";
import { usePageParam } from "../shell/use-page-param.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { KeptInText } from "../ui/kept-in-text.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { HeartbeatForm } from "./heartbeat-form.tsx";
import { beatsQuery, type Heartbeat, heartbeatPath, heartbeatQuery } from "./heartbeat-queries.ts";
import { HeartbeatState } from "./heartbeat-state.tsx";
import { useProbeChange, useRemoval } from "./probe-queries.ts";

/** One heartbeat: how it does, where its signs go, and those that came. */
export function HeartbeatPage() {
  const name = usePageParam("heartbeat") ?? "";
  const query = useQuery(heartbeatQuery(name));
  return (
    <Answer query={query} skeleton={<Skeleton className="h-64" />}>
      {(heartbeat) => (
        <>
          <h1 className="mb-0.5 flex flex-wrap items-baseline gap-x-1">
            <bdi>{heartbeat.title}</bdi> <HeartbeatState heartbeat={heartbeat} />
          </h1>
          <Sentence>{heartbeat.sentence}</Sentence>
          <p className="text-soft">
            Every {durationText(heartbeat.everyMs)}
            {heartbeat.graceMs > 0 && `, late by ${durationText(heartbeat.graceMs)} at most`}, for{" "}
            <TextLink to={`/apis/${encodeURIComponent(heartbeat.api)}`}>
              <bdi>{heartbeat.api}</bdi>
            </TextLink>
            . <KeptInText managedBy={heartbeat.managedBy} />
          </p>
          <Changes key={heartbeat.revision} heartbeat={heartbeat} />
          <Address heartbeat={heartbeat} />
          <Signs name={heartbeat.heartbeat} />
          <p className="mt-2">
            <WhoChanged subject={`heartbeat:${heartbeat.heartbeat}`} />
          </p>
        </>
      )}
    </Answer>
  );
}

function Changes({ heartbeat }: { heartbeat: Heartbeat }) {
  const [doing, setDoing] = useState<"nothing" | "editing" | "removing">("nothing");
  const mayWrite = useMay()("heartbeat:write");
  const navigate = useNavigate();
  const change = useProbeChange();
  const remove = useRemoval(() => navigate({ to: "/heartbeats" }));
  if (!mayWrite || heartbeat.managedBy !== null) return null;
  const { revision, paused, api, title, everyMs, graceMs } = heartbeat;
  const path = heartbeatPath(heartbeat.heartbeat);
  if (doing === "editing") {
    return (
      <Section title="Change it">
        <HeartbeatForm heartbeat={heartbeat} close={() => setDoing("nothing")} />
      </Section>
    );
  }
  const pause = (): void => {
    const body = { api, title, everyMs, graceMs, paused: !paused };
    change.mutate({ path, method: "PUT", body, revision, done: paused ? "It is awaited again." : "It is paused." });
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
          title={`Delete the heartbeat ${heartbeat.heartbeat}?`}
          action="Delete it"
          close={() => setDoing("nothing")}
          confirm={() =>
            remove.mutate({
              path,
              revision,
              done: `The heartbeat ${heartbeat.heartbeat} is deleted.`,
            })
          }
        >
          Nobody is told any more when it stays away, and its address ends.
        </Confirm>
      )}
    </div>
  );
}

/** Where signs go: a secret address, shown when it is made. */
function Address({ heartbeat }: { heartbeat: Heartbeat }) {
  const [asking, setAsking] = useState(false);
  const mayWrite = useMay()("heartbeat:write");
  const make = useProbeChange<{ url: string }>();
  const [url, setUrl] = useState<string>();
  const path = `${heartbeatPath(heartbeat.heartbeat)}/address`;
  const newOne = (): void =>
    make.mutate({ path, method: "POST", body: {}, done: "" }, { onSuccess: (answer) => setUrl(answer.url) });
  return (
    <Section title="Where its signs go">
      {url === undefined ? (
        <p className="text-soft">
          {heartbeat.hasAddress
            ? "It has a secret address, which is not shown again."
            : "It has no address yet. Make one, and have the job call it when it is done."}
        </p>
      ) : (
        <>
          <p className="mb-0.5">This address is shown this once; keep it where the job finds it.</p>
          <CopyLine text={`curl -fsS -m 10 --retry 5 ${url}`} label="A sign, by curl" />
          <CopyLine
            text={`0 3 * * * /usr/local/bin/job && curl -fsS -m 10 --retry 5 -o /dev/null ${url}`}
            label="In a crontab"
          />
          <p className="mt-0.5 text-soft">With /fail behind it, it says that the work failed.</p>
        </>
      )}
      {mayWrite && url === undefined && (
        <Button
          className="mt-1"
          onClick={() => (heartbeat.hasAddress ? setAsking(true) : newOne())}
          disabled={make.isPending}
        >
          {heartbeat.hasAddress ? "Make another address …" : "Make an address"}
        </Button>
      )}
      {make.error !== null && <ErrorState error={make.error} />}
      {asking && (
        <Confirm title="Make another address?" action="Make it" close={() => setAsking(false)} confirm={newOne}>
          The one that it has ends at once: whatever calls it is refused, and the heartbeat stays away.
        </Confirm>
      )}
    </Section>
  );
}

function Signs({ name }: { name: string }) {
  const query = useInfiniteQuery(beatsQuery(name));
  return (
    <Section title="Signs that came">
      <Answer query={query} skeleton={<Skeleton className="h-16" />}>
        {({ pages }) => {
          const beats = pages.flatMap(({ items }) => items);
          if (beats.length === 0) return <p className="text-soft">None has come yet.</p>;
          return (
            <ul>
              {beats.map(({ at, failed }) => (
                <li key={at} className="flex gap-x-2 border-b border-rule py-0.5">
                  <Time at={at} />
                  <span className={failed ? "text-bad" : "text-soft"}>{failed ? "■ the work failed" : "done"}</span>
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
      {query.hasNextPage && <Button onClick={() => void query.fetchNextPage()}>Show more</Button>}
    </Section>
  );
}
