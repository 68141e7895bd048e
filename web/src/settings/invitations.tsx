import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toasts.tsx";
import { invitationsQuery } from "../identity/people-queries.ts";
import { roleName } from "../identity/role-names.ts";
import type { Invitation, SentInvitation } from "../identity/wire.ts";
import { Sent } from "../identity/sent.tsx";
import { RoleChoice } from "./role-choice.tsx";

/** Asks somebody to come, with roles. */
export function InvitePerson() {
  const [mail, setMail] = useState("");
  const [roles, setRoles] = useState<readonly string[]>(["viewer"]);
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: () => request<SentInvitation>("/invitations", { method: "POST", body: { mail, roles } }),
    onSuccess: () => {
      setMail("");
      void client.invalidateQueries({ queryKey: ["people"] });
    },
  });
  return (
    <Section title="Invite somebody">
      <form
        className="flex max-w-[560px] flex-col gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate();
        }}
      >
        <TextField label="Address of mail" value={mail} set={setMail} placeholder="ben@example.com" required />
        <RoleChoice roles={roles} set={setRoles} />
        <Button
          type="submit"
          look="primary"
          className="self-start"
          disabled={mail === "" || roles.length === 0 || invite.isPending}
        >
          Invite
        </Button>
        {invite.error !== null && <ErrorState error={invite.error} />}
        {invite.data !== undefined && <Sent sent={invite.data} />}
      </form>
    </Section>
  );
}

/** Those that wait to be accepted. */
export function Invitations({ mayWrite }: { mayWrite: boolean }) {
  const query = useInfiniteQuery(invitationsQuery);
  return (
    <Section title="Invitations">
      <Answer query={query} skeleton={<Skeleton className="h-6" />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <p className="text-soft">None waits to be accepted.</p>;
          return (
            <ul>
              {items.map((invitation) => (
                <InvitationRow key={invitation.id} invitation={invitation} mayWrite={mayWrite} />
              ))}
            </ul>
          );
        }}
      </Answer>
      {query.hasNextPage && (
        <Button className="mt-1" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Section>
  );
}

function InvitationRow({ invitation, mayWrite }: { invitation: Invitation; mayWrite: boolean }) {
  const client = useQueryClient();
  const url = `/invitations/${encodeURIComponent(invitation.id)}`;
  const reload = (): void => void client.invalidateQueries({ queryKey: ["people"] });
  const send = useMutation({
    mutationFn: () => request<SentInvitation>(`${url}/send`, { method: "POST", body: {} }),
    onSuccess: reload,
  });
  const revoke = useMutation({
    mutationFn: () => request(url, { method: "DELETE" }),
    onSuccess: () => {
      say(`The invitation of ${invitation.mail} is revoked.`);
      reload();
    },
  });
  const error = send.error ?? revoke.error;
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-rule py-1">
      <span className="min-w-24 flex-1 font-medium [overflow-wrap:anywhere]">{invitation.mail}</span>
      <span>{invitation.organisation ?? invitation.roles.map(roleName).join(", ")}</span>
      <span className="text-soft">
        until <Time at={invitation.expiresAt} />
      </span>
      {mayWrite && (
        <>
          <Button disabled={send.isPending} onClick={() => send.mutate()}>
            Send again
          </Button>
          <Button look="danger" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke
          </Button>
        </>
      )}
      {error !== null && <ErrorState error={error} />}
      {send.data !== undefined && <Sent sent={send.data} />}
    </li>
  );
}
