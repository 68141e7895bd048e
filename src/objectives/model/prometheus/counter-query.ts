/** Counters that are added or taken away: "+ http_requests_total{code=~"5.."}". */
export interface CounterTerm {
  readonly sign: "+" | "-";
  /** A selector of counters, without a range: `name` or `name{matchers}`. */
  readonly selector: string;
}

/** What a query counts, or why it is not a count that adds up over time. */
export type CounterQuery = { readonly terms: readonly CounterTerm[] } | { readonly fault: string };

const QUERY_MAX = 4_096;
const DEPTH_MAX = 16;
const SUM_OF_SEVERAL = "a sum of a difference depends on which series match; write sum(a) - sum(b)";
const COUNTS_WANTED = "give counts, one query for the part and one for the total";

/** A name, a string-safe `{…}`, `[…]`, a number, or one sign. Quoted text holds its quotes only escaped. */
const TOKEN =
  /\s*(?:([A-Za-z_:][\w:]*)|(\{(?:[^"'`{}]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)*\})|(\[[^\]]*\])|(\d[\w.]*)|(\S))/gy;

/**
 * Reads a PromQL query as counts: a selector of counters (`x_total{code=~"5.."}`), its `rate` or `increase` over any
 * range (a placeholder such as `[{{.window}}]` too: the range is replaced by each rule's own), `sum` of these, their
 * sums and differences, and `or vector(0)`. Whatever else cannot be summed up over a longer window, and is a fault.
 */
export function readCounterQuery(query: string): CounterQuery {
  if (query.length > QUERY_MAX) return { fault: `it has more than ${QUERY_MAX} characters` };
  if (query.trim() === "") return { fault: "it is empty" };
  const reader = new QueryReader(query);
  const terms = reader.readAll();
  return reader.fault === undefined ? { terms } : { fault: reader.fault };
}

/** Recursive descent; after the first fault it only comes back. */
class QueryReader {
  readonly #tokens: readonly string[];
  #next = 0;
  fault: string | undefined;

  constructor(query: string) {
    this.#tokens = [...query.matchAll(TOKEN)].map((match) => match[0].trim());
  }

  readAll(): CounterTerm[] {
    const terms = this.#sum(0);
    if (this.fault === undefined && this.#token !== "") this.#fail(rest(this.#token));
    return terms;
  }

  get #token(): string {
    return this.#tokens[this.#next] ?? "";
  }

  /** term { ("+" | "-") term } [ "or" [ "on" "()" ] "vector" "(0)" ] */
  #sum(depth: number): CounterTerm[] {
    const terms = this.#term(depth);
    while (this.fault === undefined && this.#atSign()) {
      const minus = this.#take() === "-";
      for (const term of this.#term(depth)) terms.push(minus ? negated(term) : term);
    }
    this.#orZero();
    return terms;
  }

  #orZero(): void {
    if (this.fault !== undefined || this.#token.toLowerCase() !== "or") return;
    this.#next++;
    if (this.#token.toLowerCase() === "on") this.#takeAll(["on", "(", ")"]);
    this.#takeAll(["vector", "(", "0", ")"]);
  }

  #term(depth: number): CounterTerm[] {
    if (this.fault !== undefined) return [];
    if (depth > DEPTH_MAX) return this.#fail("it is nested too deeply");
    const token = this.#take();
    if (token === "(") return this.#closed(this.#sum(depth + 1));
    if (!/^[A-Za-z_:]/.test(token)) return this.#fail(unexpected(token));
    if (token.toLowerCase() === "sum") return this.#sumOf();
    if ((token === "rate" || token === "increase") && this.#token === "(") return this.#rateOf();
    if (this.#token === "(") return this.#fail(foreignFunction(token));
    return this.#selector(token);
  }

  /** What is summed is one vector: the series of a difference would have to match one by one. */
  #sumOf(): CounterTerm[] {
    if (this.#token !== "(") {
      return this.#fail(`"sum ${this.#token}" makes several results where an objective has one; write sum(…)`);
    }
    this.#next++;
    const terms = this.#term(1);
    this.#orZero();
    const several = terms.length > 1 || this.#atSign();
    if (several) return this.#fail(SUM_OF_SEVERAL);
    const closed = this.#closed(terms);
    const word = this.#token.toLowerCase();
    if (word !== "by" && word !== "without") return closed;
    return this.#fail(`"sum(…) ${word}" makes several results where an objective has one; write sum(…)`);
  }

  #rateOf(): CounterTerm[] {
    this.#next++;
    const terms = this.#selector(this.#take());
    if (this.fault !== undefined) return [];
    if (!this.#token.startsWith("[")) return this.#fail(`a range such as [5m] or [{{.window}}] is missing`);
    if (this.#take().includes(":")) return this.#fail("a subquery samples what it asks; give the counter itself");
    return this.#closed(terms);
  }

  #selector(name: string): CounterTerm[] {
    if (!/^[A-Za-z_:]/.test(name)) return this.#fail(unexpected(name));
    const matchers = this.#token.startsWith("{") ? this.#take() : "";
    const after = this.#token;
    if (after === "(") return this.#fail(foreignFunction(name));
    if (after === "offset" || after === "@") return this.#fail(`"${after}" moves it in time`);
    return [{ sign: "+", selector: name + matchers }];
  }

  #closed(terms: CounterTerm[]): CounterTerm[] {
    this.#takeAll([")"]);
    return terms;
  }

  #atSign(): boolean {
    return this.#token === "+" || this.#token === "-";
  }

  #take(): string {
    const token = this.#token;
    this.#next++;
    return token;
  }

  #takeAll(expected: readonly string[]): void {
    for (const one of expected) {
      if (this.fault !== undefined) return;
      const token = this.#take();
      if (token.toLowerCase() !== one) this.#fail(rest(token));
    }
  }

  #fail(fault: string): [] {
    this.fault ??= fault;
    return [];
  }
}

function negated({ sign, selector }: CounterTerm): CounterTerm {
  return { sign: sign === "+" ? "-" : "+", selector };
}

function foreignFunction(name: string): string {
  const why = name === "irate" ? "looks at two samples only" : "does not give a count that adds up over time";
  return `${name}(…) ${why}; give the counter itself, such as http_requests_total{code=~"5.."}`;
}

function unexpected(token: string): string {
  if (token === "") return "it ends too early";
  if (token.startsWith("{")) return "it names no metric";
  return `"${token}" is not expected here`;
}

function rest(token: string): string {
  if (token === "/" || token === "*") return `"${token}" makes a ratio or a scaled number of it; ${COUNTS_WANTED}`;
  return token === "" ? "it ends too early" : `"${token}" is not expected here`;
}
