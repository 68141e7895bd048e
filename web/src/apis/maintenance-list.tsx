import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../identity/use-may.ts";
import { apiPath, maintenanceQuery } from "../server/api-queries.ts";
import { request } from "../server/request.ts";
import type { Maintenance } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toasts.tsx";
import { AnnounceMaintenance } from "./announce-maintenance.tsx";

/** Announced maintenance of an API, the latest first, and the form for more. */
export function MaintenanceList({ api }: { api: string }) {
  const query = useQuery(maintenanceQuery(api));
  const may = useMay()("maintenance:write");
  return (
    <Section title="Maintenance">
      <p className="mb-1 text-soft">Requests in an announced window count for no objective and wake nobody.</p>
      <Answer query={query} skeleton={<Skeleton className="h-8" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-soft">None was announced.</p>
          ) : (
            <ul>
              {items.map((one) => (
                <Window key={one.id} window={one} may={may} />
              ))}
            </ul>
          )
        }
      </Answer>
      {may && <AnnounceMaintenance api={api} />}
    </Section>
  );
}

function Window({ window, may }: { window: Maintenance; may: boolean }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => request(apiPath(window.api, "maintenance", window.id), { method: "DELETE" }),
    onSuccess: () => {
      say(`“${window.title}” is taken back.`);
      void client.invalidateQueries({ queryKey: maintenanceQuery(window.api).queryKey });
    },
  });
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-rule py-1">
      <span className="min-w-24 flex-1 font-medium">{window.title}</span>
      <span className="rounded-s border border-rule px-0.5">{window.state}</span>
      <span>
        <Time at={window.from} /> to <Time at={window.to} />
      </span>
      <span className="text-soft">
        announced {window.announcedBefore ? "" : "afterwards "}by {window.announcedBy}
      </span>
      {may && (
        <Button look="danger" onClick={() => setAsking(true)}>
          Take back …
        </Button>
      )}
      {window.note !== "" && <p className="w-full text-soft">{window.note}</p>}
      {remove.error !== null && <ErrorState error={remove.error} />}
      {asking && (
        <Confirm
          title={`Take back “${window.title}”?`}
          action="Take it back"
          close={() => setAsking(false)}
          confirm={() => remove.mutate()}
        >
          Its requests count for the objectives again, also those that came already.
        </Confirm>
      )}
    </li>
  );
}
