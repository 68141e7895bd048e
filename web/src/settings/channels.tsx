import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../identity/use-may.ts";
import {
  channelsQuery,
  type HouseChannel,
  kindsQuery,
  type OrderedTest,
  testQuery,
} from "../notification/reach-queries.ts";
import { SentState } from "../notification/sent-state.tsx";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, EmptyState, ErrorState, Skeleton } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { KindSettings } from "./kind-settings.tsx";
import { NewChannel } from "./new-channel.tsx";

/** Places of the house that are told (a team's room, another pager), and what the house sets for each kind of way. */
export function Channels() {
  const mayWrite = useMay()("channel:write");
  const query = useQuery(channelsQuery);
  const kinds = useQuery(kindsQuery);
  return (
    <>
      <p className="max-w-[720px] text-soft">
        Escalation policies name channels beside people and schedules. How a person is reached is each one's own.
      </p>
      <Section title="Channels of the house">
        <Answer query={query} skeleton={<Skeleton className="h-16" />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="There is none yet.">
                <p>Add the room of a team, or the pager that you have.</p>
              </EmptyState>
            ) : (
              <ul>
                {items.map((channel) => (
                  <ChannelRow key={`${channel.name} ${channel.revision}`} channel={channel} mayWrite={mayWrite} />
                ))}
              </ul>
            )
          }
        </Answer>
      </Section>
      <Answer query={kinds} skeleton={<Skeleton className="h-32" />}>
        {({ items }) => (
          <>
            {mayWrite && <NewChannel kinds={items} />}
            <KindSettings kinds={items} mayWrite={mayWrite} />
          </>
        )}
      </Answer>
    </>
  );
}

function ChannelRow({ channel, mayWrite }: { channel: HouseChannel; mayWrite: boolean }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const path = `/channels/${encodeURIComponent(channel.name)}`;
  const test = useMutation({ mutationFn: () => request<OrderedTest>(`${path}/test`, { method: "POST", body: {} }) });
  const remove = useMutation({
    mutationFn: () => request(path, { method: "DELETE", ifMatch: `"r${channel.revision}"` }),
    onSuccess: () => {
      say(`${channel.title} is deleted.`);
      void client.invalidateQueries({ queryKey: channelsQuery.queryKey });
    },
  });
  const error = test.error ?? remove.error;
  return (
    <li className="border-b border-rule py-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="font-medium">{channel.title}</span>
        <span className="text-soft">{channel.name}</span>
        <span className="min-w-24 flex-1 [overflow-wrap:anywhere] text-soft">
          {channel.kindTitle} {channel.address}
        </span>
        {mayWrite && (
          <>
            <Button
              aria-label={`Send a test to ${channel.title}`}
              onClick={() => test.mutate()}
              disabled={test.isPending}
            >
              Send a test
            </Button>
            <Button
              look="danger"
              aria-label={`Delete ${channel.title}`}
              disabled={channel.managedBy !== null}
              onClick={() => setAsking(true)}
            >
              Delete
            </Button>
          </>
        )}
      </div>
      <ChannelNotes channel={channel} />
      {test.data !== undefined && <Outcome path={`${path}/notifications`} subject={test.data.subject} />}
      {error !== null && <ErrorState error={error} />}
      {asking && (
        <Confirm
          title={`Delete ${channel.title}?`}
          action="Delete it"
          close={() => setAsking(false)}
          confirm={() => remove.mutate()}
        >
          Nothing is sent there any more, also of what is on its way. Policies that name it skip it.
        </Confirm>
      )}
    </li>
  );
}

function ChannelNotes({ channel: { managedBy, failure, available, kindTitle } }: { channel: HouseChannel }) {
  return (
    <>
      {managedBy !== null && <p className="text-soft">Kept in the configuration “{managedBy}”.</p>}
      {failure !== null && (
        <p className="text-warn [overflow-wrap:anywhere]">▲ What is sent there is refused: {failure}</p>
      )}
      {!available && <p className="text-warn">▲ {kindTitle} is not set up: see below.</p>}
    </>
  );
}

function Outcome({ path, subject }: { path: string; subject: string }) {
  const query = useQuery(testQuery(path, subject));
  return (
    <div role="status">
      <Answer query={query} skeleton={<Skeleton className="h-4" />}>
        {({ items }) => items.map((sent) => <SentState key={sent.id} sent={sent} />)}
      </Answer>
    </div>
  );
}
