import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { request, withQuery } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/section.tsx";
import { ErrorState } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toasts.tsx";
import { accountQuery } from "./people-queries.ts";
import type { Account } from "./wire.ts";

type Identity = Account["identities"][number];

/** Accounts of an identity provider by which one signs in; nothing where there is none. */
export function BoundIdentities({ account }: { account: Account }) {
  const [asked, setAsked] = useState<Identity>();
  const client = useQueryClient();
  const unbind = useMutation({
    mutationFn: ({ issuer }: Identity) => request(withQuery("/account/identities", { issuer }), { method: "DELETE" }),
    onSuccess: () => {
      say("It is unbound.");
      void client.invalidateQueries({ queryKey: accountQuery.queryKey });
    },
  });
  if (account.identities.length === 0) return null;
  return (
    <Section title="Identity provider">
      <ul>
        {account.identities.map((identity) => (
          <li
            key={identity.issuer}
            className="flex min-h-5 flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-rule py-0.5"
          >
            <span className="font-medium wrap-anywhere">{identity.issuer}</span>
            <span className="flex-1 text-soft">
              {identity.mail !== null && `as ${identity.mail}, `}since <Time at={identity.boundAt} />
            </span>
            {account.hasPassword && <Button onClick={() => setAsked(identity)}>Unbind</Button>}
          </li>
        ))}
      </ul>
      {!account.hasPassword && <p className="mt-1 text-soft">Choose a password before you unbind it.</p>}
      {unbind.error !== null && <ErrorState error={unbind.error} />}
      {asked !== undefined && (
        <Confirm
          title="Unbind the identity provider"
          action="Unbind"
          close={() => setAsked(undefined)}
          confirm={() => unbind.mutate(asked)}
        >
          From now on your password signs you in. Whoever signs in at {asked.issuer} with your verified address binds
          anew.
        </Confirm>
      )}
    </Section>
  );
}
