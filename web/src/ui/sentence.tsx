import { unbroken } from "#kernel";

/** What a page says first. A number and its unit stay on one line. */
export function Sentence({ children }: { children: string }) {
  return <p className="mb-2 max-w-[960px] text-m text-pretty sm:text-l">{unbroken(children)}</p>;
}
