import { countText } from "#kernel";
import { OTHER, UNATTRIBUTED } from "../server/wire.ts";
import { useRange } from "../time/use-range.ts";
import { GroupTable } from "../traffic/group-table.tsx";
import { useGroups } from "../traffic/use-kpis.ts";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { ClientMultiples } from "./client-multiples.tsx";
import { ObservedNames } from "./observed-names.tsx";

const PICTURES_MAX = 8;

/** Who calls an API: by requests and by harm. */
export function SeenView({ api, title }: { api: string; title: string }) {
  const { interval } = useRange();
  const { data } = useGroups(api, "client");
  const named = (data?.groups ?? []).filter(({ key }) => key !== UNATTRIBUTED && key !== OTHER);
  const harmed = named.filter(({ bad }) => bad > 0).toSorted((a, b) => b.bad - a.bad);
  // Beyond a thousand, the server sums up those with few requests.
  const isPart = (data?.groupsSummedUp ?? 0) > 0;
  const all = isPart ? `the ${countText(named.length)} busiest clients` : `${countText(named.length)} clients`;
  return (
    <>
      {data !== undefined && named.length > 0 && (
        <Sentence>
          {harmed.length === 0
            ? `None of ${all} of ${title} saw a failure.`
            : `${countText(harmed.length)} of ${all} of ${title} saw failures; ${harmed[0]?.key ?? ""} most.`}
        </Sentence>
      )}
      {harmed.length > 0 && (
        <Section title="Harmed most">
          <ClientMultiples api={api} clients={harmed.slice(0, PICTURES_MAX)} />
        </Section>
      )}
      <ObservedNames api={api} />
      <Section title="All clients">
        <GroupTable api={api} groupBy="client" interval={interval} order="-requests" />
      </Section>
    </>
  );
}
