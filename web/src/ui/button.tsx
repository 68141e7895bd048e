import type { ComponentProps } from "react";

type Look = "primary" | "plain" | "quiet" | "danger";

const LOOKS: Readonly<Record<Look, string>> = {
  primary: "bg-accent text-on-accent border-transparent hover:brightness-110",
  plain: "bg-paper text-ink border-rule hover:bg-raised",
  quiet: "bg-transparent text-soft border-transparent hover:bg-raised hover:text-ink",
  danger: "bg-paper text-bad border-rule hover:bg-raised",
};

/** A button; `plain` unless it is the one thing to do next. */
export function Button({ look = "plain", className = "", ...rest }: ComponentProps<"button"> & { look?: Look }) {
  return <button type="button" {...rest} className={`${buttonLook(look)} ${className}`} />;
}

/** Four looks, one shape. */
function buttonLook(look: Look): string {
  return `inline-flex min-h-4 items-center justify-center gap-1 rounded-s border px-1.5 py-0.5 font-medium whitespace-nowrap disabled:cursor-default disabled:opacity-50 ${LOOKS[look]}`;
}
