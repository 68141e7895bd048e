import { usePageSearch } from "../shell/use-search.ts";
import { AccountForm } from "./account-form.tsx";
import { useOpenSession } from "./use-open-session.ts";

/** The first account, made with the one-time link that the server printed at its first start. */
export function SetUpPage() {
  const [{ token }] = usePageSearch();
  const open = useOpenSession("/setup");
  return (
    <AccountForm
      title="Make the first account"
      lead={<p>It may do everything here. The link that led you here works once.</p>}
      action="Make the account"
      isNew
      problem={
        token === undefined
          ? new Error("This address lacks its token: open the whole link that the server printed.")
          : open.error
      }
      isPending={open.isPending}
      submit={(account) => open.mutate({ ...account, token })}
    />
  );
}
