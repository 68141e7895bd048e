import { type ReactNode, useEffect, useId, useRef, useState } from "react";

interface PopoverProps {
  /** What the button shows. */
  readonly label: ReactNode;
  /** What the button says, where its text does not. */
  readonly name?: string;
  readonly look: string;
  readonly side?: "left" | "right";
  readonly children: (close: () => void) => ReactNode;
}

/** A button and what it opens beneath itself; Escape, a click elsewhere or leaving it by keyboard closes it. */
export function Popover({ label, name, look, side = "left", children }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent): void => {
      if (!(event.target instanceof Node && place.current?.contains(event.target) === true)) setOpen(false);
    };
    document.addEventListener("pointerdown", onPointer);
    return () => document.removeEventListener("pointerdown", onPointer);
  }, [open]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div
      ref={place}
      className="relative"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.stopPropagation();
        close();
      }}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className={look}
        aria-label={name}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open && (
        <div
          id={id}
          className={`absolute top-full z-40 mt-0.5 min-w-full rounded-m border border-rule bg-paper p-1 shadow-float ${side === "left" ? "left-0" : "right-0"}`}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}
