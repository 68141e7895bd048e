import { ROLE_NAMES } from "../identity/role-names.ts";

interface RoleChoiceProps {
  readonly roles: readonly string[];
  readonly set: (roles: readonly string[]) => void;
  readonly disabled?: boolean;
}

/** Several roles together may what any of them may. */
export function RoleChoice({ roles, set, disabled = false }: RoleChoiceProps) {
  return (
    <fieldset disabled={disabled} className="grid gap-x-3 gap-y-0.5 sm:grid-cols-2">
      <legend className="text-soft">Roles</legend>
      {Object.entries(ROLE_NAMES).map(([role, { name, may }]) => (
        <label key={role} className="flex min-h-3 items-baseline gap-1">
          <input
            type="checkbox"
            checked={roles.includes(role)}
            onChange={(event) => set(event.target.checked ? [...roles, role] : roles.filter((each) => each !== role))}
          />
          <span>
            {name} <span className="text-soft">{may}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
