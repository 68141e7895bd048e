const GAP_PX = 8;
const WAIT_MS = 250;

/**
 * One tooltip for the page: whatever carries `data-tip` tells it on hover and on focus, and Escape puts it away. One
 * element for all, since a table may hold hundreds of numbers that explain themselves. Returns what ends it.
 */
export function installTooltip(): () => void {
  const tooltip = document.createElement("div");
  tooltip.className = "tooltip";
  tooltip.id = "tooltip";
  tooltip.role = "tooltip";
  tooltip.popover = "manual";
  document.body.append(tooltip);
  let shownFor: Element | null = null;
  let timer = 0;

  const hide = (): void => {
    clearTimeout(timer);
    if (shownFor === null) return;
    shownFor.removeAttribute("aria-describedby");
    shownFor = null;
    tooltip.hidePopover();
  };
  const show = (target: HTMLElement): void => {
    if (!target.isConnected) return;
    hide();
    tooltip.textContent = target.dataset["tip"] ?? "";
    target.setAttribute("aria-describedby", tooltip.id);
    shownFor = target;
    tooltip.showPopover();
    place(tooltip, target.getBoundingClientRect());
  };
  const onPointer = (event: PointerEvent): void => {
    const target = tipOf(event.target);
    if (target === shownFor) return;
    hide();
    if (target !== null && event.pointerType === "mouse") timer = window.setTimeout(show, WAIT_MS, target);
  };
  const onFocus = (event: FocusEvent): void => {
    const target = tipOf(event.target);
    if (target === null || !target.matches(":focus-visible")) hide();
    else show(target);
  };
  const stop = new AbortController();
  const { signal } = stop;
  document.addEventListener("pointerover", onPointer, { signal });
  document.addEventListener("focusin", onFocus, { signal });
  document.addEventListener("focusout", hide, { signal });
  document.addEventListener("click", hide, { signal, capture: true });
  document.addEventListener("scroll", hide, { signal, capture: true, passive: true });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide(), { signal });
  return () => {
    stop.abort();
    hide();
    tooltip.remove();
  };
}

function tipOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;
}

/** Above the target where there is room, else below; always inside the window. */
function place(tooltip: HTMLElement, target: DOMRect): void {
  const box = tooltip.getBoundingClientRect();
  const above = target.top - box.height - GAP_PX;
  const left = target.left + target.width / 2 - box.width / 2;
  tooltip.style.top = `${above >= GAP_PX ? above : target.bottom + GAP_PX}px`;
  tooltip.style.left = `${Math.max(GAP_PX, Math.min(window.innerWidth - box.width - GAP_PX, left))}px`;
}
