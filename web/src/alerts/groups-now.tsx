import { useInfiniteQuery } from "@tanstack/react-query";
import { countText } from "#kernel";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { GroupLine } from "./group-line.tsx";
import { groupsQuery } from "./group-queries.ts";

/** What is told now and to whom, and what fires and is told to nobody, with what mutes it. */
export function GroupsNow({ api }: { api: string | undefined }) {
  const firing = useInfiniteQuery(groupsQuery({ api, state: "firing" }));
  const muted = useInfiniteQuery(groupsQuery({ api, state: "muted" }));
  const hidden = muted.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section
      title="Groups now"
      aside={
        <span className="flex gap-2">
          <TextLink to="/silences">Silences</TextLink>
          <TextLink to="/routing">Routes</TextLink>
        </span>
      }
    >
      <Answer query={firing} skeleton={<Skeleton className="h-8" />}>
        {({ pages }) => {
          const groups = pages.flatMap(({ items }) => items);
          if (groups.length > 0) return groups.map((group) => <GroupLine key={group.id} group={group} />);
          return (
            <p className="border-b border-rule py-1 text-soft">
              <span className="text-ok">✓</span> Nobody is being told of anything.
            </p>
          );
        }}
      </Answer>
      {hidden.length > 0 && (
        <details className="mt-1">
          <summary className="py-0.5 text-accent">
            {countText(hidden.length)} {hidden.length === 1 ? "group fires" : "groups fire"} and{" "}
            {hidden.length === 1 ? "is" : "are"} muted
          </summary>
          {hidden.map((group) => (
            <GroupLine key={group.id} group={group} />
          ))}
        </details>
      )}
    </Section>
  );
}
