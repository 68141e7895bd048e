import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { Section } from "../ui/section.tsx";
import { TextField } from "../ui/text-field.tsx";

interface AnotherApiProps {
  /** Whether the client is on no plan yet. */
  readonly isFirst: boolean;
  /** APIs that plans name, without those that the client has. */
  readonly apis: readonly string[];
  /** Whether some plan is offered for every API: then one can be named that no plan names. */
  readonly isFree: boolean;
  readonly choose: (api: string) => void;
}

/** Asks for which API a plan is wanted; nothing where there is no other one. */
export function AnotherApi({ isFirst, apis, isFree, choose }: AnotherApiProps) {
  const [api, setApi] = useState("");
  if (apis.length === 0 && !isFree) return null;
  return (
    <Section title={isFirst ? "Its plans" : "For another API"} level={3}>
      {isFirst && <p className="text-soft">It is on no plan yet. Say for which API it needs one:</p>}
      <form
        className="flex flex-wrap items-end gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          choose(api.trim());
          setApi("");
        }}
      >
        {isFree ? (
          <TextField label="API" value={api} set={setApi} placeholder={apis[0] ?? "orders"} className="w-24" />
        ) : (
          <SelectField
            label="API"
            value={api}
            set={setApi}
            options={[{ value: "", text: "Choose one" }, ...apis.toSorted()]}
          />
        )}
        <Button type="submit" disabled={!/^[a-z0-9-]{1,63}$/.test(api.trim())}>
          See its plans
        </Button>
      </form>
    </Section>
  );
}
