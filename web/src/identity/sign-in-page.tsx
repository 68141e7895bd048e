import { usePageSearch } from "../shell/use-search.ts";
import { AccountForm } from "./account-form.tsx";
import { useOpenSession } from "./use-open-session.ts";

export function SignInPage() {
  const [{ next }] = usePageSearch();
  const open = useOpenSession("/session", next);
  return (
    <AccountForm
      title="Sign in"
      action="Sign in"
      isNew={false}
      problem={open.error}
      isPending={open.isPending}
      submit={(account) => open.mutate(account)}
    >
      <p>With the account that was made at set-up.</p>
    </AccountForm>
  );
}
