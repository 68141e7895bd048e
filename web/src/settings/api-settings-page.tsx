import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../identity/use-may.ts";
import { apisQuery } from "../server/queries.ts";
import { request } from "../server/request.ts";
import { useApiTitle, usePageApi } from "../shell/use-api.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/section.tsx";
import { ErrorState } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { SendRecords } from "../overview/send-records.tsx";
import { ApiForm } from "../apis/api-form.tsx";
import { Environments } from "../apis/environments.tsx";
import { ReleaseList } from "../apis/release-list.tsx";
import { MaintenanceList } from "../apis/maintenance-list.tsx";
import { ManagedNote } from "../apis/managed-note.tsx";
import { Versions } from "../apis/versions.tsx";
import { takesPosts } from "../sources/source-words.ts";
import { ReleaseFromText } from "./release-from-text.tsx";
import { WhoChanged } from "./who-changed.tsx";
import { ObjectivesFile } from "./objectives-file.tsx";

/** What is set for one API: whose it is and where, its objectives, versions and environments, its end. */
export function ApiSettingsPage() {
  const api = usePageApi();
  const title = useApiTitle(api);
  const { data } = useQuery(apisQuery);
  const row = data?.items.find((each) => each.api === api);
  const managedBy = row?.managedBy ?? null;
  const isOwned = managedBy !== null;
  const may = useMay()("api:write");
  return (
    <div className="max-w-[960px]">
      <h1>Settings of {title}</h1>
      <ManagedNote managedBy={managedBy} />
      <ReleaseFromText kind="api" name={api} managedBy={managedBy} />
      <ObjectivesFile key={api} api={api} isOwned={isOwned} />
      {row !== undefined && <ApiForm key={`${api} ${row.revision}`} api={row} mayWrite={may && !isOwned} />}
      <Versions key={`versions ${api}`} api={api} />
      <Environments key={`environments ${api}`} api={api} />
      <ReleaseList key={`releases ${api}`} api={api} />
      <MaintenanceList key={`maintenance ${api}`} api={api} />
      {takesPosts(row?.countedBy ?? null) && (
        <Section title="Send records">
          <SendRecords api={api} />
        </Section>
      )}
      <p className="mt-2">
        <WhoChanged subject={`api:${api}`} />
      </p>
      {!isOwned && may && <DeleteApi api={api} title={title} />}
    </div>
  );
}

function DeleteApi({ api, title }: { api: string; title: string }) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => request(`/apis/${encodeURIComponent(api)}`, { method: "DELETE" }),
    onSuccess: async () => {
      say(`${title} is deleted.`);
      localStorage.removeItem("plimsoll.api");
      // Gone from the list and from the screen first: what is still looked at would be asked for again, in vain.
      client.setQueryData(apisQuery.queryKey, (page) =>
        page === undefined ? page : { ...page, items: page.items.filter((each) => each.api !== api) },
      );
      await navigate({ to: "/" });
      await client.invalidateQueries({ queryKey: apisQuery.queryKey });
    },
  });
  return (
    <Section title="Delete this API">
      <p className="mb-1 text-soft">
        Its objectives, counts and alerts go with it; its records expire as usual. New records that name it are dropped.
      </p>
      <Button look="danger" onClick={() => setAsking(true)}>
        Delete {title} …
      </Button>
      {remove.error !== null && <ErrorState error={remove.error} />}
      {asking && (
        <Confirm
          title={`Delete ${title}?`}
          action="Delete it for good"
          typed={api}
          close={() => setAsking(false)}
          confirm={() => remove.mutate()}
        >
          This cannot be undone.
        </Confirm>
      )}
    </Section>
  );
}
