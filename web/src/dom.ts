/** Elements, made one by one: whatever is a text stays a text. */
import { clip, scriptLanguage, tame, type Label } from "./names.ts";

export type Child = Node | string | number | null | undefined | false | Child[];
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;

/** An element with attributes and children; a function among the attributes listens to the event of that name. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes | null, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  dress(element, attributes);
  append(element, children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes | null, ...children: Child[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  dress(element, attributes);
  append(element, children);
  return element;
}

function dress(element: Element, attributes: Attributes | null): void {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value as EventListener);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

function append(element: Element, children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(typeof child === "number" ? String(child) : child);
  }
}

/** Puts these in the place of what an element holds. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  append(element, children);
}

/** A name, apart from its surroundings: its direction and its language are its own, and it is not endless. */
export function name(label: Label | string, most = 160): HTMLElement {
  const { text, lang } = typeof label === "string" ? { text: label, lang: scriptLanguage(label.slice(0, 200)) } : label;
  const shown = clip(tame(text), most);
  return h("bdi", { dir: "auto", lang: lang || null }, shown || "(no name)");
}

/** Lines of a drawn sign on a field of 24 by 24. */
const SIGNS = {
  search: "M10.5 4a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13M15.5 15.5L21 21",
  undo: "M9 5L4 10l5 5M4 10h9a6 6 0 0 1 0 12h-2",
  redo: "M15 5l5 5l-5 5M20 10h-9a6 6 0 0 0 0 12h2",
  close: "M5 5l14 14M19 5L5 19",
  plus: "M12 4v16M4 12h16",
  minus: "M4 12h16",
  whole: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  filter: "M3 6h18M6 12h12M10 18h4",
  dark: "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z",
  light: "M12 8a4 4 0 1 1 0 8a4 4 0 0 1 0-8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
  down: "M6 9l6 6l6-6",
  more: "M5 12h.01M12 12h.01M19 12h.01",
} as const;

export type Sign = keyof typeof SIGNS;

export function sign(which: Sign, size = 18): SVGElement {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true", focusable: "false" },
    svg("path", {
      d: SIGNS[which],
      fill: "none",
      stroke: "currentColor",
      "stroke-width": which === "more" ? 2.6 : 1.3,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}

/** A button with a sign and a name that screen readers say. */
export function signButton(which: Sign, label: string, click: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return h("button", { type: "button", class: "icon", "aria-label": label, title: label, click, ...attributes }, sign(which));
}

/** A button that reads as words. */
export function wordButton(words: Child, click: (event: MouseEvent) => void, attributes: Attributes = {}): HTMLButtonElement {
  return h("button", { type: "button", class: "linked", click, ...attributes }, words);
}

const number = new Intl.NumberFormat("en");

/** A number as it is read: "1,234". */
export function count(value: number): string {
  return number.format(value);
}

/** "1 name", "2 names". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A measure: short, but never rounded to what it is not. */
export function measured(value: number): string {
  return Number.isInteger(value) ? count(value) : value.toPrecision(3);
}
