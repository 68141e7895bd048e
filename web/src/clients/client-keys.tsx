import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { countText } from "#kernel";
import { useMay } from "../identity/use-may.ts";
import { request } from "../server/request.ts";
import type { Key, NewKey } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { CopyLine } from "../ui/copy-line.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toasts.tsx";
import { clientPath, keysQuery, registeredClientQuery } from "./register-queries.ts";

/** The keys of a registered client: made, rotated, revoked; each shown once. */
export function ClientKeys({ client: name, level = 2 }: { client: string; level?: 2 | 3 }) {
  const { data: client } = useQuery(registeredClientQuery(name));
  if (client === undefined || client === null) return null;
  return <Keys client={client.client} level={level} />;
}

function Keys({ client, level }: { client: string; level: 2 | 3 }) {
  const query = useQuery(keysQuery(client));
  const [made, setMade] = useState<NewKey>();
  const may = useMay();
  const change = useKeyChange(client, { method: "POST", path: "", done: setMade });
  return (
    <Section
      title="Its keys"
      level={level}
      aside={
        may("key:write") && (
          <Button onClick={() => change.mutate()} disabled={change.isPending}>
            Make a key
          </Button>
        )
      }
    >
      {change.error !== null && <ErrorState error={change.error} />}
      {made !== undefined && <ShownOnce made={made} />}
      <Answer query={query} skeleton={<Skeleton className="h-12" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-soft">It has none. A key lets the gateway tell its requests from those of others.</p>
          ) : (
            <ul>
              {items.map((key) => (
                <KeyRow key={key.id} of={key} client={client} show={setMade} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  );
}

function ShownOnce({ made }: { made: NewKey }) {
  return (
    <div className="mb-1 max-w-[720px]" role="status">
      <p>
        This is the new key for {made.environment}. <b>Copy it now: it is not shown again.</b>
      </p>
      <CopyLine text={made.key} label="Key" />
    </div>
  );
}

interface KeyRowProps {
  readonly of: Key;
  readonly client: string;
  readonly show: (made: NewKey) => void;
}

function KeyRow({ of: key, client, show }: KeyRowProps) {
  const [asking, setAsking] = useState(false);
  const may = useMay();
  const path = `/${encodeURIComponent(key.id)}`;
  const rotate = useKeyChange(client, { method: "POST", path: `${path}/rotation`, done: show });
  const undo = useKeyChange(client, {
    method: "DELETE",
    path: `${path}/rotation`,
    done: () => say("The rotation is taken back: the old key lives on."),
  });
  const revoke = useKeyChange(client, { method: "DELETE", path, done: () => say("The key is revoked.") });
  const error = rotate.error ?? undo.error ?? revoke.error;
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-rule py-1">
      <code className="min-w-24 flex-1 font-mono [overflow-wrap:anywhere]">
        {key.prefix}…{key.lastFour}
      </code>
      <KeyState of={key} />
      <span className="text-soft">
        {key.lastUsedAt === null ? "never used" : "last used "}
        {key.lastUsedAt !== null && <Time at={key.lastUsedAt} />}
        {key.uses.accepted > 0 && (
          <span data-tip="Accepted since the server started, by its gateway and for proxies that asked">
            {" "}
            · {countText(key.uses.accepted)} uses
          </span>
        )}
        {key.uses.refused > 0 && (
          <span className="text-warn" data-tip="It was revoked or had expired: somebody has not changed over yet">
            {" "}
            · refused {countText(key.uses.refused)} times
          </span>
        )}
      </span>
      {may("key:write") && key.state === "live" && (
        <span className="flex gap-1">
          {key.replaces !== null && <Button onClick={() => undo.mutate()}>Undo rotation</Button>}
          <Button onClick={() => rotate.mutate()}>Rotate</Button>
          <Button look="danger" onClick={() => setAsking(true)}>
            Revoke
          </Button>
        </span>
      )}
      {error !== null && <ErrorState error={error} />}
      {asking && (
        <Confirm
          title="Revoke this key?"
          action="Revoke it"
          close={() => setAsking(false)}
          confirm={() => revoke.mutate()}
        >
          Programs that send it are refused from now on. It cannot be made valid again; to change a key without a gap,
          rotate it.
        </Confirm>
      )}
    </li>
  );
}

function KeyState({ of: key }: { of: Key }) {
  if (key.state === "revoked") {
    return (
      <span className="text-soft">revoked{key.reason === null || key.reason === "" ? "" : `: ${key.reason}`}</span>
    );
  }
  if (key.expiresAt === null) return <span>works, for {key.environment}</span>;
  return (
    <span className={key.state === "live" ? "text-warn" : "text-soft"}>
      {key.state === "live" ? `▲ works for ${key.environment} until ` : "ended "}
      <Time at={key.expiresAt} />
    </span>
  );
}

interface KeyChange {
  readonly method: "POST" | "DELETE";
  /** Below the client's keys. */
  readonly path: string;
  readonly done: (answer: NewKey) => void;
}

function useKeyChange(client: string, { method, path, done }: KeyChange) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      request<NewKey>(`${clientPath(client)}/keys${path}`, { method, ...(method === "POST" ? { body: {} } : {}) }),
    onSuccess: (answer) => {
      done(answer);
      void queries.invalidateQueries({ queryKey: ["clients"] });
    },
  });
}
