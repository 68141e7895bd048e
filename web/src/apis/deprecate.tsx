import { useState } from "react";
import type { Version } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { Move } from "./move.ts";

interface DeprecateProps {
  readonly version: Version;
  readonly all: readonly Version[];
  readonly close: () => void;
  readonly send: (move: Move) => void;
}

/** Asks until when clients can rely on a version, and where they are to go. */
export function Deprecate({ version, all, close, send }: DeprecateProps) {
  const [day, setDay] = useState("");
  const [successor, setSuccessor] = useState("");
  const others = all.filter(
    (one) => one.version !== version.version && (one.state === "live" || one.state === "draft"),
  );
  return (
    <Dialog title={`Deprecate ${version.version}`} close={close} className="w-[480px] p-3">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send({ state: "deprecated", sunsetAt: `${day}T00:00:00Z`, successor: successor === "" ? null : successor });
          close();
        }}
      >
        <TextField
          type="date"
          label="Clients can rely on it until (UTC)"
          value={day}
          set={setDay}
          required
          className="items-start"
        />
        <SelectField
          label="Then they go to"
          value={successor}
          set={setSuccessor}
          options={[{ value: "", text: "no other version" }, ...others.map((one) => one.version)]}
          className="mt-1 items-start"
        />
        <div className="mt-2 flex justify-end gap-1">
          <Button onClick={close}>Leave it</Button>
          <Button look="primary" type="submit" disabled={day === ""}>
            Deprecate it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
