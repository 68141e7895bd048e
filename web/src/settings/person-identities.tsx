import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Person } from "../identity/wire.ts";
import { request, withQuery } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { ErrorState } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toasts.tsx";

type Identity = Person["identities"][number];

/** The accounts at an identity provider by which somebody signs in, to take away from who has another there. */
export function PersonIdentities({ person }: { person: Person }) {
  const [asked, setAsked] = useState<Identity>();
  const client = useQueryClient();
  const url = `/people/${encodeURIComponent(person.id)}/identities`;
  const unbind = useMutation({
    mutationFn: ({ issuer }: Identity) => request(withQuery(url, { issuer }), { method: "DELETE" }),
    onSuccess: () => {
      say(`The account of ${person.name} is unbound.`);
      void client.invalidateQueries({ queryKey: ["people"] });
    },
  });
  if (person.identities.length === 0) return null;
  return (
    <>
      <ul>
        {person.identities.map((identity) => (
          <li key={identity.issuer} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
            <span className="wrap-anywhere">{identity.issuer}</span>
            <span className="text-soft">
              {identity.mail !== null && `as ${identity.mail}, `}since <Time at={identity.boundAt} />
            </span>
            <Button
              look="danger"
              disabled={unbind.isPending}
              onClick={() => setAsked(identity)}
              aria-label={`Unbind ${person.name}`}
            >
              Unbind
            </Button>
          </li>
        ))}
      </ul>
      {unbind.error !== null && <ErrorState error={unbind.error} />}
      {asked !== undefined && (
        <Confirm
          title={`Unbind ${person.name}?`}
          action="Unbind"
          close={() => setAsked(undefined)}
          confirm={() => unbind.mutate(asked)}
        >
          All sessions of {person.name} end at once. Whoever signs in at {asked.issuer} with the verified address of the
          account binds anew; to keep somebody out, disable the person.
        </Confirm>
      )}
    </>
  );
}
