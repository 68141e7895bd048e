/** A period of SLA4OAI, as its documents write it, beside the word that plans here have for it. */
interface DocumentPeriod {
  readonly word: string;
  readonly plan: "s" | "min" | "h" | "day" | "week" | "month" | "quarter" | "year";
  /** Other ways to write it. */
  readonly others: readonly string[];
}

const PERIODS: readonly DocumentPeriod[] = [
  { word: "secondly", plan: "s", others: ["second"] },
  { word: "minutely", plan: "min", others: ["minute"] },
  { word: "hourly", plan: "h", others: ["hour"] },
  { word: "daily", plan: "day", others: ["day"] },
  { word: "weekly", plan: "week", others: ["week"] },
  { word: "monthly", plan: "month", others: ["month"] },
  { word: "quarterly", plan: "quarter", others: ["quarter"] },
  { word: "yearly", plan: "year", others: ["year", "annually"] },
];

/** "minutely", "minute" → "min"; undefined for what is no period. */
export function planPeriodOf(text: string): DocumentPeriod["plan"] | undefined {
  return PERIODS.find(({ word, others }) => word === text || others.includes(text))?.plan;
}

/** "min" → "minutely". */
export function documentPeriodOf(plan: string): string | undefined {
  return PERIODS.find((each) => each.plan === plan)?.word;
}

/** Whether a plan here limits it as a rate, in a sliding time; longer ones are quotas of the calendar. */
export function isShort(plan: DocumentPeriod["plan"]): boolean {
  return plan === "s" || plan === "min" || plan === "h";
}
