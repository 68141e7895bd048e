import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { EmptyState, ErrorState } from "../ui/state.tsx";

/** A page that could not be shown. */
export function PageFault({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <div className="mx-auto max-w-80 p-3">
      <ErrorState error={error instanceof Error ? error : new Error(String(error))} retry={again} />
    </div>
  );
}

/** An address that leads nowhere. */
export function PageMissing() {
  return (
    <EmptyState title="There is no page at this address">
      <p>It may have been mistyped, or what it showed was deleted.</p>
      <Link to="/" className="text-accent underline">
        Go to the overview
      </Link>
    </EmptyState>
  );
}
