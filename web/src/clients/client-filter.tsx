import { useQuery } from "@tanstack/react-query";
import { plansQuery } from "../plans/plan-queries.ts";
import { NO_PLAN } from "../server/wire.ts";
import { usePageSearch } from "../shell/use-search.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { OrganisationFilter } from "./organisation-filter.tsx";

const STATES = [
  { value: "", text: "in use" },
  { value: "retired", text: "retired" },
  { value: "all", text: "all" },
];

/** What the list of registered clients is narrowed by; all of it is in the address. */
export function ClientFilter({ api }: { api: string }) {
  const [{ q, organisation, plan, state }, change] = usePageSearch();
  const { data } = useQuery(plansQuery(api));
  const isNarrowed = [q, organisation, plan, state].some((each) => each !== undefined);
  const narrow = (name: string, value: string): void =>
    change({ [name]: value === "" ? undefined : value }, { replace: true });
  return (
    <div className="mb-1 flex flex-wrap items-end gap-1">
      <TextField
        label="Find by any name, title or organisation"
        value={q ?? ""}
        set={(word) => narrow("q", word.slice(0, 100))}
        className="w-32 max-sm:w-full"
      />
      <OrganisationFilter key={organisation} value={organisation ?? ""} set={(name) => narrow("organisation", name)} />
      <SelectField
        label="Plan"
        value={plan ?? ""}
        set={(name) => narrow("plan", name)}
        options={[
          { value: "", text: "any" },
          { value: NO_PLAN, text: "none" },
          ...(data?.items.map((each) => ({ value: each.plan, text: each.title })) ?? []),
        ]}
      />
      <SelectField label="State" value={state ?? ""} set={(name) => narrow("state", name)} options={STATES} />
      {isNarrowed && (
        <Button
          look="quiet"
          onClick={() => change({ q: undefined, organisation: undefined, plan: undefined, state: undefined })}
        >
          Clear
        </Button>
      )}
    </div>
  );
}
