import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { request } from "../server/request.ts";
import { Skeleton } from "../ui/state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { DoorForm, DoorNote } from "./door-form.tsx";
import { CodeField } from "./password-fields.tsx";
import { SignInPage } from "./sign-in-page.tsx";
import { useEnter } from "./use-open-session.ts";
import type { Entered } from "./wire.ts";

/** To which the identity provider sends back: it ends in a session, in a question for a code, or at the page to sign in. */
export function ReturnPage() {
  const enter = useEnter();
  const isSent = useRef(false);
  const { mutate, data, error } = useMutation({
    mutationFn: () => request<Entered>("/oidc/finish", { method: "POST", body: { query: location.search } }),
    onSuccess: ({ session, next }) => (session === null ? undefined : enter(session, next)),
  });
  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    mutate();
  }, [mutate]);
  if (error !== null) return <SignInPage problem={error} />;
  if (data?.session === null) return <CodeForm />;
  return (
    <DoorNote title="Signing in">
      <Skeleton className="h-12" />
    </DoorNote>
  );
}

function CodeForm() {
  const [code, setCode] = useState("");
  const enter = useEnter();
  const give = useMutation({
    mutationFn: () => request<Entered>("/oidc/code", { method: "POST", body: { code } }),
    onSuccess: ({ session, next }) => (session === null ? undefined : enter(session, next)),
  });
  return (
    <DoorForm
      title="Your second factor"
      lead={<p>Your account takes a code as well.</p>}
      action="Sign in"
      problem={give.error}
      isPending={give.isPending}
      isReady={code !== ""}
      submit={() => give.mutate()}
      below={
        <p>
          <TextLink to="/signin">Begin again</TextLink>
        </p>
      }
    >
      <CodeField value={code} set={setCode} />
    </DoorForm>
  );
}
