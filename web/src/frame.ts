/** The frame of a page: title, tools, search, filters, canvas, legend, panel, list. It has no memory of its own. */
import { combobox, type Combobox } from "./combobox.ts";
import { dialog, type Dialog } from "./about.ts";
import { fill, h, name, sign, signButton, wordButton, type Child } from "./dom.ts";
import { filterBar, type FilterBar } from "./filterbar.ts";
import { isOpen, OPEN } from "./filters.ts";
import type { Filters } from "./format.ts";
import { legend, type Legend } from "./legend.ts";
import { listView, type List } from "./list.ts";
import type { Model, Shown } from "./model.ts";
import { inWords, ownName } from "./names.ts";
import { panel, type Panel } from "./panel.ts";
import { closePopover, popover, type Popover } from "./popover.ts";
import type { State } from "./state.ts";

export type Saving = "png" | "svg" | "ties" | "names" | "gexf";

/** What the frame asks for. */
export interface Wishes {
  go(change: Partial<State>, kind?: string): void;
  filter(filters: Partial<Filters>, kind: string): void;
  choose(thing: number): void;
  undo(): void;
  redo(): void;
  reset(): void;
  zoom(factor: number): void;
  whole(): void;
  save(what: Saving): void;
  about(): void;
  help(): void;
  close(): void;
  unfold(): void;
}

export interface Frame {
  element: HTMLElement;
  stage: HTMLElement;
  search: Combobox;
  panel: Panel;
  list: List;
  filters: FilterBar;
  legend: Legend;
  about: Dialog;
  help: Dialog;
  /** Where what only paper shows goes. */
  paper: HTMLElement;
  /** Says something to whoever listens to the page. */
  say(words: string): void;
  /** Says what went wrong, for all to see. */
  warn(words: string): void;
  drawer(open?: boolean): boolean;
  update(shown: Shown, history: { canUndo: boolean; canRedo: boolean }, counts: string): void;
}

export function frame(model: Model, wishes: Wishes): Frame {
  const { page } = model.picture;
  const title = h("h1", null);
  const summary = h("p", { class: "summary" }, name(page.summary, 300));
  const reviewed = page.reviewed ? h("p", { class: "reviewed" }, page.reviewed) : null;
  const tools = toolbar(model, wishes);
  const search = combobox({
    id: "search",
    label: "Find a name",
    placeholder: "Find a name",
    model,
    choose: wishes.choose,
    before: h("span", { class: "search-sign" }, sign("search", 16)),
  });
  const filters = filterBar(model, wishes.filter);
  const counts = h("p", { class: "counts", role: "status" });
  const paper = h("section", { class: "printed" });
  const spoken = h("p", { class: "unseen", role: "status" });
  const warning = h("p", { class: "warning", role: "alert", hidden: true });
  const parts = {
    panel: panel(wishes.close, wishes.unfold),
    list: listView(),
    legend: legend(model, (kind) => {
      const now = tools.state().filters.kinds;
      wishes.filter({ kinds: now.includes(kind) ? now.filter((one) => one !== kind) : [...now, kind] }, "");
    }),
    about: dialog("about", "About this page"),
    help: dialog("help", "How to read this page"),
  };
  const around = aroundBar(wishes);
  const empty = h("div", { class: "empty", hidden: true }, h("p", null, "Nothing is left under these filters."), wordButton("Open all filters", () => wishes.filter(OPEN, "")));
  const stage = h("div", { class: "stage", tabindex: 0, role: "group", "aria-label": "The network. The list holds the same content." });
  const zooms = h("div", { class: "zooms", role: "group", "aria-label": "Zoom" }, signButton("plus", "Nearer", () => wishes.zoom(1.5)), signButton("minus", "Farther", () => wishes.zoom(1 / 1.5)), signButton("whole", "Show everything", wishes.whole));

  const drawerButton: HTMLButtonElement = h("button", { type: "button", class: "plain drawer-button", "aria-expanded": "false", "aria-controls": "drawer", click: () => drawer(!bar.classList.contains("open")) }, sign("filter", 16), "Filters");
  const drawerBody = h("div", { id: "drawer", class: "drawer" }, h("div", { class: "drawer-head" }, h("span", { class: "label" }, "Filters"), signButton("close", "Close the filters", () => drawer(false))), filters.element);
  const bar = h("div", { class: "bar" }, h("div", { role: "search", class: "search" }, search.element), drawerButton, drawerBody, counts);
  const drawer = (open?: boolean): boolean => {
    const before = bar.classList.contains("open");
    if (open === undefined || open === before) return before;
    bar.classList.toggle("open", open);
    drawerButton.setAttribute("aria-expanded", String(open));
    if (open) drawerBody.querySelector<HTMLElement>("button")?.focus();
    else drawerButton.focus();
    return before;
  };

  const element = h(
    "div",
    { class: "network-page" },
    h("header", { class: "head" }, h("div", { class: "titles" }, title, summary, reviewed), tools.element),
    bar,
    h("div", { class: "body" }, stage, h("div", { class: "over" }, around.element, empty, parts.legend.element, zooms), parts.list.element, parts.panel.element),
    paper,
    parts.about.element,
    parts.help.element,
    spoken,
    warning,
  );
  return {
    element,
    stage,
    paper,
    search,
    filters,
    ...parts,
    drawer,
    say: (words) => (spoken.textContent = words),
    warn: (words) => {
      warning.textContent = words;
      warning.hidden = false;
      setTimeout(() => (warning.hidden = true), 8000);
    },
    update(shown, history, words) {
      fill(title, name(inWords(page.title, shown.state.language), 120));
      tools.update(shown.state, history);
      around.update(shown);
      counts.textContent = words;
      empty.hidden = shown.visible.nodes.includes(1) || isOpen(shown.state.filters);
      element.dataset["tab"] = shown.state.tab;
    },
  };
}

/** Says that only the surroundings of a node are shown, how far, and lets one leave. */
function aroundBar(wishes: Wishes) {
  const element = h("div", { class: "around", role: "group", "aria-label": "Only what is around a name", hidden: true });
  let last = "";
  return {
    element,
    update({ model, state }: Shown) {
      const { focus } = state;
      const now = JSON.stringify([focus, state.language]);
      element.hidden = !focus;
      if (!focus || now === last) return void (last = now);
      last = now;
      const within = element.contains(document.activeElement);
      const thing = model.thing(focus.id);
      const step = (steps: number) => h("button", { type: "button", class: "plain step", "aria-pressed": String(steps === focus.steps), "aria-label": steps === 1 ? "1 step" : `${steps} steps`, click: () => wishes.go({ focus: { id: focus.id, steps } }) }, steps);
      fill(element, h("span", { class: "label" }, "Around"), h("span", { class: "around-name" }, name(thing < 0 ? focus.id : model.names.label(thing), 60)), h("span", { class: "steps" }, [1, 2, 3].map(step)), signButton("close", "Show everything again", () => wishes.go({ focus: null })));
      if (within) element.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
    },
  };
}

function toolbar(model: Model, wishes: Wishes) {
  let state: State | null = null;
  const tab = (which: State["tab"], words: string) => h("button", { type: "button", class: "plain tab", "aria-pressed": "false", click: () => wishes.go({ tab: which }, "tab") }, words);
  const tabs = { picture: tab("picture", "Network"), list: tab("list", "List") };
  const undo = signButton("undo", "Undo", wishes.undo);
  const redo = signButton("redo", "Redo", wishes.redo);
  const reset = h("button", { type: "button", class: "plain", click: wishes.reset }, "Reset");
  const save = savePopover(wishes);
  const show = displayPopover(model, wishes);
  const element = h(
    "div",
    { class: "tools", role: "group", "aria-label": "Tools" },
    h("div", { class: "tabs", role: "group", "aria-label": "Show as" }, tabs.picture, tabs.list),
    h("div", { class: "steps-back" }, undo, redo),
    reset,
    save.element,
    show.popover.element,
    h("button", { type: "button", class: "plain", "aria-haspopup": "dialog", click: wishes.about }, "About"),
    h("button", { type: "button", class: "icon help", "aria-haspopup": "dialog", "aria-label": "How to read this page, and keys", title: "How to read this page, and keys", click: wishes.help }, h("span", { "aria-hidden": "true" }, "?")),
  );
  return {
    element,
    state: () => state!,
    update(now: State, history: { canUndo: boolean; canRedo: boolean }) {
      state = now;
      undo.disabled = !history.canUndo;
      redo.disabled = !history.canRedo;
      for (const which of ["picture", "list"] as const) tabs[which].setAttribute("aria-pressed", String(now.tab === which));
      show.update(now);
    },
  };
}

function savePopover(wishes: Wishes): Popover {
  const offer = (what: Saving, title: string, words: string) =>
    h("li", null, h("button", { type: "button", class: "offer", click: () => (closePopover(), wishes.save(what)) }, h("span", null, title), h("span", { class: "note" }, words)));
  return popover(
    "Save",
    "save",
    () => undefined,
    h(
      "ul",
      null,
      offer("png", "PNG", "the picture as it is now"),
      offer("svg", "SVG", "the picture as a drawing, for print"),
      offer("ties", "CSV, ties", "what is visible, for a spreadsheet"),
      offer("names", "CSV, names", "with their measures"),
      offer("gexf", "GEXF", "for Gephi"),
    ),
  );
}

function displayPopover(model: Model, wishes: Wishes) {
  const { languages } = model.picture.page;
  const boxes: { box: HTMLInputElement; is(state: State): boolean }[] = [];
  const radios = <K extends "language" | "theme" | "motion">(field: K, title: string, choices: [State[K] & string, Child][]) =>
    h(
      "fieldset",
      null,
      h("legend", { class: "label" }, title),
      choices.map(([value, words]) => {
        const box = h("input", { type: "radio", name: field, change: () => wishes.go({ [field]: value }, "display") });
        boxes.push({ box, is: (state) => state[field] === value });
        return h("label", { class: "check" }, box, words);
      }),
    );
  const keys = h("input", { type: "checkbox", change: () => wishes.go({ keys: keys.checked }, "display") });
  const body = popover(
    "Display",
    "display",
    () => undefined,
    languages.length > 1 && radios("language", "Names in", languages.map((tag) => [tag, name({ text: ownName(tag), lang: tag }, 40)])),
    radios("theme", "Ground", [["auto", "As the system"], ["light", "Paper"], ["dark", "Dark"]]),
    radios("motion", "Motion", [["auto", "As the system"], ["on", "On"], ["off", "Off"]]),
    h("label", { class: "check" }, keys, "Single-key shortcuts"),
  );
  return {
    popover: body,
    update(state: State) {
      for (const { box, is } of boxes) box.checked = is(state);
      keys.checked = state.keys;
    },
  };
}

