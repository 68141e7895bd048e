import { useQuery } from "@tanstack/react-query";
import { usePageParam } from "../shell/use-page-param.ts";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { pageStoryQuery } from "./page-queries.ts";
import { OnePageStory } from "./page-story.tsx";

/** One page: what fires, who has it, and its whole story. */
export function PagePage() {
  const id = usePageParam("page") ?? "";
  const query = useQuery(pageStoryQuery(id));
  return (
    <Answer query={query} skeleton={<Skeleton className="h-64" />}>
      {({ title, sentence, sentences, group }) => (
        <>
          <h1 className="mb-0.5 [overflow-wrap:anywhere]">{title}</h1>
          <Sentence>{sentence.slice(title.length + 2)}</Sentence>
          {sentences.map((text) => (
            <p key={text} className="[overflow-wrap:anywhere]">
              {text}
            </p>
          ))}
          <p>
            <TextLink to={`/groups/${encodeURIComponent(group)}`}>Its alerts</TextLink>
          </p>
          <OnePageStory page={id} />
        </>
      )}
    </Answer>
  );
}
