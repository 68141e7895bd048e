import { useInfiniteQuery } from "@tanstack/react-query";
import { auditQuery } from "../server/queries.ts";
import { Button } from "../ui/button.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";

/** Who changed what, newest first. */
export function AuditList() {
  const query = useInfiniteQuery(auditQuery);
  return (
    <Answer query={query} skeleton={<Skeleton className="h-32" />}>
      {({ pages }) => (
        <>
          <div className="table-scroll" tabIndex={0} role="group" aria-label="Audit">
            <table className="w-full border-collapse [&_:is(td,th)]:border-b [&_:is(td,th)]:border-rule [&_:is(td,th)]:py-0.5 [&_:is(td,th)]:pr-3 [&_:is(td,th)]:text-left [&_:is(td,th)]:font-normal [&_:is(td,th)]:whitespace-nowrap">
              <caption className="sr-only">Who changed what, newest first</caption>
              <thead className="text-soft">
                <tr>
                  {["when", "who", "what", "of what"].map((head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {pages
                  .flatMap(({ items }) => items)
                  .map(({ seq, at, actor, actorKind, action, subject }) => (
                    <tr key={seq}>
                      <td>
                        <Time at={at} />
                      </td>
                      <td>
                        {actor} <span className="text-soft">{actorKind}</span>
                      </td>
                      <td>{action}</td>
                      <td>{subject}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
          {query.hasNextPage && (
            <Button className="mt-1" onClick={() => void query.fetchNextPage()}>
              Older
            </Button>
          )}
        </>
      )}
    </Answer>
  );
}
