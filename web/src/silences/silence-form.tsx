import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { countText, instantText } from "#kernel";
import { faultAt, faultWithin } from "../server/problem.ts";
import { useServerNow } from "../time/server-clock.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { silencePreviewQuery, useSilenceChange, type Silence, type WrittenMatcher } from "./silence-queries.ts";

const HOUR = 3_600_000;
const LENGTHS = [
  { value: String(HOUR), text: "1 hour" },
  { value: String(4 * HOUR), text: "4 hours" },
  { value: String(24 * HOUR), text: "1 day" },
  { value: String(7 * 24 * HOUR), text: "7 days" },
  { value: String(30 * 24 * HOUR), text: "30 days" },
];
const OPERATORS = [
  { value: "=", text: "is" },
  { value: "!=", text: "is not" },
  { value: "=~", text: "matches" },
  { value: "!~", text: "does not match" },
];
const LABELS = ["api", "objective", "client", "urgency", "alertname", "source"];
const NEW: WrittenMatcher = { label: "api", operator: "=", value: "" };

/** What is to be quiet, why and for how long, and what that hides now. */
export function SilenceForm({
  silence,
  first,
  close,
}: {
  silence?: Silence;
  first?: readonly WrittenMatcher[];
  close: () => void;
}) {
  const now = useServerNow();
  const [matchers, setMatchers] = useState<readonly WrittenMatcher[]>(silence?.matchers ?? first ?? [NEW]);
  const [reason, setReason] = useState(silence?.reason ?? "");
  const [length, setLength] = useState(LENGTHS[0]?.value ?? "");
  const change = useSilenceChange(close);
  const whole = matchers.every(({ label, value }) => label !== "" && value !== "");
  const save = (): void =>
    change.mutate({
      path: silence === undefined ? "/silences" : `/silences/${silence.id}`,
      method: silence === undefined ? "POST" : "PUT",
      body: { matchers, reason, endsAt: instantText(now + Number(length)) },
      ...(silence === undefined ? {} : { revision: silence.revision }),
      done: "The silence holds.",
    });
  return (
    <form
      className="flex max-w-[640px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Matchers matchers={matchers} set={setMatchers} error={change.error} />
      <Preview matchers={whole ? matchers : []} />
      <TextField
        label="Reason"
        value={reason}
        set={setReason}
        help="Others read it when they ask why nobody was told."
        fault={faultAt(change.error, "/reason")}
        required
      />
      <SelectField
        label="Ends in"
        value={length}
        set={setLength}
        options={LENGTHS}
        fault={faultAt(change.error, "/endsAt")}
      />
      {change.error !== null && <ErrorState error={change.error} />}
      <div className="mt-1 flex flex-wrap gap-1">
        <Button look="primary" type="submit" disabled={!whole || reason === "" || change.isPending}>
          {silence === undefined ? "Silence them" : "Save it"}
        </Button>
        <Button onClick={close}>Leave it</Button>
      </div>
    </form>
  );
}

interface MatchersProps {
  readonly matchers: readonly WrittenMatcher[];
  readonly set: (matchers: readonly WrittenMatcher[]) => void;
  readonly error: Error | null;
}

/** Labels that must all fit, one in a row. */
function Matchers({ matchers, set, error }: MatchersProps) {
  const without = (at: number): void => set(matchers.filter((_one, i) => i !== at));
  return (
    <>
      {matchers.map((matcher, at) => (
        <MatcherFields
          key={at}
          matcher={matcher}
          at={at}
          fault={faultWithin(error, `/matchers/${at}`)}
          set={(next) => set(matchers.map((one, i) => (i === at ? next : one)))}
          remove={matchers.length === 1 ? undefined : () => without(at)}
        />
      ))}
      <div>
        <Button onClick={() => set([...matchers, { ...NEW, label: "" }])}>And another label</Button>
      </div>
    </>
  );
}

interface MatcherFieldsProps {
  readonly matcher: WrittenMatcher;
  readonly at: number;
  readonly fault: string | undefined;
  readonly set: (matcher: WrittenMatcher) => void;
  readonly remove: (() => void) | undefined;
}

function MatcherFields({ matcher, at, fault, set, remove }: MatcherFieldsProps) {
  const nth = at === 0 ? "" : ` ${at + 1}`;
  return (
    <div className="flex flex-wrap items-end gap-1">
      <TextField
        label={`Label${nth}`}
        value={matcher.label}
        set={(label) => set({ ...matcher, label })}
        offers={LABELS}
        className="w-20"
      />
      <SelectField
        label={`Is${nth}`}
        value={matcher.operator}
        set={(operator) => set({ ...matcher, operator: operator as WrittenMatcher["operator"] })}
        options={OPERATORS}
      />
      <TextField
        label={`Value${nth}`}
        value={matcher.value}
        set={(value) => set({ ...matcher, value })}
        fault={fault}
        className="min-w-20 flex-1"
      />
      {remove !== undefined && <Button onClick={remove}>Without it</Button>}
    </div>
  );
}

/** What it would hide now, before anybody says so. */
function Preview({ matchers }: { matchers: readonly WrittenMatcher[] }) {
  const { data, error } = useQuery(silencePreviewQuery(matchers));
  const text =
    matchers.length === 0
      ? "What it hides is shown when each label has a value."
      : error !== null
        ? error.message
        : data === undefined
          ? "Looking what it hides …"
          : hidesText(data);
  return (
    <div className="min-h-4 border-l-2 border-rule pl-1" role="status">
      <p>{text}</p>
      {data !== undefined && data.shown.length > 0 && (
        <ul className="text-soft">
          {data.shown.slice(0, 5).map(({ id, title, urgency }) => (
            <li key={id}>
              {urgency}: <bdi>{title}</bdi>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function hidesText({ alerts, pages, lately }: { alerts: number; pages: number; lately: number }): string {
  const now =
    alerts === 0
      ? "It hides nothing that fires now"
      : `It hides ${countText(alerts)} ${alerts === 1 ? "alert that fires" : "alerts that fire"} now, ${countText(pages)} of them ${pages === 1 ? "a page" : "pages"}`;
  return `${now}; in the last 30 days it would have hidden ${countText(lately)}.`;
}
