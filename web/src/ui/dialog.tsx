import { type ReactNode, useEffect, useId, useRef } from "react";

interface DialogProps {
  readonly title: string;
  /** The title is for screen readers only: what is inside says it. */
  readonly quiet?: boolean;
  readonly close: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** What has to be answered or left first. The browser keeps the focus inside, and gives it back. */
export function Dialog({ title, quiet = false, close, className = "w-[560px] p-3", children }: DialogProps) {
  const place = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = place.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={place}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === place.current) close();
      }}
      className={`m-auto mt-[12vh] max-h-[76vh] max-w-[calc(100vw-32px)] overflow-y-auto rounded-m border border-rule bg-paper shadow-float ${className}`}
    >
      <h2 id={id} className={quiet ? "sr-only" : "mb-1"}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}
