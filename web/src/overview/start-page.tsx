import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { apisQuery } from "../server/queries.ts";
import { request } from "../server/request.ts";
import { say } from "../ui/toasts.tsx";
import { countText } from "#kernel";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { nameOfTitle } from "./api-name.ts";
import { SendRecords } from "./send-records.tsx";

/** From nothing to the first figures: name an API and send it a record, or look at the sample first. */
export function StartPage() {
  const [made, setMade] = useState<string>();
  return (
    <div className="max-w-[720px]">
      <h1>Which API do you take live?</h1>
      <p className="mb-3 text-m text-soft">
        Plimsoll reads one record for each request and answers for the API and for every client: within target or not,
        and who is affected.
      </p>
      {made === undefined ? (
        <>
          <NewApi created={setMade} />
          <LoadSample />
        </>
      ) : (
        <section className="flex flex-col gap-2">
          <h2>
            <span className="text-ok">✓</span> {made} is there. Now its first record
          </h2>
          <SendRecords api={made} />
          <TextLink to={`/apis/${encodeURIComponent(made)}`}>Open its overview</TextLink>
        </section>
      )}
    </div>
  );
}

function NewApi({ created }: { created: (api: string) => void }) {
  const [title, setTitle] = useState("");
  const name = nameOfTitle(title);
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: () => request(`/apis/${encodeURIComponent(name)}`, { method: "PUT", body: { title: title.trim() } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: apisQuery.queryKey });
      created(name);
    },
  });
  return (
    <form
      className="flex flex-col gap-1 border-t border-rule py-2"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <label htmlFor="api-title" className="text-m font-semibold">
        Its name
      </label>
      <div className="flex gap-1">
        <input
          id="api-title"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          placeholder="Orders"
          aria-describedby="api-name"
          className="min-h-5 flex-1 rounded-s border border-rule bg-paper px-1 text-m placeholder:text-soft"
        />
        <Button look="primary" type="submit" disabled={name === "" || create.isPending}>
          Create
        </Button>
      </div>
      <p id="api-name" className="text-soft">
        {name === "" ? "Records name it by a short word made of this." : <>Records name it “{name}”.</>}
      </p>
      {create.error !== null && <ErrorState error={create.error} />}
    </form>
  );
}

function LoadSample() {
  const navigate = useNavigate();
  const client = useQueryClient();
  const load = useMutation({
    mutationFn: () => request<{ api: string; records: number }>("/sample", { method: "POST", body: {} }),
    onSuccess: async ({ api, records }) => {
      await client.invalidateQueries();
      say(`${countText(records)} records of the sample are counted.`);
      await navigate({ to: `/apis/${encodeURIComponent(api)}`, search: { range: "7d" } });
    },
  });
  return (
    <div className="flex flex-col items-start gap-1 border-t border-rule py-2">
      <h2>Or look around first</h2>
      <p className="text-soft">
        A web server's log of four days, moved so that it ends now. It can be deleted like any other API.
      </p>
      <Button onClick={() => load.mutate()} disabled={load.isPending}>
        {load.isPending ? "Loading the sample …" : "Load the sample"}
      </Button>
      {load.error !== null && <ErrorState error={load.error} />}
    </div>
  );
}
