import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { organisationsFoundQuery } from "../clients/register-queries.ts";
import { faultWithin } from "../server/problem.ts";
import { useApis } from "../shell/use-api.ts";
import { NamesField } from "../ui/names-field.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { PlanDraft } from "./plan-draft.ts";

const VISIBILITY = [
  { value: "public", text: "public: everybody sees it" },
  { value: "private", text: "private: only the organisations that it names" },
];
/** Hundreds; made once. */
const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone")];

interface PlanReachProps {
  readonly draft: PlanDraft;
  readonly set: (draft: PlanDraft) => void;
  readonly error: Error | null;
}

/** For whom and what a plan is: who sees it, for which APIs and operations, by which calendar. */
export function PlanReach({ draft, set, error }: PlanReachProps) {
  const apis = useApis();
  const [asked, setAsked] = useState("");
  const { data: found } = useQuery({ ...organisationsFoundQuery(asked), enabled: draft.visibility === "private" });
  return (
    <>
      <SelectField
        label="Who sees it"
        value={draft.visibility}
        set={(value) => set({ ...draft, visibility: value === "private" ? "private" : "public" })}
        options={VISIBILITY}
        fault={faultWithin(error, "/visibility")}
      />
      {draft.visibility === "private" && (
        <NamesField
          label="Organisations that see it"
          names={draft.organisations}
          set={(organisations) => set({ ...draft, organisations })}
          offers={found?.items.map(({ organisation }) => organisation) ?? []}
          typed={setAsked}
          placeholder="acme"
          help={draft.organisations.length === 0 ? "None yet: nobody would see it." : "Enter adds one."}
          fault={faultWithin(error, "/organisations")}
        />
      )}
      <NamesField
        label="APIs that it is for"
        names={draft.apis}
        set={(chosen) => set({ ...draft, apis: chosen })}
        offers={apis?.items.map(({ api }) => api) ?? []}
        help={draft.apis.length === 0 ? "None named: for all APIs." : "For these only. Enter adds one."}
        fault={faultWithin(error, "/apis")}
      />
      <NamesField
        label="Operations that may be used"
        names={draft.operations}
        set={(operations) => set({ ...draft, operations })}
        placeholder="GET /orders/{id}"
        help={draft.operations.length === 0 ? "None named: all of them." : "These only. Enter adds one."}
        fault={faultWithin(error, "/operations")}
      />
      <TextField
        label="Zone"
        value={draft.zone}
        set={(zone) => set({ ...draft, zone })}
        offers={ZONES}
        help="By its calendar, quota and price count: days and months begin there."
        fault={faultWithin(error, "/zone")}
      />
    </>
  );
}
