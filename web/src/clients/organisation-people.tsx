import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { membersQuery } from "../identity/people-queries.ts";
import { Sent } from "../identity/sent.tsx";
import { useMay } from "../identity/use-may.ts";
import type { Members, SentInvitation } from "../identity/wire.ts";
import { Problem } from "../server/problem.ts";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/section.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toasts.tsx";

const ROW = "flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-rule py-0.5";

/** Who acts for an organisation: invited, and removed. */
export function OrganisationPeople({ organisation, level = 2 }: { organisation: string; level?: 2 | 3 }) {
  const query = useQuery(membersQuery(organisation));
  const may = useMay();
  const path = `/organisations/${encodeURIComponent(organisation)}`;
  return (
    <Section title="Its people" level={level}>
      <Answer query={query} skeleton={<Skeleton className="h-8" />}>
        {({ people, invitations }) => (
          <>
            {people.length === 0 && invitations.length === 0 && (
              <p className="text-soft">Nobody acts for it yet. Who is invited makes keys and asks for plans.</p>
            )}
            <ul>
              {people.map((person) => (
                <Member key={person.id} of={person} path={path} mayWrite={may("organisation:write")} />
              ))}
              {invitations.map(({ id, mail, expiresAt }) => (
                <li key={id} className={ROW}>
                  <span className="min-w-24 flex-1 [overflow-wrap:anywhere]">{mail}</span>
                  <span className="text-soft">
                    invited, until <Time at={expiresAt} />
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Answer>
      {may("organisation:write") && <InviteMember path={path} />}
    </Section>
  );
}

interface MemberProps {
  readonly of: Members["people"][number];
  /** Of the organisation. */
  readonly path: string;
  readonly mayWrite: boolean;
}

function Member({ of: person, path, mayWrite }: MemberProps) {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => request(`${path}/people/${encodeURIComponent(person.id)}`, { method: "DELETE" }),
    onSuccess: () => {
      say(`${person.name} does not act for it any more.`);
      void queries.invalidateQueries({ queryKey: ["clients"] });
    },
  });
  return (
    <li className={ROW}>
      <bdi className="font-medium">{person.name}</bdi>
      <span className="min-w-24 flex-1 text-soft [overflow-wrap:anywhere]">{person.mail}</span>
      {mayWrite && <Button onClick={() => setAsking(true)}>Remove</Button>}
      {remove.error !== null && <ErrorState error={remove.error} />}
      {asking && (
        <Confirm
          title={`Remove ${person.name}?`}
          action="Remove the person"
          close={() => setAsking(false)}
          confirm={() => remove.mutate()}
        >
          The account stays, and sees nothing of this organisation from now on. The keys that it made live on.
        </Confirm>
      )}
    </li>
  );
}

function InviteMember({ path }: { path: string }) {
  const [mail, setMail] = useState("");
  const queries = useQueryClient();
  const invite = useMutation({
    mutationFn: () => request<SentInvitation>(`${path}/invitations`, { method: "POST", body: { mail: mail.trim() } }),
    onSuccess: () => {
      setMail("");
      void queries.invalidateQueries({ queryKey: ["clients"] });
    },
  });
  const fault =
    invite.error instanceof Problem ? invite.error.faults.find(({ pointer }) => pointer === "/mail") : undefined;
  return (
    <form
      className="mt-1 flex flex-wrap items-start gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate();
      }}
    >
      <TextField
        label="Address of a developer"
        value={mail}
        set={setMail}
        placeholder="dev@acme.example"
        fault={fault?.detail}
        className="w-32"
      />
      <Button type="submit" disabled={mail.trim() === "" || invite.isPending} className="mt-2.5">
        Invite
      </Button>
      {invite.error !== null && fault === undefined && <ErrorState error={invite.error} />}
      {invite.data !== undefined && <Sent sent={invite.data} />}
    </form>
  );
}
