import { countText } from "#kernel";
import { DocumentedOperations } from "../apis/documented-operations.tsx";
import { useApiTitle, usePageApi } from "../shell/use-api.ts";
import { useRange } from "../time/use-range.ts";
import { GroupTable } from "./group-table.tsx";
import { useGroups } from "./use-kpis.ts";
import { Sentence } from "../ui/sentence.tsx";

/** What an API is asked for, and how each of it does. */
export function OperationsPage() {
  const api = usePageApi();
  const title = useApiTitle(api);
  const { interval } = useRange();
  const { data } = useGroups(api, "operation");
  const groups = data?.groups ?? [];
  const failing = groups.filter(({ bad }) => bad > 0).toSorted((a, b) => b.bad - a.bad);
  const worst = failing[0];
  return (
    <>
      <h1 className="sr-only">Operations of {title}</h1>
      {data !== undefined && groups.length > 0 && (
        <Sentence>
          {worst === undefined
            ? `None of the ${countText(groups.length)} operations of ${title} failed.`
            : `${countText(failing.length)} of ${countText(groups.length)} operations of ${title} failed; ${worst.key} most, ${countText(worst.bad)} of ${countText(worst.valid)} requests.`}
        </Sentence>
      )}
      <GroupTable api={api} groupBy="operation" interval={interval} order="-bad" />
      <DocumentedOperations api={api} interval={interval} />
    </>
  );
}
