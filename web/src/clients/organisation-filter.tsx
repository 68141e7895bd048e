import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { TextField } from "../ui/text-field.tsx";
import { organisationsFoundQuery } from "./register-queries.ts";

/** Whose clients: organisations are offered while one types, and one of them is taken as soon as it is named whole. */
export function OrganisationFilter({ value, set }: { value: string; set: (organisation: string) => void }) {
  const [text, setText] = useState(value);
  const { data } = useQuery(organisationsFoundQuery(text));
  const names = data?.items.map(({ organisation }) => organisation) ?? [];
  const take = (typed: string): void => {
    setText(typed);
    if (typed === "" || names.includes(typed)) set(typed);
  };
  return (
    <TextField
      label="Organisation"
      value={text}
      set={take}
      placeholder="any"
      offers={names}
      fault={data !== undefined && text !== "" && names.length === 0 ? "none is named so" : undefined}
      className="w-24 max-sm:flex-1"
    />
  );
}
