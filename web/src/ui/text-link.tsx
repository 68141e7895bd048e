import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

interface TextLinkProps {
  readonly to: string;
  readonly search?: Readonly<Record<string, string | undefined>>;
  readonly children: ReactNode;
}

/** A link in text. The range of time goes along. */
export function TextLink({ to, search, children }: TextLinkProps) {
  return (
    <Link
      to={to}
      {...(search === undefined ? {} : { search })}
      className="text-accent underline decoration-transparent underline-offset-3 hover:decoration-current"
    >
      {children}
    </Link>
  );
}
