import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { usePageSearch } from "../shell/use-search.ts";
import { Skeleton } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { DoorForm, DoorNote } from "./door-form.tsx";
import { CodeField, NewPasswordField, PasswordField } from "./password-fields.tsx";
import { offerQuery } from "./people-queries.ts";
import { ProviderButton } from "./provider-button.tsx";
import { roleName } from "./role-names.ts";
import { useOpenSession } from "./use-open-session.ts";
import type { Offer } from "./wire.ts";

/** Where the link of an invitation leads. */
export function InvitationPage() {
  const [{ token = "" }] = usePageSearch();
  const { data, error } = useQuery(offerQuery(token));
  if (data !== undefined) return <AcceptForm offer={data} token={token} />;
  return (
    <DoorNote title="Your invitation">
      {error === null ? (
        <Skeleton className="h-12" />
      ) : (
        <>
          <p role="alert">{error.message}</p>
          <TextLink to="/signin">Sign in</TextLink>
        </>
      )}
    </DoorNote>
  );
}

function AcceptForm({ offer, token }: { offer: Offer; token: string }) {
  const [name, setName] = useState(offer.name ?? "");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const open = useOpenSession("/invitations/accept");
  const { hasAccount } = offer;
  const body = hasAccount ? { token, password, ...(code === "" ? {} : { code }) } : { token, name, password };
  return (
    <DoorForm
      title={hasAccount ? "Join with your account" : "Make your account"}
      lead={<p>{offerText(offer)}</p>}
      action={hasAccount ? "Join" : "Make the account"}
      problem={open.error}
      isPending={open.isPending}
      isReady={password !== "" && (hasAccount || name !== "")}
      submit={() => open.mutate(body)}
      below={<ProviderButton action={hasAccount ? "Join with" : "Come in with"} invitation={token} />}
    >
      {hasAccount ? (
        <>
          <PasswordField label="Your password" value={password} set={setPassword} />
          {open.error !== null && (
            <CodeField label="Code, if your account has a second factor" value={code} set={setCode} />
          )}
        </>
      ) : (
        <>
          <TextField label="Name" value={name} set={setName} autoComplete="name" required />
          <NewPasswordField value={password} set={setPassword} />
        </>
      )}
    </DoorForm>
  );
}

function offerText({ mail, organisation, roles, hasAccount }: Offer): string {
  const what =
    organisation === null ? `as ${roles.map(roleName).join(", ").toLowerCase()}` : `to act for ${organisation}`;
  const how = hasAccount ? "There is an account of this address already: show its password." : "The link works once.";
  return `${mail} is invited ${what}. ${how}`;
}
