import { useState } from "react";
import { usePageSearch } from "../shell/use-search.ts";
import { TextLink } from "../ui/text-link.tsx";
import { AccountForm } from "./account-form.tsx";
import { CodeField } from "./password-fields.tsx";
import { ProviderButton } from "./provider-button.tsx";
import { useOpenSession } from "./use-open-session.ts";

/** `problem`: why another way led nowhere. The field for a code comes after the first refusal, for everybody: the server does not tell who needs one. */
export function SignInPage({ problem = null }: { problem?: Error | null }) {
  const [{ next }] = usePageSearch();
  const [code, setCode] = useState("");
  const [asksCode, setAsksCode] = useState(false);
  const open = useOpenSession("/session", next);
  return (
    <AccountForm
      title="Sign in"
      lead={<p>With the account that was made at set-up, or by an invitation.</p>}
      action="Sign in"
      isNew={false}
      problem={open.error ?? problem}
      isPending={open.isPending}
      submit={(account) =>
        open.mutate({ ...account, ...(code === "" ? {} : { code }) }, { onError: () => setAsksCode(true) })
      }
      below={
        <>
          <ProviderButton action="Sign in with" next={next} />
          <p>
            <TextLink to="/reset">Forgot your password?</TextLink>
          </p>
        </>
      }
    >
      {asksCode && <CodeField label="Code, if your account has a second factor" value={code} set={setCode} />}
    </AccountForm>
  );
}
