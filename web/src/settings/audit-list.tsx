import { useInfiniteQuery, type UseInfiniteQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { auditQuery } from "../server/queries.ts";
import { addressOf, withQuery } from "../server/request.ts";
import type { AuditEntry, Page } from "../server/wire.ts";
import { usePageSearch } from "../shell/use-search.ts";
import { Button } from "../ui/button.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";

/** What the list is narrowed by, each a key of the address. */
const FILTERS = [
  { key: "actor", label: "Who" },
  { key: "action", label: "What", placeholder: "token. or api.put" },
  { key: "subject", label: "Of what", placeholder: "person:ana" },
  { key: "client", label: "About client", placeholder: "acme-shop" },
] as const;

/** Who changed what, newest first. A click on a thing shows who changed that one. */
export function AuditList() {
  const [search] = usePageSearch();
  const { actor, action, subject, client } = search;
  const filter = { actor, action, subject, client };
  const query = useInfiniteQuery(auditQuery(filter));
  // A chain with gaps does not verify.
  const isWhole = Object.values(filter).every((each) => each === undefined);
  return (
    <>
      <AuditFilter key={`${actor} ${action} ${subject} ${client}`} />
      <AuditRows query={query} />
      <p className="mt-1 flex flex-wrap gap-2 text-soft">
        {(["ndjson", "csv"] as const).map((kind) => (
          <a
            key={kind}
            href={addressOf(withQuery(`/audit/export.${kind}`, filter))}
            download={`audit.${kind}`}
            className="text-accent underline underline-offset-3"
          >
            Export as {kind === "csv" ? "CSV" : "NDJSON"}
            {kind === "ndjson" && isWhole && (
              <>
                , which <code>plimsoll audit verify</code> reads
              </>
            )}
          </a>
        ))}
      </p>
    </>
  );
}

function AuditFilter() {
  const [search, change] = usePageSearch();
  const [given, setGiven] = useState<Readonly<Record<string, string | undefined>>>(search);
  return (
    <form
      className="mb-2 flex flex-wrap items-end gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        change(
          Object.fromEntries(
            FILTERS.map(({ key }) => [key, given[key]?.trim() === "" ? undefined : given[key]?.trim()]),
          ),
        );
      }}
    >
      {FILTERS.map(({ key, label, ...rest }) => (
        <TextField
          key={key}
          label={label}
          value={given[key] ?? ""}
          set={(text) => setGiven({ ...given, [key]: text })}
          className="w-24"
          {...rest}
        />
      ))}
      <Button type="submit">Narrow</Button>
    </form>
  );
}

interface AuditRowsProps {
  readonly query: UseInfiniteQueryResult<{ readonly pages: readonly Page<AuditEntry>[] }>;
}

function AuditRows({ query }: AuditRowsProps) {
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
                  .map(({ seq, at, actor, actorKind, action, subject, facts }) => (
                    <tr key={seq}>
                      <td>
                        <Time at={at} />
                      </td>
                      <td>
                        {actor} <span className="text-soft">{actorKind}</span>
                      </td>
                      <td>{action}</td>
                      <td>
                        <TextLink to="/settings/audit" search={{ subject }}>
                          {subject}
                        </TextLink>
                        <span className="block max-w-[480px] truncate text-soft" title={factsText(facts)}>
                          {factsText(facts)}
                        </span>
                      </td>
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

/** "plan gold, revision 3" */
function factsText(facts: AuditEntry["facts"]): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}
