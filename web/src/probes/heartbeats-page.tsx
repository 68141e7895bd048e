import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { countText, durationText } from "#kernel";
import { useMay } from "../identity/use-may.ts";
import { Button } from "../ui/button.tsx";
import type { Column } from "../ui/column.ts";
import { ListTable } from "../ui/list-table.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { HeartbeatForm } from "./heartbeat-form.tsx";
import { type Heartbeat, heartbeatsQuery } from "./heartbeat-queries.ts";
import { HeartbeatState } from "./heartbeat-state.tsx";

/** All heartbeats; those that stay away first. */
export function HeartbeatsPage() {
  const query = useInfiniteQuery(heartbeatsQuery);
  const mayWrite = useMay()("heartbeat:write");
  const [adding, setAdding] = useState(false);
  return (
    <>
      <h1 className="mb-0.5">Heartbeats</h1>
      <Answer query={query} skeleton={<Skeleton className="h-64" />}>
        {({ pages }) => {
          const items = pages.flatMap((one) => one.items);
          return (
            <>
              <Sentence>{heartbeatsSentence(items)}</Sentence>
              <ListTable
                caption="Heartbeats"
                columns={COLUMNS}
                rows={items}
                keyOf={({ heartbeat }) => heartbeat}
                order="state"
                file="heartbeats"
                empty={
                  !adding && (
                    <EmptyState title="Nothing is awaited yet">
                      <p>
                        A heartbeat is a sign that a job sends when it is done, by one line of curl. When it stays away,
                        somebody is told: a backup that silently stopped is seen the next morning.
                      </p>
                    </EmptyState>
                  )
                }
              />
            </>
          );
        }}
      </Answer>
      {query.hasNextPage && <Button onClick={() => void query.fetchNextPage()}>Show more</Button>}
      {mayWrite && !adding && (
        <Button className="mt-2" look="primary" onClick={() => setAdding(true)}>
          Add a heartbeat
        </Button>
      )}
      {mayWrite && adding && (
        <Section title="A new heartbeat">
          <HeartbeatForm close={() => setAdding(false)} />
        </Section>
      )}
    </>
  );
}

function heartbeatsSentence(all: readonly Heartbeat[]): string {
  if (all.length === 0) return "No sign is awaited, so no job that stops is noticed.";
  const away = all.filter(({ state }) => state === "firing").map(({ heartbeat }) => heartbeat);
  const many = all.length === 1 ? "1 heartbeat is awaited" : `${countText(all.length)} heartbeats are awaited`;
  if (away.length === 0) return `${many}, and none stays away.`;
  const more = away.length > 3 ? ` and ${away.length - 3} more` : "";
  return `${away.slice(0, 3).join(", ")}${more} ${away.length === 1 ? "stays" : "stay"} away; ${many}.`;
}

const RANK: Readonly<Record<Heartbeat["state"], number>> = { firing: 0, new: 1, beating: 2, paused: 3 };

const COLUMNS: readonly Column<Heartbeat>[] = [
  {
    key: "heartbeat",
    head: "Heartbeat",
    isText: true,
    value: ({ heartbeat }) => heartbeat,
    cell: ({ heartbeat, title, api }) => (
      <>
        <TextLink to={`/heartbeats/${encodeURIComponent(heartbeat)}`}>
          <bdi>{title}</bdi>
        </TextLink>
        <span className="text-soft"> {api}</span>
      </>
    ),
  },
  {
    key: "state",
    head: "State",
    isText: true,
    value: ({ state }) => RANK[state],
    cell: (row) => <HeartbeatState heartbeat={row} />,
  },
  {
    key: "last",
    head: "Last sign",
    isText: true,
    value: ({ lastAt }) => lastAt,
    cell: ({ lastAt }) => (lastAt === null ? "–" : <Time at={lastAt} />),
  },
  {
    key: "due",
    head: "Due until",
    isText: true,
    value: ({ dueUntil }) => dueUntil,
    cell: ({ dueUntil }) => (dueUntil === null ? "–" : <Time at={dueUntil} />),
  },
  { key: "every", head: "Every", value: ({ everyMs }) => everyMs, cell: ({ everyMs }) => durationText(everyMs) },
];
