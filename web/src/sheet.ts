/**
 * The frame of the pages that show no network: title, tools, the place for what the page shows, who says so.
 * What differs is drawn by the page itself, anew after each change of what its address keeps.
 */
import { block } from "./blocks.ts";
import type { Content } from "./content.ts";
import { fill, h, name, signButton, type Child } from "./dom.ts";
import { OPEN } from "./filters.ts";
import { FORMAT, type Picture, type Reasons } from "./format.ts";
import { several } from "./lists.ts";
import { everything, Model } from "./model.ts";
import { inWords, ownName, type Names } from "./names.ts";
import { about } from "./about.ts";
import { csv, download } from "./save.ts";
import { fresh, read, written, type State } from "./state.ts";
import { some, statement, whenRead } from "./statements.ts";

/** What a page without a network adds to the address: its own words by its own keys. */
export type Own = Record<string, string>;

export interface Sheet<C extends Content> {
  content: C;
  reasons: Reasons;
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
  table?(sheet: Sheet<C>): (string | number)[][];
  /** Keys of the address that are its own. */
  own: string[];
}

/** Opens the page: reads its blocks, sets the frame up, draws, and follows the address. */
export function open<C extends Content>(drawing: Drawing<C>): void {
  const place = document.getElementById("page") ?? document.body;
  Promise.all([block<C>("content"), block<Reasons>("reasons")])
    .then(([content, reasons]) => {
      if (!content || !reasons) throw new Error("This page carries nothing to show. Make it again with the command that made it.");
      start(place, content, reasons, drawing);
      document.documentElement.dataset["ready"] = "yes";
    })
    .catch((error: unknown) => {
      const cause = error instanceof Error ? error.message : String(error);
      place.replaceChildren(h("div", { class: "broken", role: "alert" }, h("h1", null, "This page cannot be shown"), h("p", null, cause)));
      console.error(error);
    });
}

/** The page's things as a picture without a network: what names, statements and "about" read. */
export function still(content: Content): Picture {
  const { page, kinds, things } = content;
  return {
    format: FORMAT,
    page,
    kinds,
    things,
    groups: [],
    roles: [],
    nodes: { x: [], y: [], size: [], measures: {}, measureNotes: {}, disputed: [] },
    edges: { from: [], to: [], weight: [], disputed: [] },
  };
}

function start<C extends Content>(body: HTMLElement, content: C, reasons: Reasons, drawing: Drawing<C>): void {
  const usual = fresh(content.page.language);
  const model = new Model(still(content));
  model.learn(reasons);
  const counts = h("p", { class: "counted", role: "status" });
  const tools = h("div", { class: "settings", role: "group", "aria-label": "Filters and tools" });
  const colophon = h("div", null);
  const panel = panelOf(model);
  const heard = reasons.statements.sources.map(several);
  let off = new Set<number>();

  const sheet: Sheet<C> = {
    content,
    reasons,
    names: model.names,
    state: usual,
    own: {},
    place: h("div", { class: `view ${content.page.view}`, id: "view", tabindex: -1 }),
    count: (text) => {
      if (counts.textContent !== text) counts.textContent = text;
    },
    change(state, own = {}) {
      sheet.state = { ...sheet.state, ...state };
      sheet.own = { ...sheet.own, ...own };
      keep();
      draw();
    },
    why: panel.show,
    passes: (statement) =>
      (reasons.statements.review[statement] ?? 0) >= sheet.state.filters.review &&
      (!off.size || (heard[statement] ?? []).some((source) => !off.has(source))),
  };

  function keep(): void {
    const extra = drawing.own.filter((key) => sheet.own[key]).map((key) => `${key}=${encodeURIComponent(sheet.own[key] ?? "")}`);
    const hash = [written(sheet.state, usual), ...extra].filter(Boolean).join("&");
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.href.replace(/#.*$/, ""));
    } catch {
      // In a frame without an address of its own there is nothing to keep the state in.
    }
  }

  function follow(): void {
    sheet.state = read(location.hash, usual);
    if (!content.page.languages.includes(sheet.state.language)) sheet.state.language = usual.language;
    sheet.own = {};
    for (const part of location.hash.slice(1).split("&")) {
      const at = part.indexOf("=");
      const key = part.slice(0, at);
      if (at > 0 && drawing.own.includes(key)) sheet.own[key] = decoded(part.slice(at + 1));
    }
  }

  function draw(): void {
    const { language, theme, filters } = sheet.state;
    model.names.speak(language);
    document.documentElement.dataset["theme"] = theme;
    off = new Set(filters.sources.map((id) => reasons.sources.findIndex((source) => source.id === id)).filter((at) => at >= 0));
    const kept = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["keep"] : undefined;
    fill(tools, drawing.tools(sheet), shared(sheet, drawing));
    drawing.draw(sheet);
    const shown = { model, state: sheet.state, sifted: null, visible: everything(model), path: null, go: (change: Partial<State>) => sheet.change(change) };
    fill(colophon, about(shown, counts.textContent ?? ""));
    if (kept) document.querySelector<HTMLElement>(`[data-keep="${CSS.escape(kept)}"]`)?.focus({ preventScroll: true });
  }

  const title = inWords(content.page.title, usual.language);
  fill(
    body,
    h("a", { class: "skip", href: "#view", click: skip }, "Skip to the content"),
    h(
      "header",
      { class: "masthead" },
      h("p", { class: "label" }, drawing.label),
      h("h1", { class: title.length > 36 ? "long" : null }, name(title, 400)),
      content.page.summary && h("p", { class: "standfirst" }, name(content.page.summary, 600)),
      content.page.reviewed && h("p", { class: "reviewed" }, content.page.reviewed),
    ),
    tools,
    counts,
    sheet.place,
    h("footer", { class: "colophon" }, h("h2", { class: "label" }, "About this page"), colophon),
    panel.element,
  );
  follow();
  draw();
  addEventListener("hashchange", () => {
    follow();
    draw();
  });
}

/** The address belongs to the state, so the link to the content moves the focus instead. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("view")?.focus();
}

/** The panel that says who says so. Closed, it gives the focus back to what opened it. */
function panelOf(model: Model): { element: HTMLElement; show(title: string, statements: number[]): void } {
  const place = h("div", { class: "panel-body" });
  let opener: HTMLElement | null = null;
  const close = () => {
    element.hidden = true;
    const key = opener?.dataset["keep"];
    const now = opener?.isConnected ? opener : key ? document.querySelector<HTMLElement>(`[data-keep="${CSS.escape(key)}"]`) : null;
    now?.focus({ preventScroll: true });
  };
  const element = h(
    "aside",
    { class: "panel", "aria-label": "Who says so", hidden: true, keydown: (event: KeyboardEvent) => event.key === "Escape" && close() },
    signButton("close", "Close", close, { class: "icon close" }),
    place,
  );
  return {
    element,
    show(title, statements) {
      if (!element.contains(document.activeElement)) opener = document.activeElement as HTMLElement | null;
      const heading = h("h2", { tabindex: -1 }, name(title, 160));
      const all = whenRead(model, (words) => some(statements, 10, (at) => statement(model, words, at), "div", "more statements"));
      fill(place, h("p", { class: "label kicker" }, "Who says so"), heading, all);
      element.hidden = false;
      element.scrollTop = 0;
      heading.focus({ preventScroll: true });
    },
  };
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

/** A file of the rows that are visible, named after the page. */
function saveTable<C extends Content>(sheet: Sheet<C>, drawing: Drawing<C>): void {
  const { view, title } = sheet.content.page;
  const words = title.en.normalize("NFKD").toLowerCase().match(/[a-z0-9]+/g) ?? [];
  download(`${[view, ...words].join("-").slice(0, 80)}.csv`, csv(drawing.table?.(sheet) ?? []), "text/csv");
}
