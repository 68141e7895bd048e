import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../server/request.ts";
import { usePageSearch } from "../shell/use-search.ts";
import { TextField } from "../ui/text-field.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { DoorForm, DoorNote } from "./door-form.tsx";
import { NewPasswordField } from "./password-fields.tsx";
import { signInOptionsQuery } from "./sign-in-options.ts";

/** A forgotten password: the link is asked for, and with it a new one is chosen. */
export function ResetPage() {
  const [{ token }] = usePageSearch();
  return token === undefined ? <AskForLink /> : <ChoosePassword token={token} />;
}

function AskForLink() {
  const [mail, setMail] = useState("");
  const ask = useMutation({
    mutationFn: () => request("/password-resets", { method: "POST", body: { mail } }),
  });
  const { data: options } = useQuery(signInOptionsQuery);
  if (options?.sendsMail === false) {
    return (
      <DoorNote title="A new password">
        <p>
          This server sends no mail. Ask an administrator for a link: under Settings, People, one is made for your
          account, works once, and for an hour.
        </p>
        <TextLink to="/signin">Back to signing in</TextLink>
      </DoorNote>
    );
  }
  if (ask.isSuccess) {
    return (
      <DoorNote title="Look into your mail">
        <p role="status">
          If {mail} has an account here, a letter with a link is on its way. The link works once, and for an hour.
        </p>
        <TextLink to="/signin">Back to signing in</TextLink>
      </DoorNote>
    );
  }
  return (
    <DoorForm
      title="A new password"
      lead={<p>We send a link to the address of your account.</p>}
      action="Send the link"
      problem={ask.error}
      isPending={ask.isPending}
      isReady={mail !== ""}
      submit={() => ask.mutate()}
      below={
        <p>
          <TextLink to="/signin">Back to signing in</TextLink>
        </p>
      }
    >
      <TextField label="Address of mail" value={mail} set={setMail} autoComplete="email" required />
    </DoorForm>
  );
}

function ChoosePassword({ token }: { token: string }) {
  const [password, setPassword] = useState("");
  const finish = useMutation({
    mutationFn: () => request("/password-resets/finish", { method: "POST", body: { token, password } }),
  });
  if (finish.isSuccess) {
    return (
      <DoorNote title="Your password is changed">
        <p role="status">Whoever was signed in with your account is signed out.</p>
        <TextLink to="/signin">Sign in</TextLink>
      </DoorNote>
    );
  }
  return (
    <DoorForm
      title="Choose a new password"
      lead={<p>All sessions of your account end.</p>}
      action="Change the password"
      problem={finish.error}
      isPending={finish.isPending}
      isReady={password !== ""}
      submit={() => finish.mutate()}
      below={
        finish.error !== null && (
          <p>
            <TextLink to="/reset" search={{ token: undefined }}>
              Ask for another link
            </TextLink>
          </p>
        )
      }
    >
      <NewPasswordField label="New password" value={password} set={setPassword} />
    </DoorForm>
  );
}
