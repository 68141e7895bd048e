import { useLayoutEffect, useRef } from "react";
import type { Html } from "#kernel";

/**
 * A chart that #charts printed. Its positions are style attributes, which the content security policy forbids in
 * markup; so they are set from here. Its texts were escaped where it was made.
 */
export function MarkupChart({ chart }: { chart: Html }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    for (const element of place.current?.querySelectorAll<HTMLElement>("[data-style]") ?? []) {
      element.style.cssText = element.dataset["style"] ?? "";
    }
  });
  return <div ref={place} dangerouslySetInnerHTML={{ __html: chart.text.replaceAll(' style="', ' data-style="') }} />;
}
