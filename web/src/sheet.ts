/**
 * The frame of the pages that show no network: title, tools, the place for what the page shows, who says so.
 * What differs is drawn by the page itself, anew after each change of what its address keeps.
 */
import { block } from "./blocks.ts";
import type { Content } from "./content.ts";
import { h, name, type Child } from "./dom.ts";
import { OPEN } from "./filters.ts";
import type { Evidence, Reasons } from "./format.ts";
import { several } from "./lists.ts";
import { saveTable } from "./draft.ts";
import { Names, inWords, ownName } from "./names.ts";
import { openPanel } from "./draft.ts";
import { fresh, read, written, type State } from "./state.ts";

/** What a page without a network adds to the address: its own words by its own keys. */
export type Own = Record<string, string>;

export interface Sheet<C extends Content> {
  content: C;
  reasons: Reasons;
  evidence: Evidence;
  names: Names;
  state: State;
  own: Own;
  place: HTMLElement;
  /** Says in the tools' line, and to a screen reader, how much is shown. */
  count(text: string): void;
  /** Changes what the address keeps, and draws anew. */
  change(state: Partial<State>, own?: Own): void;
  /** Shows who says so. */
  why(title: string, statements: number[]): void;
  /** Whether a statement passes the filters: its review state, and some source that is heard. */
  passes(statement: number): boolean;
}

export interface Drawing<C extends Content> {
  /** Name of the view, as the title's label. */
  label: string;
  /** Controls of its own, beside those that all have. */
  tools(sheet: Sheet<C>): Child[];
  draw(sheet: Sheet<C>): void;
  /** The rows of what is visible, the header first, for CSV; absent where there is no table in it. */
  table?(sheet: Sheet<C>): string[][];
  /** Keys of the address that are its own. */
  own: string[];
}

/** Opens the page: reads its blocks, sets the frame up, draws, and follows the address. */
export async function open<C extends Content>(drawing: Drawing<C>): Promise<void> {
  const [content, found, evidence] = await Promise.all([block<C>("content"), block<Reasons>("reasons"), block<Evidence>("evidence")]);
  if (!content || !found || !evidence) throw new Error("The page lacks what it shows. Make it again with the command that made it.");
  const reasons: Reasons = found;
  const usual = fresh(content.page.language);
  const names = new Names(content as never, usual.language);
  names.learn(reasons);
  const counted = h("p", { class: "counted", role: "status" });
  const place = h("div", { class: `view ${content.page.view}`, id: "view" });
  const tools = h("div", { class: "tools", role: "group", "aria-label": "Filters and tools" });
  const panel = openPanel(reasons, evidence, () => names);
  const said = reasons.statements;
  const heard = said.sources.map(several);
  let off = new Set<number>();

  const sheet: Sheet<C> = {
    content,
    reasons,
    evidence,
    names,
    state: usual,
    own: {},
    place,
    count: (text) => {
      if (counted.textContent !== text) counted.textContent = text;
    },
    change(state, own = {}) {
      sheet.state = { ...sheet.state, ...state };
      sheet.own = { ...sheet.own, ...own };
      keep();
      draw();
    },
    why: (title, statements) => panel(title, statements),
    passes: (statement) =>
      (said.review[statement] ?? 0) >= sheet.state.filters.review &&
      (!off.size || (heard[statement] ?? []).some((source) => !off.has(source))),
  };

  function keep(): void {
    const extra = drawing.own.filter((key) => sheet.own[key]).map((key) => `${key}=${encodeURIComponent(sheet.own[key] ?? "")}`);
    const hash = [written(sheet.state, usual), ...extra].filter(Boolean).join("&");
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }

  function follow(): void {
    sheet.state = read(location.hash, usual);
    sheet.own = {};
    for (const part of location.hash.slice(1).split("&")) {
      const at = part.indexOf("=");
      const key = part.slice(0, at);
      if (at > 0 && drawing.own.includes(key)) sheet.own[key] = decoded(part.slice(at + 1));
    }
  }

  function draw(): void {
    const { language, theme, filters } = sheet.state;
    names.speak(language);
    if (theme === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
    off = new Set(filters.sources.map((id) => reasons.sources.findIndex((source) => source.id === id)).filter((at) => at >= 0));
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["keep"] : undefined;
    tools.replaceChildren(...[...drawing.tools(sheet), ...shared(sheet, drawing)].filter((child): child is Node => child instanceof Node));
    drawing.draw(sheet);
    if (focused) document.querySelector<HTMLElement>(`[data-keep="${CSS.escape(focused)}"]`)?.focus();
  }

  const body = document.getElementById("page") ?? document.body;
  const title = inWords(content.page.title, usual.language);
  body.replaceChildren(
    h("a", { class: "skip", href: "#view" }, "Skip to the content"),
    h(
      "header",
      { class: "masthead" },
      h("p", { class: "label" }, drawing.label),
      h("h1", { class: title.length > 36 ? "long" : null }, name(title, 400)),
      h("p", { class: "standfirst" }, content.page.summary),
    ),
    tools,
    counted,
    place,
    colophon(content),
  );
  follow();
  draw();
  addEventListener("hashchange", () => {
    follow();
    draw();
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** The controls that every page of this kind has. */
function shared<C extends Content>(sheet: Sheet<C>, drawing: Drawing<C>): Child[] {
  const { state, reasons, content } = sheet;
  const { filters } = state;
  const found: Child[] = [];
  if (reasons.sources.length > 1) found.push(sources(sheet));
  if (new Set(reasons.statements.review).size > 1) {
    found.push(
      choice("Reviewed", "review", String(filters.review), [["0", "all"], ["1", "read once"], ["2", "accepted"]], (value) =>
        sheet.change({ filters: { ...filters, review: Number(value) } }),
      ),
    );
  }
  if (content.page.languages.length > 1) {
    found.push(
      choice("Names", "language", state.language, content.page.languages.map((tag) => [tag, ownName(tag)]), (language) =>
        sheet.change({ language }),
      ),
    );
  }
  found.push(
    choice("Look", "theme", state.theme, [["auto", "as the device"], ["light", "light"], ["dark", "dark"]], (theme) =>
      sheet.change({ theme: theme as State["theme"] }),
    ),
    action("Print", () => print()),
  );
  if (drawing.table) found.push(action("Save as CSV", () => saveTable(sheet, drawing)));
  if (JSON.stringify(filters) !== JSON.stringify(OPEN) || Object.values(sheet.own).some(Boolean)) {
    found.push(action("Reset", () => sheet.change({ filters: OPEN }, Object.fromEntries(drawing.own.map((key) => [key, ""])))));
  }
  return found;
}

/** A word to press. */
export function action(text: string, press: () => void, given: Record<string, string> = {}): HTMLElement {
  return h("button", { class: "plain", type: "button", "data-keep": text, ...given, click: press }, text);
}

/** A small list to choose one of, with its name before it. */
export function choice(
  label: string,
  key: string,
  value: string,
  options: readonly (readonly [string, string])[],
  choose: (value: string) => void,
): HTMLElement {
  const select = h("select", { "data-keep": key, change: () => choose(select.value) });
  for (const [own, text] of options) select.append(h("option", { value: own, selected: own === value }, text));
  return h("label", { class: "choice" }, h("span", { class: "label" }, label), select);
}

/** Boxes to tick in a fold. What is ticked off is told from its summary. */
export function boxes(
  label: string,
  key: string,
  options: readonly { id: string; text: string; count?: number }[],
  off: readonly string[],
  choose: (off: string[]) => void,
): HTMLElement {
  const out = new Set(off);
  const list = h("ul", null);
  for (const option of options) {
    const box = h("input", {
      type: "checkbox",
      checked: !out.has(option.id),
      "data-keep": `${key} ${option.id}`,
      change: () => {
        if (box.checked) out.delete(option.id);
        else out.add(option.id);
        choose(options.map(({ id }) => id).filter((id) => out.has(id)));
      },
    });
    const many = option.count === undefined ? null : h("span", { class: "count" }, String(option.count));
    list.append(h("li", {}, h("label", {}, box, h("bdi", {}, option.text), many)));
  }
  const heard = options.length - options.filter(({ id }) => out.has(id)).length;
  const told = heard === options.length ? "all" : `${heard} of ${options.length}`;
  const fold = h("details", { class: "fold", open: opened.has(key) }, h("summary", { "data-keep": key }, h("span", { class: "label" }, label), ` ${told}`), list);
  fold.addEventListener("toggle", () => (fold.open ? opened.add(key) : opened.delete(key)));
  return fold;
}

/** Folds stay open while the page is drawn anew. */
const opened = new Set<string>();

function sources<C extends Content>(sheet: Sheet<C>): HTMLElement {
  const { filters } = sheet.state;
  const options = sheet.reasons.sources.map(({ id, label }) => ({ id, text: label }));
  return boxes("Sources", "sources", options, filters.sources, (off) => sheet.change({ filters: { ...filters, sources: off } }));
}

/** What the page is and rests on. */
function colophon(content: Content): HTMLElement {
  const { page } = content;
  const notes = [...page.filters, ...page.leftOut];
  return h(
    "footer",
    { class: "colophon" },
    h("h2", { class: "label" }, "About this page"),
    ...(notes.length ? notes.map((note) => h("p", {}, note)) : [h("p", {}, "Nothing was left out.")]),
    page.graph ? h("p", {}, page.graph) : null,
    h("p", {}, "Made by ", h("code", {}, page.command), ` with fashion-kg ${page.program}, build ${page.build}. The graph: `, h("a", { href: page.licence.url, rel: "noreferrer" }, page.licence.label), "."),
  );
}
