import { type ReactNode, useId } from "react";

interface SectionProps {
  readonly title: string;
  readonly aside?: ReactNode;
  /** Of its heading; 3 within another section. */
  readonly level?: 2 | 3;
  readonly children: ReactNode;
}

/** A part of a page with its heading, and what belongs beside the heading. */
export function Section({ title, aside, level = 2, children }: SectionProps) {
  const id = useId();
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section aria-labelledby={id} className={level === 2 ? "mt-4" : "mt-2"}>
      <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-3 gap-y-0.5">
        <Heading id={id}>{title}</Heading>
        {aside}
      </div>
      {children}
    </section>
  );
}
