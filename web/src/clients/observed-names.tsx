import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { countText } from "#kernel";
import { useMay } from "../identity/use-may.ts";
import { request } from "../server/request.ts";
import type { ObservedClients } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { ErrorState } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { ClientName } from "./client-name.tsx";
import { clientPath, observedQuery } from "./register-queries.ts";

const SHOWN_MAX = 10;

/** Names in the traffic of the last 30 days that stand for no registered client, and whom they may belong to. */
export function ObservedNames({ api }: { api: string }) {
  const { data } = useQuery(observedQuery(api));
  if (data === undefined || data.items.length === 0) return null;
  const { items, more } = data;
  const rest = items.length - SHOWN_MAX + more;
  // What somebody can settle at once comes first; the server's order is by requests.
  const shown = items.toSorted((a, b) => Number(b.lookalike !== null) - Number(a.lookalike !== null));
  return (
    <Section title="Not registered">
      <p className="text-soft">
        In the traffic of the last 30 days. Open one to say whose it is;{" "}
        {rest > 0 ? `${countText(rest)} more are in the list below.` : "all of them are in the list below, too."}
      </p>
      <ul>
        {shown.slice(0, SHOWN_MAX).map((each) => (
          <ObservedName key={each.name} api={api} observed={each} />
        ))}
      </ul>
    </Section>
  );
}

interface ObservedNameProps {
  readonly api: string;
  readonly observed: ObservedClients["items"][number];
}

function ObservedName({ api, observed: { name, requests, lookalike } }: ObservedNameProps) {
  const queries = useQueryClient();
  const may = useMay();
  const claim = useMutation({
    mutationFn: () => request(`${clientPath(lookalike ?? "")}/claims`, { method: "POST", body: { name } }),
    onSuccess: () => {
      say(`“${name}” is ${lookalike ?? ""} from now on. Its page takes it back.`);
      void queries.invalidateQueries({ queryKey: ["clients"] });
    },
  });
  return (
    <li className="flex min-h-5 flex-wrap items-center gap-x-2 border-b border-rule py-0.5">
      <span className="min-w-24 flex-1 [overflow-wrap:anywhere]">
        <ClientName api={api} client={name} />
      </span>
      <span className="text-soft">{countText(requests)} requests</span>
      {lookalike !== null && (
        <>
          <span>looks like {lookalike}</span>
          {may("client:write") && (
            <Button onClick={() => claim.mutate()} disabled={claim.isPending}>
              It is {lookalike}
            </Button>
          )}
        </>
      )}
      {claim.error !== null && <ErrorState error={claim.error} />}
    </li>
  );
}
