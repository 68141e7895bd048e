import { countText, ratioText } from "#kernel";
import { ClientName } from "../clients/client-name.tsx";
import { BAD_CLASS } from "../records/records-search.ts";
import { type Group, OTHER, UNATTRIBUTED } from "../server/wire.ts";
import { windowTip } from "../traffic/kpi-tips.ts";
import { useGroups } from "../traffic/use-kpis.ts";
import { useRange } from "../time/use-range.ts";
import { Door } from "../ui/door.tsx";
import { Section } from "../ui/section.tsx";
import { TextLink } from "../ui/text-link.tsx";

const SHOWN_MAX = 8;

/** Who saw failures, most first, with their share of all; and how much traffic names no client. */
export function HarmedClients({ api }: { api: string }) {
  const { data } = useGroups(api, "client");
  if (data === undefined) return null;
  const groups = data.groups ?? [];
  const named = groups.filter(({ key }) => key !== UNATTRIBUTED && key !== OTHER);
  const harmed = named.filter(({ bad }) => bad > 0).toSorted((a, b) => b.bad - a.bad);
  const others = groups.find(({ key }) => key === OTHER);
  const unattributed = groups.find(({ key }) => key === UNATTRIBUTED);
  return (
    <Section
      title="Clients that saw failures"
      aside={
        <TextLink to={`/apis/${encodeURIComponent(api)}/clients`}>
          All {countText(data.clients.active)} clients
        </TextLink>
      }
    >
      {harmed.length === 0 ? (
        <p className="text-soft">
          {named.length === 0 ? "No request named a client." : `None of ${countText(named.length)} saw a failure.`}
        </p>
      ) : (
        <ul className="grid grid-cols-1 gap-x-4 lg:grid-cols-2">
          {harmed.slice(0, SHOWN_MAX).map((group) => (
            <HarmedClient key={group.key} api={api} group={group} total={data.bad} />
          ))}
        </ul>
      )}
      {harmed.length > SHOWN_MAX && <p className="mt-0.5 text-soft">and {countText(harmed.length - SHOWN_MAX)} more</p>}
      {others !== undefined && others.bad > 0 && (
        <p className="mt-0.5 text-soft">
          {countText(others.bad)} bad requests are of clients beyond the {countText(named.length)} with the most
          requests.
        </p>
      )}
      {unattributed !== undefined && unattributed.requests > 0 && (
        <p className="mt-1 text-soft">
          {ratioText(unattributed.requests / data.requests)} of the requests name no client (
          {countText(unattributed.bad)} of them bad): nobody can be told about those.
        </p>
      )}
    </Section>
  );
}

function HarmedClient({ api, group, total }: { api: string; group: Group; total: number }) {
  const { interval } = useRange();
  const share = total === 0 ? 0 : group.bad / total;
  return (
    <li className="flex items-center gap-1 border-b sm:gap-2 border-rule py-[6px]">
      <span className="min-w-0 flex-1 truncate">
        <ClientName api={api} client={group.key} />
      </span>
      <span aria-hidden="true" className="h-1 w-12 flex-none rounded-[2px] bg-raised max-sm:w-5">
        <span className="block h-full rounded-[2px] bg-(--bad)" style={{ width: `${Math.max(2, share * 100)}%` }} />
      </span>
      <Door
        tip={`${countText(group.bad)} bad of ${countText(group.valid)} valid, ${ratioText(share)} of all bad ones. Exact.\n${windowTip(interval)}`}
        records={{ interval, client: group.key, class: BAD_CLASS }}
        className="min-w-8 text-right font-semibold whitespace-nowrap"
      >
        {countText(group.bad)} bad
      </Door>
      <span className="min-w-7 text-right whitespace-nowrap text-soft">
        {group.availability === null ? "–" : ratioText(group.availability)}
      </span>
    </li>
  );
}
