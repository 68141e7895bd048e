import { useMutation, useQuery } from "@tanstack/react-query";
import { request } from "../server/request.ts";
import { Button } from "../ui/button.tsx";
import { signInOptionsQuery } from "./sign-in-options.ts";

interface ProviderButtonProps {
  /** What the button does, before the provider's name. */
  readonly action: string;
  /** The page to which it leads. */
  readonly next?: string | undefined;
  /** The token of an invitation that is accepted by it. */
  readonly invitation?: string;
}

/** Leads to the identity provider, where the server has one. */
export function ProviderButton({ action, next, invitation }: ProviderButtonProps) {
  const { data } = useQuery(signInOptionsQuery);
  const begin = useMutation({
    mutationFn: () => request<{ url: string }>("/oidc/begin", { method: "POST", body: { next, invitation } }),
    onSuccess: ({ url }) => location.assign(url),
  });
  const provider = data?.provider ?? null;
  if (provider === null) return null;
  return (
    <>
      <Button className="min-h-5" disabled={begin.isPending || begin.isSuccess} onClick={() => begin.mutate()}>
        {begin.isPending || begin.isSuccess ? "One moment …" : `${action} ${provider.label}`}
      </Button>
      {begin.error !== null && (
        <p role="alert" className="border-l-2 border-(--warn) pl-1">
          {begin.error.message}
        </p>
      )}
    </>
  );
}
