import { useQuery } from "@tanstack/react-query";
import { useMay } from "../identity/use-may.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { EndedPages } from "./ended-pages.tsx";
import { NextWords } from "./next-words.tsx";
import { type OncallPage, openPagesQuery } from "./page-queries.ts";
import { PageState } from "./page-state.tsx";
import { usePageAct } from "./use-page-act.ts";

/** What waits for somebody: pages that nobody has first, one's own before others', each with one large button. */
export function NeedsYouPage() {
  const query = useQuery(openPagesQuery);
  return (
    <>
      <h1 className="mb-0.5">Needs you</h1>
      <Answer query={query} skeleton={<Skeleton className="h-32" />}>
        {({ items }) => (
          <>
            <Sentence>{needsSentence(items)}</Sentence>
            {items.length === 0 && (
              <EmptyState title="Nothing waits">
                <p>Alerts that page somebody stand here until they are over, those that nobody has at the top.</p>
                <TextLink to="/escalations">Who is paged, and when</TextLink>
              </EmptyState>
            )}
            <ul className="flex max-w-[640px] flex-col gap-2">
              {byNeed(items).map((page) => (
                <PageCard key={page.page} page={page} />
              ))}
            </ul>
          </>
        )}
      </Answer>
      <Section title="Over">
        <EndedPages />
      </Section>
    </>
  );
}

function PageCard({ page }: { page: OncallPage }) {
  const act = usePageAct();
  const mayRespond = useMay()("page:respond");
  const { page: id, title, sentences, state, begunAt, mine } = page;
  const take = (): void => {
    act.mutate({ page: id, what: "acknowledgement", method: "PUT", done: "You have it." });
  };
  return (
    <li className="border-l-2 border-rule pl-2">
      <h2 className="text-m font-semibold [overflow-wrap:anywhere]">
        <TextLink to={`/pages/${id}`}>{title}</TextLink>
      </h2>
      <p>
        <PageState page={page} />
        {mine && <span> · you were paged</span>}{" "}
        <span className="text-soft">
          since <Time at={begunAt} />
        </span>
      </p>
      {sentences.slice(0, 1).map((text) => (
        <p key={text} className="[overflow-wrap:anywhere]">
          {text}
        </p>
      ))}
      {state !== "open" && <p>{page.sentence.slice(title.length + 2)}</p>}
      {state === "open" && page.urgency === "page" && page.toldAt === null && (
        <p className="text-warn">
          ▲ Nobody was told: nobody who should be has a verified way. <TextLink to="/reach">How I am reached</TextLink>
        </p>
      )}
      <NextWords page={page} />
      {mayRespond && state === "open" && (
        <Button
          look="primary"
          className="mt-1 min-h-7! w-full text-l"
          aria-label={`Acknowledge ${title}`}
          onClick={take}
          disabled={act.isPending}
        >
          Acknowledge
        </Button>
      )}
    </li>
  );
}

const RANK: Readonly<Record<OncallPage["state"], number>> = {
  open: 0,
  snoozed: 1,
  acknowledged: 2,
  ended: 3,
  resolved: 3,
};

/** Pages before tickets, what nobody has first, one's own before others', the oldest first. */
function byNeed(pages: readonly OncallPage[]): OncallPage[] {
  return pages.toSorted((a, b) => {
    const difference = needOf(a) - needOf(b);
    return difference === 0 ? a.begunAt.localeCompare(b.begunAt) : difference;
  });
}

function needOf({ state, urgency, mine }: OncallPage): number {
  return RANK[state] * 4 + (urgency === "ticket" ? 2 : 0) + (mine ? 0 : 1);
}

function needsSentence(pages: readonly OncallPage[]): string {
  const waiting = pages.filter(({ state, urgency }) => state === "open" && urgency === "page");
  const held = pages.length - waiting.length;
  const rest =
    held === 0
      ? ""
      : ` ${held} more ${held === 1 ? "is" : "are"} open, and ${held === 1 ? "rests" : "rest"} with somebody or ${held === 1 ? "wants" : "want"} no answer.`;
  if (waiting.length === 0) return `No page waits for an answer.${rest}`;
  const own = waiting.filter(({ mine }) => mine).length;
  const yours = own === 0 ? "" : own === waiting.length ? " You were paged." : ` You were paged for ${own} of them.`;
  return `${waiting.length === 1 ? "1 page waits" : `${waiting.length} pages wait`} for an answer.${yours}${rest}`;
}
