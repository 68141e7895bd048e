import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/text-field.tsx";

interface ReasonDialogProps {
  readonly title: string;
  readonly action: string;
  readonly close: () => void;
  readonly act: (reason: string) => void;
}

/** Asks why, for the client to read. */
export function ReasonDialog({ title, action, close, act }: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  return (
    <Dialog title={title} close={close} className="w-[480px] p-3">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          close();
          act(reason.trim());
        }}
      >
        <TextField label="Reason" value={reason} set={setReason} help="The client reads it." required />
        <div className="mt-2 flex justify-end gap-1">
          <Button onClick={close}>Leave it</Button>
          <Button look="danger" type="submit" disabled={reason.trim() === ""}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
