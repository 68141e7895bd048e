import { countText } from "#kernel";
import { TextLink } from "../ui/text-link.tsx";
import type { Plan } from "./plan-queries.ts";
import { PLAN_TERMS, type PlanTerm } from "./plan-terms.ts";

/** Plans side by side; what lint found stands under the line that it speaks of. */
export function PlanTable({ plans }: { plans: readonly Plan[] }) {
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label="Plans side by side">
      <table className="border-collapse">
        <caption className="sr-only">Plans side by side</caption>
        <thead>
          <tr>
            <th scope="col" className="border-b border-rule py-1 pr-3 text-left font-normal text-soft">
              Plan
            </th>
            {plans.map((plan) => (
              <th
                key={plan.plan}
                scope="col"
                className="min-w-24 border-b border-rule px-2 py-1 text-left align-top font-semibold"
              >
                <TextLink to={`/plans/${plan.plan}`}>
                  <bdi>{plan.title}</bdi>
                </TextLink>
                {plan.managedBy !== null && (
                  <span className="block font-normal text-soft">kept in the text “{plan.managedBy}”</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PLAN_TERMS.map((term) => (
            <tr key={term.name}>
              <RowHead name={term.name} />
              {plans.map((plan) => (
                <td key={plan.plan} className="border-b border-rule px-2 py-1 align-top">
                  <bdi>{term.of(plan)}</bdi>
                  <Findings plan={plan} term={term} />
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <RowHead name="Clients" />
            {plans.map(({ plan, taken }) => (
              <td key={plan} className="border-b border-rule px-2 py-1 align-top">
                {taken === null ? "–" : countText(taken.active + taken.suspended)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function RowHead({ name }: { name: string }) {
  return (
    <th
      scope="row"
      className="border-b border-rule py-1 pr-3 text-left align-top font-normal whitespace-nowrap text-soft"
    >
      {name}
    </th>
  );
}

function Findings({ plan, term }: { plan: Plan; term: PlanTerm }) {
  const own = plan.findings.filter((finding) => finding.plan === plan.plan && term.codes.includes(finding.code));
  return own.map(({ code, severity, message, other }) => (
    <p
      key={`${code}${other ?? ""}`}
      className={`max-w-40 text-pretty ${severity === "error" ? "text-bad" : "text-warn"}`}
    >
      {severity === "error" ? "■ " : "▲ "}
      {message}
    </p>
  ));
}
