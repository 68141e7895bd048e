import { useQuery } from "@tanstack/react-query";
import { PageStory } from "../pages-of-oncall/page-story.tsx";
import { usePageParam } from "../shell/use-page-param.ts";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { type AlertGroupDetail, groupQuery } from "./group-queries.ts";
import { GroupStory } from "./group-story.tsx";
import { Urgency } from "./urgency.tsx";

/** One group of alerts: what is told next, its alerts, and its story. */
export function GroupPage() {
  const id = usePageParam("group") ?? "";
  const query = useQuery(groupQuery(id));
  return (
    <Answer query={query} skeleton={<Skeleton className="h-48" />}>
      {(group) => <GroupView group={group} />}
    </Answer>
  );
}

function GroupView({ group }: { group: AlertGroupDetail }) {
  const { title, urgency, state, text, policy, route, wait, update, repeat, labels, alerts, entries } = group;
  return (
    <>
      <h1 className="flex flex-wrap items-baseline gap-x-1">
        <Urgency urgency={urgency} isOver={state !== "firing"} />
        <bdi>{title}</bdi>
      </h1>
      <Sentence>{text}</Sentence>
      <dl className="grid grid-cols-[auto_1fr] gap-x-2 [&_dt]:text-soft">
        <dt>Told</dt>
        <dd>
          {policy}, by {route}
        </dd>
        <dt>Notices</dt>
        <dd>
          the first after {wait}, a change after {update}, unchanged each {repeat}
        </dd>
        <dt>Group</dt>
        <dd>{labelsText(labels)}</dd>
        <dt>Since</dt>
        <dd>
          <Time at={group.since} />
          {group.endedAt !== null && (
            <>
              , until <Time at={group.endedAt} />
            </>
          )}
        </dd>
      </dl>
      <Section
        title="Alerts"
        aside={
          state === "ended" ? undefined : (
            <TextLink to="/silences" search={{ match: matchText(labels) }}>
              Silence alerts like these
            </TextLink>
          )
        }
      >
        <GroupAlerts alerts={alerts} />
      </Section>
      <Section title="Who was paged">
        <PageStory group={group.id} />
      </Section>
      <Section title="What was decided of the group">
        <GroupStory entries={entries} />
      </Section>
    </>
  );
}

function GroupAlerts({ alerts }: Pick<AlertGroupDetail, "alerts">) {
  return (
    <ul>
      {alerts.map((alert) => (
        <li key={alert.id} className="border-b border-rule py-1">
          <TextLink to={`/alerts/${encodeURIComponent(alert.id)}`}>
            <bdi>{alert.sentence}</bdi>
          </TextLink>
          <span className="block text-soft">
            fired <Time at={alert.firedAt} />
            {alert.endedAt !== null && (
              <>
                , over <Time at={alert.endedAt} />
              </>
            )}
            {alert.toldAt === null ? ", nobody was told of it here" : ""}
          </span>
        </li>
      ))}
    </ul>
  );
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name} = ${value}`);
  return pairs.length === 0 ? "all alerts of this route" : pairs.join(", ");
}

function matchText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
}
