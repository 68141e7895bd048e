import { useQuery } from "@tanstack/react-query";
import { countText, type Interval } from "#kernel";
import { operationsQuery, unmatchedPathsQuery } from "../server/api-queries.ts";
import { Section } from "../ui/section.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";

const SHOWN_MAX = 50;

/** How the operations with traffic stand to the document: which are not in it, which of it nobody asks for, what fitted none. */
export function DocumentedOperations({ api, interval }: { api: string; interval: Interval }) {
  const { data } = useQuery(operationsQuery(api, interval));
  if (typeof data?.version !== "string") return null;
  const strange = data.items.filter((one) => one.documented === false && one.operation !== "__unmatched__");
  const silent = data.items.filter((one) => one.documented === true && one.requests === 0);
  const left = data.total - data.items.length;
  return (
    <>
      <Section title={`Beside the document of ${data.version}`}>
        <Names
          title="Not in the document"
          names={strange.map((one) => one.operation)}
          none={left > 0 ? "The busiest operations are in it." : "Every named operation is in it."}
        />
        <Names
          title="Nobody asked for"
          names={silent.map((one) => one.operation)}
          none={left > 0 ? "It is not looked for among so many operations." : "All of it was asked for."}
        />
        {left > 0 && (
          <p className="text-soft">
            Only the busiest {countText(data.items.length)} operations are looked at; {countText(left)} are left out.
          </p>
        )}
      </Section>
      <UnmatchedPathList api={api} />
    </>
  );
}

function Names({ title, names, none }: { title: string; names: readonly string[]; none: string }) {
  if (names.length === 0) return <p className="text-soft">{none}</p>;
  const more = names.length - SHOWN_MAX;
  return (
    <details className="my-0.5" open={names.length <= 10}>
      <summary>
        {title}: {countText(names.length)}
      </summary>
      <ul className="font-mono break-all">
        {names.slice(0, SHOWN_MAX).map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      {more > 0 && <p className="text-soft">and {countText(more)} more</p>}
    </details>
  );
}

function UnmatchedPathList({ api }: { api: string }) {
  const query = useQuery(unmatchedPathsQuery(api));
  return (
    <Section title="Paths that fit no operation">
      <Answer query={query} skeleton={<Skeleton className="h-8" />}>
        {({ items, total, others, since }) => (
          <>
            <p className="mb-1 text-soft">
              {total === 0 ? "None since " : "Counted as the operation __unmatched__; by path since "}
              <Time at={since} />
              {total > items.length && `; the ${countText(items.length)} most frequent of ${countText(total)}`}
              {others > 0 && `, beside ${countText(others)} requests of rarer paths`}
            </p>
            <ul>
              {items.map(({ method, path, requests }) => (
                <li key={`${method} ${path}`} className="flex justify-between gap-2 border-b border-rule">
                  <code className="font-mono break-all">
                    {method} {path}
                  </code>
                  <span>{countText(requests)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Answer>
    </Section>
  );
}
