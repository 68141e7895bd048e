import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { apisQuery } from "../server/queries.ts";
import { request } from "../server/request.ts";
import { useApiTitle, usePageApi } from "../shell/use-api.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/section.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";
import { SendRecords } from "../overview/send-records.tsx";
import { MaintenanceList } from "../apis/maintenance-list.tsx";
import { ManagedNote } from "../apis/managed-note.tsx";
import { Versions } from "../apis/versions.tsx";
import { ObjectivesFile } from "./objectives-file.tsx";

/** What is set for one API: its objectives, its title, its end. */
export function ApiSettingsPage() {
  const api = usePageApi();
  const title = useApiTitle(api);
  const { data } = useQuery(apisQuery);
  const managedBy = data?.items.find((each) => each.api === api)?.managedBy ?? null;
  const isOwned = managedBy !== null;
  return (
    <div className="max-w-[960px]">
      <h1>Settings of {title}</h1>
      <ManagedNote managedBy={managedBy} />
      <ObjectivesFile key={api} api={api} isOwned={isOwned} />
      <Versions key={`versions ${api}`} api={api} />
      <MaintenanceList key={`maintenance ${api}`} api={api} />
      {!isOwned && <Title key={`${api} ${title}`} api={api} title={title} />}
      <Section title="Send records">
        <SendRecords api={api} />
      </Section>
      {!isOwned && <DeleteApi api={api} title={title} />}
    </div>
  );
}

function Title({ api, title }: { api: string; title: string }) {
  const [text, setText] = useState(title);
  const { data } = useQuery(apisQuery);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (wanted: string) =>
      request(`/apis/${encodeURIComponent(api)}`, { method: "PUT", body: { title: wanted } }),
    onSuccess: (_, wanted) => {
      say(`It is called “${wanted}” now.`, () => save.mutate(title));
      void client.invalidateQueries({ queryKey: apisQuery.queryKey });
    },
  });
  const isKnown = data?.items.some((each) => each.api === api) === true;
  return (
    <Section title="Title">
      <form
        className="flex items-end gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(text.trim());
        }}
      >
        <TextField
          label={`What people call it; records name it “${api}”`}
          value={text}
          set={setText}
          className="w-40"
        />
        <Button type="submit" disabled={!isKnown || text.trim() === "" || text.trim() === title || save.isPending}>
          Save the title
        </Button>
      </form>
      {save.error !== null && <ErrorState error={save.error} />}
    </Section>
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
