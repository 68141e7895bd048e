import { useState } from "react";
import { usePageSearch } from "../shell/use-search.ts";
import { useGroups } from "../traffic/use-kpis.ts";
import { usePageApi } from "../shell/use-api.ts";
import { Button } from "../ui/button.tsx";
import { FILTERS } from "./records-search.ts";

interface FieldLook {
  readonly label: string;
  readonly example: string;
  readonly width: string;
}

const LOOKS: Readonly<Record<(typeof FILTERS)[number], FieldLook>> = {
  client: { label: "Client", example: "any", width: "w-20" },
  operation: { label: "Operation", example: "any", width: "w-24" },
  status: { label: "Status", example: "5xx, 404", width: "w-12" },
  class: { label: "Class", example: "any", width: "w-16" },
  minDurationMs: { label: "At least, ms", example: "300", width: "w-12" },
  traceId: { label: "Trace id", example: "any", width: "w-20" },
};

const CLASSES = [
  "bad",
  "ok",
  "clientFault",
  "throttled",
  "quota",
  "serverError",
  "timeout",
  "noAnswer",
  "clientAborted",
  "healthCheck",
];

/** The filters of the search; applied on Enter, and then part of the address. */
export function FilterForm() {
  const [search, change] = usePageSearch();
  const [draft, setDraft] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(FILTERS.map((name) => [name, search[name] ?? ""])),
  );
  const apply = (next: Readonly<Record<string, string>>): void => {
    change(Object.fromEntries(FILTERS.map((name) => [name, next[name] === "" ? undefined : next[name]?.trim()])));
  };
  const isEmpty = FILTERS.every((name) => search[name] === undefined);
  return (
    <form
      className="flex flex-wrap items-end gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        apply(draft);
      }}
    >
      {FILTERS.map((name) => (
        <Field
          key={name}
          name={name}
          value={draft[name] ?? ""}
          set={(value) => setDraft({ ...draft, [name]: value })}
        />
      ))}
      <Button type="submit">Search</Button>
      {!isEmpty && (
        <Button look="quiet" onClick={() => apply({})}>
          Clear
        </Button>
      )}
      <Names />
    </form>
  );
}

function Field({ name, value, set }: { name: (typeof FILTERS)[number]; value: string; set: (value: string) => void }) {
  const { label, example, width } = LOOKS[name];
  return (
    <label className="flex flex-col text-soft max-sm:flex-1 max-sm:basis-[40%]">
      {label}
      <input
        value={value}
        onChange={(event) => set(event.target.value)}
        placeholder={example}
        list={`known-${name}`}
        inputMode={name === "minDurationMs" ? "numeric" : undefined}
        autoComplete="off"
        spellCheck={false}
        className={`min-h-4 rounded-s border border-rule bg-paper px-1 text-ink placeholder:text-soft ${width} max-sm:w-full`}
      />
    </label>
  );
}

/** Names of the range, offered while one types. */
function Names() {
  const api = usePageApi();
  const clients = useGroups(api, "client").data?.groups ?? [];
  const operations = useGroups(api, "operation").data?.groups ?? [];
  const lists = [
    { name: "client", values: clients.map(({ key }) => key) },
    { name: "operation", values: operations.map(({ key }) => key) },
    { name: "class", values: CLASSES },
  ];
  return lists.map(({ name, values }) => (
    <datalist key={name} id={`known-${name}`}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  ));
}
