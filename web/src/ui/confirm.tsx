import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { TextField } from "./text-field.tsx";

interface ConfirmProps {
  readonly title: string;
  readonly action: string;
  /** What has to be typed first, for what cannot be undone and takes much with it. */
  readonly typed?: string;
  readonly close: () => void;
  readonly confirm: () => void;
  readonly children: ReactNode;
}

/** Asks before something that cannot be undone. */
export function Confirm({ title, action, typed, close, confirm, children }: ConfirmProps) {
  const [text, setText] = useState("");
  const isReady = typed === undefined || text === typed;
  return (
    <Dialog title={title} close={close} className="w-[480px] p-3">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          close();
          confirm();
        }}
      >
        <p>{children}</p>
        {typed !== undefined && (
          <TextField label={`Type ${typed} to confirm`} value={text} set={setText} className="mt-1" />
        )}
        <div className="mt-2 flex justify-end gap-1">
          <Button onClick={close}>Leave it</Button>
          <Button look="danger" type="submit" disabled={!isReady}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
