import { useQuery } from "@tanstack/react-query";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { NextWords } from "./next-words.tsx";
import { PageActs } from "./page-acts.tsx";
import { groupPagesQuery, pageStoryQuery, type PageTold } from "./page-queries.ts";
import { PageState } from "./page-state.tsx";

/** The pages of a group of alerts: who was told, when and why, by what, and what comes next. */
export function PageStory({ group }: { group: string }) {
  const query = useQuery(groupPagesQuery(group));
  return (
    <Answer query={query} skeleton={<Skeleton className="h-32" />}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="text-soft">Nobody was paged for this.</p>
        ) : (
          items.map((page) => <OnePageStory key={page.page} page={page.page} />)
        )
      }
    </Answer>
  );
}

/** One page with all that was decided about it, and all that was sent. */
export function OnePageStory({ page }: { page: string }) {
  const query = useQuery(pageStoryQuery(page));
  return (
    <Answer query={query} skeleton={<Skeleton className="h-64" />}>
      {(story) => (
        <div className="mb-4">
          <p>
            <PageState page={story} /> <span className="text-soft">by the policy {story.policy}</span>
          </p>
          <NextWords page={story} />
          <PageActs page={story} />
          <Entries story={story} />
          <Sent story={story} />
        </div>
      )}
    </Answer>
  );
}

function Entries({ story: { entries } }: { story: PageTold }) {
  return (
    <Section title="What was decided" level={3}>
      <ol className="flex flex-col gap-1">
        {entries.map(({ seq, at, title, why, next }) => (
          <li key={seq} className="grid grid-cols-1 gap-x-2 sm:grid-cols-[9rem_1fr]">
            <span className="text-soft">
              <Time at={at} />
            </span>
            <span className="[overflow-wrap:anywhere]">
              <strong className="font-semibold">{title}.</strong> {why}{" "}
              {next !== null && (
                <span className="text-soft">
                  Then due: <Time at={next.at} />.
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Sent({ story: { sent } }: { story: PageTold }) {
  return (
    <Section title="What was sent" level={3}>
      {sent.length === 0 ? (
        <p className="text-soft">Nothing was sent yet.</p>
      ) : (
        <ul className="flex flex-col gap-0.5">
          {sent.map((one) => (
            <li key={one.id} className="[overflow-wrap:anywhere]">
              <span className="text-soft">
                <Time at={one.sentAt ?? one.at} />
              </span>{" "}
              {one.to.name} by {one.kind}, {one.address}: {one.event}, {sentWords(one)}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function sentWords({ state, error, mayBeRepeat }: PageTold["sent"][number]): string {
  const repeat = mayBeRepeat ? ", may be a repeat" : "";
  return `${state}${repeat}${error === null ? "" : `: ${error}`}`;
}
