import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DAY_MS, instantText } from "#kernel";
import { tokensQuery } from "../server/queries.ts";
import { request } from "../server/request.ts";
import type { NewToken, Token } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { TextField } from "../ui/text-field.tsx";
import { useServerNow } from "../time/server-clock.ts";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toasts.tsx";

interface Option {
  readonly value: string;
  readonly text: string;
}

const SCOPES: readonly Option[] = [
  { value: "records:write", text: "send records" },
  { value: "read", text: "read everything but tokens and the audit" },
  { value: "configuration:write", text: "read, and apply configurations" },
  { value: "release:write", text: "say what was released" },
  { value: "signals:write", text: "say what is wrong elsewhere" },
  { value: "metrics:read", text: "read the server's metrics" },
  { value: "gateway", text: "run a gateway of its own" },
  { value: "admin", text: "do everything" },
];

const LASTING: readonly Option[] = [
  { value: "", text: "as long as it is not revoked" },
  { value: "30", text: "30 days" },
  { value: "90", text: "90 days" },
  { value: "365", text: "365 days" },
];

/** What programs sign in with: made, shown once, revoked. */
export function Tokens() {
  const query = useQuery(tokensQuery);
  return (
    <>
      <p className="max-w-[720px] text-soft">
        Programs sign in with a token. Of each only a hash is kept, so it is shown once, when it is made.
      </p>
      <MakeToken />
      <Section title="Tokens">
        <Answer query={query} skeleton={<Skeleton className="h-16" />}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="text-soft">There is none yet.</p>
            ) : (
              <ul>
                {items.map((token) => (
                  <TokenRow key={token.id} token={token} />
                ))}
              </ul>
            )
          }
        </Answer>
      </Section>
    </>
  );
}

function MakeToken() {
  const [name, setName] = useState("");
  const [scope, setScope] = useState(SCOPES[0]?.value ?? "");
  const [days, setDays] = useState("");
  const now = useServerNow();
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () => {
      const expires = days === "" ? {} : { expiresAt: instantText(now + Number(days) * DAY_MS) };
      return request<NewToken>("/tokens", { method: "POST", body: { name: name.trim(), scopes: [scope], ...expires } });
    },
    onSuccess: () => {
      setName("");
      void client.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
  });
  return (
    <Section title="Make a token">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
        className="flex flex-wrap items-end gap-1"
      >
        <TextField label="What for" value={name} set={setName} placeholder="gateway in Madrid" className="w-32" />
        <SelectField label="It may" value={scope} set={setScope} options={SCOPES} />
        <SelectField label="For" value={days} set={setDays} options={LASTING} />
        <Button look="primary" type="submit" disabled={name.trim() === "" || make.isPending}>
          Make it
        </Button>
      </form>
      {make.error !== null && <ErrorState error={make.error} />}
      {make.data?.token !== undefined && (
        <div className="mt-1 max-w-[720px]" role="status">
          <p>
            This is the token “{make.data.name}”. <b>Copy it now: it is not shown again.</b>
          </p>
          <CopyLine text={make.data.token} label="Token" />
        </div>
      )}
    </Section>
  );
}

function TokenRow({ token }: { token: Token }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => request(`/tokens/${encodeURIComponent(token.id)}`, { method: "DELETE" }),
    onSuccess: () => {
      say(`“${token.name}” is revoked.`);
      void client.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
  });
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-rule py-1">
      <span className="min-w-24 flex-1 font-medium">{token.name}</span>
      {token.prefix !== undefined && <code className="font-mono text-soft">{token.prefix}…</code>}
      <span>{token.scopes?.join(", ")}</span>
      <span className="text-soft">
        made <Time at={token.createdAt} />
        {typeof token.lastUsedAt === "string" ? ", last used " : ", never used"}
        {typeof token.lastUsedAt === "string" && <Time at={token.lastUsedAt} />}
        {token.expiresAt !== null && ", until "}
        {token.expiresAt !== null && <Time at={token.expiresAt} />}
      </span>
      <Button look="danger" onClick={() => setAsking(true)}>
        Revoke
      </Button>
      {revoke.error !== null && <ErrorState error={revoke.error} />}
      {asking && (
        <Confirm
          title={`Revoke “${token.name}”?`}
          action="Revoke it"
          close={() => setAsking(false)}
          confirm={() => revoke.mutate()}
        >
          Programs that sign in with it are refused from now on. It cannot be made valid again.
        </Confirm>
      )}
    </li>
  );
}
