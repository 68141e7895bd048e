import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isoText } from "#kernel";
import { apiPath, maintenanceQuery } from "../server/api-queries.ts";
import { Problem } from "../server/problem.ts";
import { request } from "../server/request.ts";
import { instantOfField } from "../time/local-time.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";

const EMPTY = { from: "", to: "", title: "", note: "" };

/** The form that announces a window, in the viewer's own time. */
export function AnnounceMaintenance({ api }: { api: string }) {
  const [form, setForm] = useState(EMPTY);
  const client = useQueryClient();
  const announce = useMutation({
    mutationFn: () =>
      request(apiPath(api, "maintenance"), {
        method: "POST",
        body: { ...form, from: isoText(instantOfField(form.from)), to: isoText(instantOfField(form.to)) },
      }),
    onSuccess: () => {
      say(`“${form.title}” is announced.`);
      setForm(EMPTY);
      void client.invalidateQueries({ queryKey: maintenanceQuery(api).queryKey });
    },
  });
  const faults = announce.error instanceof Problem ? announce.error.faults : [];
  const faultOf = (pointer: string): string | undefined => faults.find((one) => one.pointer === pointer)?.detail;
  const set = (field: keyof typeof EMPTY) => (value: string) => setForm({ ...form, [field]: value });
  return (
    <form
      className="mt-1 flex flex-wrap items-start gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        announce.mutate();
      }}
    >
      <TextField type="datetime-local" label="From" value={form.from} set={set("from")} fault={faultOf("/from")} />
      <TextField type="datetime-local" label="To" value={form.to} set={set("to")} fault={faultOf("/to")} />
      <TextField
        label="What is done"
        value={form.title}
        set={set("title")}
        fault={faultOf("/title")}
        className="w-40"
      />
      <TextField
        label="Note (may be empty)"
        value={form.note}
        set={set("note")}
        fault={faultOf("/note")}
        className="w-40"
      />
      <Button
        type="submit"
        className="self-end"
        disabled={form.from === "" || form.to === "" || form.title.trim() === "" || announce.isPending}
      >
        Announce it
      </Button>
      {announce.error !== null && faults.length === 0 && <ErrorState error={announce.error} />}
    </form>
  );
}
