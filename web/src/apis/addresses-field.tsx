import { useId } from "react";
import { Button } from "../ui/button.tsx";

const ADDRESSES_MAX = 20;

interface AddressesFieldProps {
  readonly addresses: readonly string[];
  readonly set: (addresses: readonly string[]) => void;
  /** What is wrong with one of them, in words. */
  readonly fault: string | undefined;
}

/** Where an API is reached, a line for each address; the last one is empty, for another. */
export function AddressesField({ addresses, set, fault }: AddressesFieldProps) {
  const id = useId();
  const lines = addresses.length < ADDRESSES_MAX && addresses.at(-1) !== "" ? [...addresses, ""] : addresses;
  const put = (index: number, text: string): void =>
    set(lines.map((line, i) => (i === index ? text : line)).filter((line, i) => line !== "" || i < addresses.length));
  return (
    <fieldset aria-describedby={`${id}-help`} className="flex flex-col gap-0.5">
      <legend className="text-soft">Addresses</legend>
      {lines.map((line, index) => (
        <div key={index} className="flex gap-0.5">
          <input
            inputMode="url"
            aria-label={`Address ${index + 1}`}
            value={line}
            onChange={(event) => put(index, event.target.value)}
            placeholder="https://api.example.com/orders"
            aria-invalid={fault !== undefined}
            className="min-h-4 min-w-0 flex-1 rounded-s border border-rule bg-paper px-1 placeholder:text-soft aria-invalid:border-(--warn)"
          />
          {line !== "" && (
            <Button
              look="quiet"
              onClick={() => set(addresses.filter((_, i) => i !== index))}
              aria-label={`Take ${line} away`}
            >
              ✕
            </Button>
          )}
        </div>
      ))}
      <p id={`${id}-help`} className={fault === undefined ? "text-soft" : "text-warn"}>
        {fault ?? "Host and the path before its operations: a request there belongs to this API. Empty: nowhere."}
      </p>
    </fieldset>
  );
}
