import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { methodName } from "./method-row.tsx";
import { forgetWays, type Method, type Rule, type Rules, rulesQuery } from "./reach-queries.ts";

const URGENCIES = [
  { urgency: "page", title: "Pages", without: "Without a rule a page goes by each of your ways at once." },
  { urgency: "ticket", title: "Tickets", without: "Without a rule a ticket goes by those that wake nobody." },
] as const;

const MINUTE_MS = 60_000;
const DELAYS = [0, 1, 2, 3, 5, 10, 15, 20, 30, 45, 60].map((minutes) => minutes * MINUTE_MS);

/** By which way first, and by which one later if nobody answers. */
export function ReachRules({ methods }: { methods: readonly Method[] }) {
  const query = useQuery(rulesQuery);
  return (
    <Section title="In which order">
      <Answer query={query} skeleton={<Skeleton className="h-32" />}>
        {(rules) => <RulesForm key={JSON.stringify([rules.page, rules.ticket])} rules={rules} methods={methods} />}
      </Answer>
    </Section>
  );
}

function RulesForm({ rules, methods }: { rules: Rules; methods: readonly Method[] }) {
  const [page, setPage] = useState<readonly Rule[]>(rules.page);
  const [ticket, setTicket] = useState<readonly Rule[]>(rules.ticket);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => request<Rules>("/me/rules", { method: "PUT", body: { page, ticket } }),
    onSuccess: () => {
      say("Your rules hold from now on.");
      forgetWays(client);
    },
  });
  const isSame = JSON.stringify([page, ticket]) === JSON.stringify([rules.page, rules.ticket]);
  const isOwned = rules.managedBy !== null;
  return (
    <form
      className="flex max-w-[720px] flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {isOwned && <p className="text-soft">The configuration “{rules.managedBy}” says them; change them there.</p>}
      <fieldset disabled={isOwned} className="flex flex-col gap-2">
        {URGENCIES.map(({ urgency, title, without }) => (
          <RuleList
            key={urgency}
            title={title}
            without={without}
            rules={urgency === "page" ? page : ticket}
            set={urgency === "page" ? setPage : setTicket}
            methods={methods}
          />
        ))}
      </fieldset>
      {save.error !== null && <ErrorState error={save.error} />}
      <Button type="submit" look="primary" className="self-start" disabled={isSame || isOwned || save.isPending}>
        Save the order
      </Button>
    </form>
  );
}

interface RuleListProps {
  readonly title: string;
  readonly without: string;
  readonly rules: readonly Rule[];
  readonly set: (rules: readonly Rule[]) => void;
  readonly methods: readonly Method[];
}

function RuleList({ title, without, rules, set, methods }: RuleListProps) {
  const options = optionsOf(methods, rules);
  const change = (index: number, changed: Partial<Rule>): void =>
    set(rules.map((rule, n) => (n === index ? { ...rule, ...changed } : rule)));
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="font-semibold">{title}</legend>
      {rules.length === 0 && <p className="text-soft">{without}</p>}
      {rules.map((rule, index) => (
        <div key={index} className="flex flex-wrap items-end gap-1">
          <SelectField
            label={`${title}, rule ${index + 1}: by`}
            value={rule.way}
            set={(way) => change(index, { way })}
            options={options}
          />
          <SelectField
            label="when"
            value={String(rule.afterMs)}
            set={(ms) => change(index, { afterMs: Number(ms) })}
            options={delaysOf(rule.afterMs)}
          />
          <Button
            aria-label={`Remove rule ${index + 1} of ${title.toLowerCase()}`}
            onClick={() => set(rules.filter((_rule, n) => n !== index))}
          >
            Remove
          </Button>
        </div>
      ))}
      <Button
        className="self-start"
        disabled={options.length === 0 || rules.length >= 10}
        onClick={() => set([...rules, { way: options[0]?.value ?? "", afterMs: 0 }])}
      >
        Add a rule for {title.toLowerCase()}
      </Button>
    </fieldset>
  );
}

/** Each of one's ways, and what a rule names already although there is no such way. */
function optionsOf(methods: readonly Method[], rules: readonly Rule[]): { value: string; text: string }[] {
  const kinds = new Map(methods.map(({ kind, kindTitle }) => [kind, kindTitle]));
  const own = [
    ...methods.map((method) => ({ value: method.id, text: methodName(method) })),
    ...[...kinds].map(([value, kindTitle]) => ({ value, text: `every ${kindTitle}` })),
  ];
  const known = new Set<string>(own.map(({ value }) => value));
  const missing = new Set(rules.map(({ way }) => way).filter((way) => !known.has(way)));
  return [...own, ...[...missing].map((way) => ({ value: way, text: `${way} (none of yours)` }))];
}

function delaysOf(present: number): { value: string; text: string }[] {
  const all = [...new Set([...DELAYS, present])].toSorted((a, b) => a - b);
  return all.map((ms) => ({ value: String(ms), text: ms === 0 ? "at once" : `after ${ms / MINUTE_MS} min` }));
}
