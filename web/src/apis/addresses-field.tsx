import { LinesField } from "../ui/lines-field.tsx";

interface AddressesFieldProps {
  readonly addresses: readonly string[];
  readonly set: (addresses: readonly string[]) => void;
  /** What is wrong with one of them, in words. */
  readonly fault: string | undefined;
}

/** Where an API is reached, a line for each address. */
export function AddressesField({ addresses, set, fault }: AddressesFieldProps) {
  return (
    <LinesField
      label="Addresses"
      one="Address"
      lines={addresses}
      set={set}
      placeholder="https://api.example.com/orders"
      help="Host and the path before its operations: a request there belongs to this API. Empty: nowhere."
      fault={fault}
    />
  );
}
