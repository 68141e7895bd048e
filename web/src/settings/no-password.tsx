import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Sent } from "../identity/sent.tsx";
import type { Person, SentInvitation } from "../identity/wire.ts";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";

/** Of somebody without a password: invited and awaited, or named by a configuration and never invited, which one click mends. */
export function NoPassword({ person, mayWrite }: { person: Person; mayWrite: boolean }) {
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: () => request<SentInvitation>(placeOf(person), { method: "POST", body: bodyOf(person) }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["people"] }),
  });
  const isNobodys = person.roles.length === 0 && person.organisations.length === 0;
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      {person.invitedUntil !== null ? (
        <span className="text-soft">
          ◌ invited, and has not accepted yet; until <Time at={person.invitedUntil} />
        </span>
      ) : (
        <>
          <span className="text-warn">▲ {whyOf(person)}</span>
          {mayWrite && person.mail !== null && !isNobodys && (
            <Button disabled={invite.isPending} onClick={() => invite.mutate()} aria-label={`Invite ${person.name}`}>
              Invite
            </Button>
          )}
        </>
      )}
      {invite.error !== null && <ErrorState error={invite.error} />}
      {invite.data !== undefined && <Sent sent={invite.data} />}
    </div>
  );
}

/** A developer is invited by the organisation; whoever has roles, by the provider. */
function placeOf({ roles, organisations: [organisation] }: Person): string {
  if (roles.length > 0 || organisation === undefined) return "/invitations";
  return `/organisations/${encodeURIComponent(organisation)}/invitations`;
}

function bodyOf({ mail, name, roles }: Person): object {
  return roles.length > 0 ? { mail, name, roles } : { mail, name };
}

function whyOf({ managedBy, mail, roles, organisations }: Person): string {
  const by = managedBy === null ? "" : `Named by the configuration “${managedBy}”; `;
  const why = mail === null ? "no address is known" : "no invitation waits";
  const next =
    mail === null
      ? ": give one, then invite"
      : roles.length === 0 && organisations.length === 0
        ? ": give a role first"
        : "";
  return `${by}${by === "" ? "Cannot" : "cannot"} sign in: there is no password, and ${why}${next}.`;
}
