import { useQuery } from "@tanstack/react-query";
import { countText, DAY_MS, ratioText, spanText } from "#kernel";
import { useMay } from "../identity/use-may.ts";
import { sourcesQuery } from "../server/api-queries.ts";
import { apisQuery } from "../server/queries.ts";
import type { Sources } from "../server/wire.ts";
import { useApiTitle, usePageApi } from "../shell/use-api.ts";
import { useServerNow } from "../time/server-clock.ts";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { SendRecords } from "../overview/send-records.tsx";
import { DroppedRecords } from "./dropped-records.tsx";
import { Losses } from "./losses.tsx";
import { ReachForm } from "./reach-form.tsx";
import { SourceTable } from "./source-table.tsx";
import { sourcesSentence, sourceWarnings, takesPosts } from "./source-words.ts";

/** Where the records of an API come from, whether they come, and what is wrong with those that do not count. */
export function SourcesPage() {
  const api = usePageApi();
  const title = useApiTitle(api);
  const now = useServerNow();
  const may = useMay()("api:write");
  const { data } = useQuery(apisQuery);
  const row = data?.items.find((each) => each.api === api);
  const query = useQuery(sourcesQuery(api));
  return (
    <div className="max-w-[960px]">
      <h1 className="sr-only">Sources of {title}</h1>
      <Answer query={query} skeleton={<Skeleton className="h-30" />}>
        {(sources) => (
          <>
            <Sentence>{sourcesSentence({ title, countedBy: row?.countedBy ?? null, sources, now })}</Sentence>
            {sourceWarnings({ title, sources }).map((warning) => (
              <p key={warning} className="mb-0.5 text-warn">
                ▲ {warning}
              </p>
            ))}
            {sources.items.length === 0 ? (
              <EmptyState title="No record yet">
                <p>Since the server started, nothing has come. Say below where the API is, and what counts it.</p>
                {takesPosts(row?.countedBy ?? null) && <SendRecords api={api} />}
              </EmptyState>
            ) : (
              <SourceTable sources={sources} now={now} />
            )}
            <Watched sources={sources} now={now} />
            <Losses sources={sources} />
            <DroppedRecords sources={sources} />
          </>
        )}
      </Answer>
      {row !== undefined && (
        <Section title="How requests reach it">
          <ReachForm key={`${api} ${row.revision}`} api={row} mayWrite={may && row.managedBy === null} />
        </Section>
      )}
    </div>
  );
}

/** How much of the last day is known. */
function Watched({ sources, now }: { sources: Sources; now: number }) {
  const { watched, startedAt } = sources;
  if (watched === null) return null;
  const from = Date.parse(watched.from);
  const length = Date.parse(watched.to) - from;
  const missing = Math.max(0, length - watched.ms);
  const since = now - from >= DAY_MS - 60_000 ? "the last 24 hours" : `the ${spanText(length)} since there is a record`;
  return (
    <p className="mt-1 text-soft">
      {missing < 1_000
        ? `All of ${since} was watched.`
        : `${ratioText(watched.ms / length)} of ${since} was watched; of ${spanText(missing)} nothing is known, and they count as neither good nor bad.`}{" "}
      Counted since the server started, <Time at={startedAt} />
      {sources.items.length > 1 && `; ${countText(sources.items.length)} sources have delivered`}.
    </p>
  );
}
