import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../server/problem.ts";
import { destinationsQuery } from "../server/queries.ts";
import { request } from "../server/request.ts";
import type { NewDestination as Made } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { Section } from "../ui/section.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toasts.tsx";

const KINDS = [
  { kind: "webhook", text: "Webhook" },
  { kind: "pagerduty", text: "PagerDuty" },
] as const;
type Kind = (typeof KINDS)[number]["kind"];

/** A new place for alerts: an address of one's own, or a service of PagerDuty. */
export function NewDestination() {
  const [kind, setKind] = useState<Kind>("webhook");
  const [name, setName] = useState("");
  const [where, setWhere] = useState("");
  const field = kind === "webhook" ? "url" : "routingKey";
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () =>
      request<Made>("/destinations", { method: "POST", body: { kind, title: name.trim(), [field]: where.trim() } }),
    onSuccess: () => {
      say(`“${name.trim()}” is there. Send a test to see that it works.`);
      setName("");
      setWhere("");
      void client.invalidateQueries({ queryKey: destinationsQuery.queryKey });
    },
  });
  const faults = make.error instanceof Problem ? make.error.faults : [];
  const faultOf = (pointer: string): string | undefined => faults.find((fault) => fault.pointer === pointer)?.detail;
  return (
    <Section title="Add a destination">
      <form
        className="flex max-w-[720px] flex-col gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <KindChoice kind={kind} choose={setKind} />
        <TextField label="Name" value={name} set={setName} placeholder="on-call of orders" fault={faultOf("/title")} />
        <Where kind={kind} value={where} set={setWhere} fault={faultOf(`/${field}`)} />
        {make.data?.secret !== undefined && (
          <div role="status">
            <p>
              Messages to “{make.data.title}” are signed with this secret. <b>Copy it now: it is not shown again.</b>
            </p>
            <CopyLine text={make.data.secret} label="Secret" />
          </div>
        )}
        {make.error !== null && <ErrorState error={make.error} />}
        <Button
          look="primary"
          type="submit"
          className="self-start"
          disabled={name.trim() === "" || where.trim() === "" || make.isPending}
        >
          Add it
        </Button>
      </form>
    </Section>
  );
}

function KindChoice({ kind, choose }: { kind: Kind; choose: (kind: Kind) => void }) {
  return (
    <fieldset className="flex gap-2">
      <legend className="sr-only">Kind</legend>
      {KINDS.map((each) => (
        <label key={each.kind} className="flex items-center gap-0.5">
          <input
            type="radio"
            name="kind"
            checked={kind === each.kind}
            onChange={() => choose(each.kind)}
            className="accent-(--accent)"
          />
          {each.text}
        </label>
      ))}
    </fieldset>
  );
}

interface WhereProps {
  readonly kind: Kind;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly fault: string | undefined;
}

function Where({ kind, value, set, fault }: WhereProps) {
  if (kind === "pagerduty") {
    const help = "Of an integration “Events API v2” of the service.";
    return <TextField label="Routing key" type="password" value={value} set={set} help={help} fault={fault} />;
  }
  return (
    <TextField
      label="Address"
      type="url"
      value={value}
      set={set}
      placeholder="https://hooks.example.com/plimsoll"
      help="Messages are signed after the Standard Webhooks specification."
      fault={fault}
    />
  );
}
