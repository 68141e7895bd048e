import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toasts.tsx";
import { forgetWays, type Method } from "./reach-queries.ts";

/** What a way is called: as its owner said, else by its kind. */
export function methodName({ title, kindTitle, address }: Method): string {
  return title === "" ? `${kindTitle} ${address}` : title;
}

/** One way to oneself: what it is, whether it works, and what can be done with it. */
export function MethodRow({ method }: { method: Method }) {
  const [asking, setAsking] = useState(false);
  const name = methodName(method);
  const act = useMethodChange(method);
  return (
    <li className="border-b border-rule py-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="min-w-24 font-medium [overflow-wrap:anywhere]">{name}</span>
        <span className="min-w-24 flex-1 text-soft">
          <MethodState method={method} />
        </span>
        <Button
          aria-label={`${method.disabled ? "Switch on" : "Switch off"} ${name}`}
          onClick={() => act.mutate({ path: "", method: "PUT", body: { disabled: !method.disabled } })}
        >
          {method.disabled ? "Switch on" : "Switch off"}
        </Button>
        <Button look="danger" aria-label={`Remove ${name}`} onClick={() => setAsking(true)}>
          Remove
        </Button>
      </div>
      {method.verifiedAt === null && <Verify method={method} />}
      {method.failure !== null && (
        <p className="text-warn [overflow-wrap:anywhere]">▲ What is sent there is refused: {method.failure}</p>
      )}
      {!method.available && <p className="text-warn">▲ This server cannot send by {method.kindTitle} now.</p>}
      {act.error !== null && <ErrorState error={act.error} />}
      {asking && (
        <Confirm
          title={`Remove ${name}?`}
          action="Remove it"
          close={() => setAsking(false)}
          confirm={() => act.mutate({ path: "", method: "DELETE" })}
        >
          Nothing is sent there any more, also of what is on its way.
        </Confirm>
      )}
    </li>
  );
}

function MethodState({ method }: { method: Method }) {
  const { disabled, verifiedAt, provenAt, breaksThrough } = method;
  if (disabled) return "◌ switched off";
  if (verifiedAt === null) return "◌ not verified yet";
  return (
    <>
      {method.failure === null ? "● verified" : "▲ fails"}
      {breaksThrough && ", can ring through Do Not Disturb"}
      {provenAt !== null && (
        <>
          , last shown to work <Time at={provenAt} />
        </>
      )}
    </>
  );
}

const WAITS: Readonly<Record<Method["proves"], string>> = {
  link: "A message with a link was sent there. Open it, and say that it is you.",
  code: "A message with a code was sent there.",
  test: "A test was sent there. It is verified as soon as it is taken in.",
};

function Verify({ method }: { method: Method }) {
  const [code, setCode] = useState("");
  const client = useQueryClient();
  const path = `/me/methods/${encodeURIComponent(method.id)}/verification`;
  const again = useMutation({
    mutationFn: () => request(path, { method: "POST", body: {} }),
    onSuccess: () => say("It was sent again."),
  });
  const check = useMutation({
    mutationFn: () => request<{ verified: boolean }>(path, { method: "PUT", body: { code: code.trim() } }),
    onSuccess: ({ verified }) => {
      if (verified) say(`${methodName(method)} is verified.`);
      forgetWays(client);
    },
  });
  const wrong = check.data?.verified === false ? "This is not the code that was sent last." : undefined;
  const error = again.error ?? check.error;
  return (
    <div className="my-1 flex flex-col items-start gap-1 rounded-s bg-raised p-1.5">
      <p>{WAITS[method.proves]}</p>
      {method.proves === "code" && (
        <form
          className="flex flex-wrap items-end gap-1"
          onSubmit={(event) => {
            event.preventDefault();
            check.mutate();
          }}
        >
          <TextField label="Code" value={code} set={setCode} autoComplete="one-time-code" fault={wrong} />
          <Button type="submit" look="primary" disabled={code.trim() === "" || check.isPending}>
            Verify
          </Button>
        </form>
      )}
      <div className="flex flex-wrap gap-1">
        <Button onClick={() => again.mutate()} disabled={again.isPending}>
          Send it again
        </Button>
      </div>
      {error !== null && <ErrorState error={error} />}
    </div>
  );
}

function useMethodChange({ id }: Method) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, ...asked }: { path: string; method: "PUT" | "DELETE"; body?: object }) =>
      request(`/me/methods/${encodeURIComponent(id)}${path}`, asked),
    onSuccess: () => forgetWays(client),
  });
}
