import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { faultAt } from "../server/problem.ts";
import { sessionQuery } from "../server/queries.ts";
import { keepSession, request } from "../server/request.ts";
import type { Session } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, ErrorState, Skeleton } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toasts.tsx";
import { BoundIdentities } from "./bound-identities.tsx";
import { NewPasswordField, PasswordField } from "./password-fields.tsx";
import { accountQuery, ownSessionsQuery } from "./people-queries.ts";
import { roleName } from "./role-names.ts";
import { SecondFactor } from "./second-factor.tsx";
import type { Account, OwnSession } from "./wire.ts";

/** What everybody keeps for himself. */
export function AccountPage() {
  const query = useQuery(accountQuery);
  return (
    <>
      <h1>Your account</h1>
      <Answer query={query} skeleton={<Skeleton className="h-32" />}>
        {(account) => (
          <>
            <Sentence>{accountText(account)}</Sentence>
            {account.roles.length > 0 && (
              <p>
                <TextLink to="/reach">How I am reached</TextLink>
              </p>
            )}
            <Details key={account.revision} account={account} />
            <BoundIdentities account={account} />
            {account.hasPassword ? <ChangePassword /> : <NoPassword />}
            {account.hasPassword && <SecondFactor account={account} />}
            <Sessions />
          </>
        )}
      </Answer>
    </>
  );
}

function accountText({ name, roles, organisations, secondFactor, hasPassword }: Account): string {
  const as = [...roles.map(roleName), ...organisations.map((each) => `developer of ${each}`)].join(", ");
  const alone = hasPassword ? "Signing in takes the password only." : "The identity provider signs you in.";
  const factor = secondFactor.isOn ? "Signing in takes a code, too." : alone;
  return `You are ${name}${as === "" ? "" : `, ${as.toLowerCase()}`}. ${factor}`;
}

function Details({ account }: { account: Account }) {
  const [name, setName] = useState(account.name);
  const [mail, setMail] = useState(account.mail ?? "");
  const [password, setPassword] = useState("");
  const changesMail = mail !== (account.mail ?? "");
  const save = useSaveAccount(account);
  const isOwned = account.managedBy !== null;
  const submit = (): void =>
    save.mutate({ name, ...(changesMail ? { mail: mail === "" ? null : mail, password } : {}) });
  return (
    <Section title="Name and address">
      {isOwned && <p className="text-soft">The configuration “{account.managedBy}” says both; change them there.</p>}
      <form
        className="flex max-w-[400px] flex-col gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label="Name"
          value={name}
          set={setName}
          autoComplete="name"
          required
          fault={faultAt(save.error, "/name")}
        />
        <TextField
          label="Address of mail"
          value={mail}
          set={setMail}
          autoComplete="email"
          help="You can sign in with it, and a forgotten password is reset by it."
          fault={faultAt(save.error, "/mail")}
        />
        {changesMail && (
          <PasswordField
            label="Your password, for another address"
            value={password}
            set={setPassword}
            fault={faultAt(save.error, "/password")}
          />
        )}
        {save.error !== null && <ErrorState error={save.error} />}
        <Button
          type="submit"
          look="primary"
          className="self-start"
          disabled={isOwned || save.isPending || (name === account.name && !changesMail)}
        >
          Save
        </Button>
      </form>
    </Section>
  );
}

function useSaveAccount({ revision }: Account) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => request<Account>("/account", { method: "PUT", body, ifMatch: `"r${revision}"` }),
    onSuccess: (saved) => {
      say("Your account is changed.");
      client.setQueryData(accountQuery.queryKey, saved);
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
}

function ChangePassword() {
  const [password, setPassword] = useState("");
  const [newPassword, setNewPassword] = useState("");
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: () => request<Session>("/account/password", { method: "POST", body: { password, newPassword } }),
    onSuccess: (session) => {
      keepSession(session);
      client.setQueryData(sessionQuery.queryKey, session);
      setPassword("");
      setNewPassword("");
      say("Your password is changed; all other sessions ended.");
      void client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
    },
  });
  return (
    <Section title="Password">
      <form
        className="flex max-w-[400px] flex-col gap-1"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <PasswordField
          label="Present password"
          value={password}
          set={setPassword}
          fault={faultAt(change.error, "/password")}
        />
        <NewPasswordField
          label="New password"
          value={newPassword}
          set={setNewPassword}
          fault={faultAt(change.error, "/newPassword")}
        />
        {change.error !== null && <ErrorState error={change.error} />}
        <Button
          type="submit"
          look="primary"
          className="self-start"
          disabled={password === "" || newPassword === "" || change.isPending}
        >
          Change the password
        </Button>
      </form>
    </Section>
  );
}

function NoPassword() {
  return (
    <Section title="Password">
      <p>
        You have none: the identity provider signs you in. With one you can change your address, and set up a second
        factor. <TextLink to="/reset">Choose a password</TextLink>
      </p>
    </Section>
  );
}

function Sessions() {
  const query = useQuery(ownSessionsQuery);
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string | undefined) =>
      request(`/account/sessions${id === undefined ? "" : `/${encodeURIComponent(id)}`}`, { method: "DELETE" }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey }),
  });
  return (
    <Section title="Where you are signed in">
      <Answer query={query} skeleton={<Skeleton className="h-8" />}>
        {({ items }) => (
          <>
            <ul>
              {items.map((session) => (
                <SessionRow key={session.id} session={session} end={() => end.mutate(session.id)} />
              ))}
            </ul>
            {items.length > 1 && (
              <Button className="mt-1" onClick={() => end.mutate(undefined)}>
                End all others
              </Button>
            )}
            {end.error !== null && <ErrorState error={end.error} />}
          </>
        )}
      </Answer>
    </Section>
  );
}

function SessionRow({ session, end }: { session: OwnSession; end: () => void }) {
  return (
    <li className="flex min-h-5 flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-rule py-0.5">
      <span className="min-w-16 font-medium">{session.address}</span>
      <span className="flex-1 text-soft">
        since <Time at={session.createdAt} />, last seen <Time at={session.seenAt} />
      </span>
      {session.isThis ? <span>this one</span> : <Button onClick={end}>End it</Button>}
    </li>
  );
}
