import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Mark } from "../ui/mark.tsx";

interface DoorFormProps {
  readonly title: string;
  /** What stands under the title. */
  readonly lead: ReactNode;
  readonly action: string;
  readonly problem: Error | null;
  readonly isPending: boolean;
  readonly isReady: boolean;
  readonly submit: () => void;
  /** The fields. */
  readonly children: ReactNode;
  readonly below?: ReactNode;
}

/** A form for those who are not signed in. */
export function DoorForm(props: DoorFormProps) {
  const { title, lead, action, problem, isPending, isReady, submit, children, below } = props;
  return (
    <DoorFrame>
      <form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div>
          <h1>{title}</h1>
          <div className="text-soft">{lead}</div>
        </div>
        {problem !== null && (
          <p role="alert" className="border-l-2 border-(--warn) pl-1">
            {problem.message}
          </p>
        )}
        {children}
        <Button look="primary" type="submit" disabled={isPending || !isReady} className="min-h-5">
          {isPending ? "One moment …" : action}
        </Button>
        {below}
      </form>
    </DoorFrame>
  );
}

/** The same frame around something that is only said. */
export function DoorNote({ title, children }: { title: string; children: ReactNode }) {
  return (
    <DoorFrame>
      <h1>{title}</h1>
      {children}
    </DoorFrame>
  );
}

function DoorFrame({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center bg-raised p-2">
      <div className="flex w-full max-w-[400px] flex-col gap-2 rounded-m border border-rule bg-paper p-4">
        <p className="flex items-center gap-1 font-semibold">
          <Mark spent={0.72} tone="calm" className="size-4" /> Plimsoll
        </p>
        {children}
      </div>
    </main>
  );
}
