/** What opens under a button and closes again: one at a time, by Escape, by a click elsewhere. */
import { h, sign, type Child } from "./dom.ts";

export interface Popover {
  element: HTMLElement;
  button: HTMLButtonElement;
  body: HTMLElement;
  /** How many choices of it are in force: shown beside its name. */
  mark(many: number): void;
  close(): void;
}

let open: Popover | null = null;
let many = 0;

/** Closes what is open; returns whether anything was. */
export function closePopover(): boolean {
  const some = open !== null;
  open?.close();
  return some;
}

export function popover(title: string, kind: string, opened: () => void, ...children: Child[]): Popover {
  const id = `popover-${++many}`;
  const mark = h("span", { class: "mark", hidden: true });
  const body = h("div", { class: "popover", id, role: "group", "aria-label": title, hidden: true }, children);
  const button = h(
    "button",
    { type: "button", class: "plain opens", "aria-expanded": "false", "aria-controls": id },
    title,
    mark,
    sign("down", 11),
  );
  const element = h("div", { class: `opener ${kind}` }, button, body);
  const self: Popover = {
    element,
    button,
    body,
    mark(chosen) {
      mark.hidden = chosen === 0;
      mark.textContent = chosen ? ` ${chosen}` : "";
    },
    close() {
      if (open === self) open = null;
      if (body.contains(document.activeElement)) button.focus();
      body.hidden = true;
      button.setAttribute("aria-expanded", "false");
    },
  };
  button.addEventListener("click", () => {
    const show = body.hidden;
    open?.close();
    if (!show) return;
    open = self;
    body.hidden = false;
    button.setAttribute("aria-expanded", "true");
    opened();
    keepInSight(body);
  });
  return self;
}

/** Moves it to the left where it would leave the window. */
function keepInSight(body: HTMLElement): void {
  body.style.marginInlineStart = "";
  const over = body.getBoundingClientRect().right - (document.documentElement.clientWidth - 12);
  if (over > 0 && getComputedStyle(body).position === "absolute") body.style.marginInlineStart = `${-over}px`;
}

/** Clicks elsewhere close what is open. */
export function watchPopovers(): void {
  document.addEventListener("pointerdown", (event) => {
    if (open && !open.element.contains(event.target as Node)) open.close();
  });
}
