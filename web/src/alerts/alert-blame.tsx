import { countText, ratioText } from "#kernel";
import { ClientName } from "../clients/client-name.tsx";
import { BAD_CLASS } from "../records/records-search.ts";
import type { Alert } from "../server/wire.ts";
import { Door } from "../ui/door.tsx";
import { Section } from "../ui/section.tsx";

type By = Alert["explanation"]["by"];

interface AlertBlameProps {
  readonly api: string;
  readonly by: By;
  readonly bad: number;
  readonly window: { readonly from: string; readonly to: string };
}

/** Whom and what the bad requests belong to: exact shares, the largest first. */
export function AlertBlame({ api, by, bad, window }: AlertBlameProps) {
  const interval = { from: Date.parse(window.from), to: Date.parse(window.to) };
  const groups: readonly Blamed[] = [
    { name: "Clients", filter: "client", shares: by.clients },
    { name: "Operations", filter: "operation", shares: by.operations },
    { name: "Statuses", filter: "status", shares: by.statuses },
    { name: "Releases", filter: undefined, shares: by.releases },
  ];
  const told = groups.filter(({ shares }) => shares.length > 0);
  if (told.length === 0) return null;
  return (
    <Section title="Who and what it hurts">
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2 lg:grid-cols-4">
        {told.map(({ name, filter, shares }) => (
          <div key={name}>
            <h3 className="text-soft">{name}</h3>
            <ul>
              {shares.map((share) => (
                <li key={share.key} className="flex justify-between gap-1 border-b border-rule py-0.5">
                  <span className="min-w-0 truncate">
                    {filter === "client" ? <ClientName api={api} client={share.key} /> : <bdi>{share.key}</bdi>}
                  </span>
                  <Door
                    api={api}
                    tip={`${countText(share.bad)} of ${countText(bad)} bad requests, ${bad === 0 ? "none" : ratioText(share.bad / bad)}. Exact.`}
                    records={{ interval, class: BAD_CLASS, ...(filter === undefined ? {} : { [filter]: share.key }) }}
                    className="font-semibold"
                  >
                    {countText(share.bad)}
                  </Door>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </Section>
  );
}

interface Blamed {
  readonly name: string;
  /** What the search of records calls it, where it knows it. */
  readonly filter: "client" | "operation" | "status" | undefined;
  readonly shares: By["clients"];
}
