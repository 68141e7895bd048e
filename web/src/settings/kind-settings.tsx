import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { AddressFields, filledIn, isWhole } from "../notification/address-fields.tsx";
import { type Kind, kindsQuery } from "../notification/reach-queries.ts";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { ErrorState } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";

/** What the house sets once for all addresses of a kind: a bot's token, an account that pays for text messages. */
export function KindSettings({ kinds, mayWrite }: { kinds: readonly Kind[]; mayWrite: boolean }) {
  const written = kinds.filter(({ needs }) => needs === "written");
  const isWithoutMail = kinds.some(({ kind, available }) => kind === "mail" && !available);
  return (
    <Section title="What kinds need">
      {isWithoutMail && (
        <p className="text-warn">
          ▲ This server sends no mail: an SMTP server is named under mail in its configuration.
        </p>
      )}
      <ul>
        {written.map((kind) => (
          <KindRow key={`${kind.kind} ${kind.setting ?? ""}`} kind={kind} mayWrite={mayWrite} />
        ))}
      </ul>
    </Section>
  );
}

function KindRow({ kind, mayWrite }: { kind: Kind; mayWrite: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="border-b border-rule py-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="min-w-20 font-medium">{kind.title}</span>
        <span className="min-w-24 flex-1 [overflow-wrap:anywhere] text-soft">
          {kind.setting === null ? "◌ not set up" : `● ${kind.setting}`}
        </span>
        {mayWrite && (
          <Button
            onClick={() => setOpen(!isOpen)}
            aria-expanded={isOpen}
            aria-label={`${isOpen ? "Close" : "Set up"} ${kind.title}`}
          >
            {isOpen ? "Close" : "Set up"}
          </Button>
        )}
      </div>
      {isOpen && <SettingForm kind={kind} />}
    </li>
  );
}

function SettingForm({ kind }: { kind: Kind }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const client = useQueryClient();
  const path = `/channel-kinds/${kind.kind}/setting`;
  const save = useMutation({
    mutationFn: (asked: { method: "PUT" | "DELETE"; body?: object }) => request<Kind>(path, asked),
    onSuccess: ({ setting }) => {
      say(setting === null ? `${kind.title} is not set up any more.` : `${kind.title} is set up.`);
      void client.invalidateQueries({ queryKey: kindsQuery.queryKey });
      void client.invalidateQueries({ queryKey: ["channels"] });
    },
  });
  const { setting: fields, fixed = {} } = kind.form;
  return (
    <form
      className="my-1 flex max-w-[400px] flex-col gap-1 rounded-s bg-raised p-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ method: "PUT", body: { setting: { ...fixed, ...filledIn(values) } } });
      }}
    >
      <AddressFields fields={fields} values={values} set={setValues} error={save.error} within="setting" />
      {save.error !== null && <ErrorState error={save.error} />}
      <div className="flex gap-1">
        <Button look="primary" type="submit" disabled={!isWhole(fields, values) || save.isPending}>
          Save it
        </Button>
        {kind.setting !== null && (
          <Button look="danger" onClick={() => save.mutate({ method: "DELETE" })}>
            Take it away
          </Button>
        )}
      </div>
    </form>
  );
}
