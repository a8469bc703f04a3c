/** What the page shows, in words: projection, filters, counts, sources, build, licence, command; and its keys. */
import { count, counted, fill, h, name, signButton, type Child } from "./dom.ts";
import { isOpen } from "./filters.ts";
import type { Shown } from "./model.ts";
import { inWords } from "./names.ts";
import { link, some, sourceLine } from "./statements.ts";

export interface Dialog {
  element: HTMLDialogElement;
  show(...content: Child[]): void;
}

export function dialog(id: string, title: string): Dialog {
  const place = h("div", { class: "dialog-body" });
  const element: HTMLDialogElement = h(
    "dialog",
    { id, "aria-labelledby": `${id}-title` },
    signButton("close", "Close", () => element.close(), { class: "icon close" }),
    h("h2", { id: `${id}-title` }, title),
    place,
  );
  element.addEventListener("click", (event) => event.target === element && element.close());
  return {
    element,
    show(...content) {
      fill(place, content);
      if (!element.open) element.showModal();
    },
  };
}

/** The filters that are set, one sentence each. */
export function filterWords({ model, state }: Shown): string[] {
  const { filters, focus } = state;
  const { kinds, groups } = model.picture;
  const called = (id: string) => {
    if (model.thing(id) >= 0) return model.names.of(model.thing(id));
    const words = kinds.find((kind) => kind.id === id)?.plural ?? groups.find((group) => group.id === id)?.label;
    return words ? inWords(words, state.language) : (model.why?.sources.find((source) => source.id === id)?.label ?? id);
  };
  const names = (ids: string[]) => ids.slice(0, 8).map(called).join(", ") + (ids.length > 8 ? ` and ${counted(ids.length - 8, "other")}` : "");
  const said: string[] = [];
  const put = (words: string, ids: string[]) => ids.length && said.push(`${words}: ${names(ids)}`);
  put("Without kinds", filters.kinds);
  put("Without roles of", filters.groups);
  put("Only brands", filters.brands);
  put("Only seasons", filters.seasons);
  put("Without sources", filters.sources);
  if (filters.from !== null || filters.to !== null) said.push(`Years: ${filters.from ?? "the first"} to ${filters.to ?? "the last"}`);
  if (filters.review) said.push(filters.review === 1 ? "Without mere proposals" : "Only what a person accepted");
  if (filters.weight > 1) said.push(`Weight: at least ${filters.weight}`);
  if (focus) said.push(`Only what is within ${counted(focus.steps, "step")} of ${names([focus.id])}`);
  return said;
}

/** How much is shown of how much: "41 of 60 names, 80 of 118 ties". */
export function countWords({ model, visible, state, sifted }: Shown): string {
  const sum = (some: Uint8Array) => some.reduce((one, two) => one + two, 0);
  const [nodes, edges] = sifted && !state.focus ? [sifted.counts.nodes, sifted.counts.edges] : [sum(visible.nodes), sum(visible.edges)];
  const of = (some: number, all: number, one: string) => (some === all ? counted(all, one) : `${count(some)} of ${counted(all, one)}`);
  return `${of(nodes, model.nodes, "name")}, ${of(edges, model.edges, "tie")}`;
}

/** What the page says of itself; `counts` says how much of what it shows is visible now. */
export function about(shown: Shown, counts = countWords(shown)): Child {
  const { model, state } = shown;
  const { page } = model.picture;
  const { projection } = page;
  const list = (lines: string[]) => h("ul", null, lines.map((line) => h("li", null, name(line, 400))));
  const row = (term: string, ...content: Child[]) => [h("dt", null, term), h("dd", null, content)];
  const sources = model.why?.sources ?? [];
  return h(
    "dl",
    { class: "about" },
    row("Shows", name(page.summary, 600)),
    projection && [
      row("A tie means", name(projection.meaning, 600)),
      row("Its weight is", name(projection.weight, 600)),
      row("Groups", projection.counted === "groups" ? "A duo or a band counts as one, not by its members." : "A duo or a band counts by its members, not as one."),
      row("Projection", h("code", null, name(projection.name, 100)), projection.directed ? ", from one to the other" : ""),
    ],
    row("Now shown", counts),
    row("Filters now", isOpen(state.filters) && !state.focus ? "None." : list(filterWords(shown))),
    row("Cut before", page.filters.length ? list(page.filters) : "Nothing."),
    row("Left out", page.leftOut.length ? list(page.leftOut) : "Nothing."),
    page.reviewed && row("Reviewed", page.reviewed),
    row("The graph", name(page.graph, 600)),
    row(sources.length ? `Sources, ${count(sources.length)}` : "Sources", sources.length ? some(sources, 8, sourceLine, "ul", "source") : "Still being read."),
    row("Licence", link(page.licence.url, name(page.licence.label, 100)) ?? name(page.licence.label, 100)),
    row("Made by", "fashion-kg ", name(page.program, 40), " from build ", h("code", null, name(page.build, 80))),
    row("Command", h("code", { class: "command" }, name(page.command, 600))),
  );
}

export const KEYS: [string, string][] = [
  ["/", "find a name"],
  ["Esc", "close, then unselect, then leave path and focus"],
  ["L", "list or network"],
  ["1 2 3", "show only so many steps around what is selected"],
  ["P", "path from what is selected"],
  ["+ − 0", "nearer, farther, everything"],
  ["← ↑ → ↓", "move the picture, while it has the focus"],
  ["U, Ctrl Z", "undo"],
  ["Shift U, Ctrl Shift Z", "redo"],
  ["R", "reset"],
  ["D", "dark or light"],
  ["I", "about this page"],
  ["?", "this help"],
];

export function help(shown: Shown, keys: (on: boolean) => void): Child {
  const box = h("input", { type: "checkbox", change: () => keys(box.checked) });
  box.checked = shown.state.keys;
  return [
    h(
      "ul",
      { class: "how" },
      h("li", null, "Press a name or a line to read about it. Press a name twice to see only what is around it."),
      h("li", null, "With Shift, or a long touch, press a second name for the shortest path between the two."),
      h("li", null, "The list holds the same content for keyboard and screen reader."),
      h("li", null, "The address keeps what you see: copy it to come back, or to show somebody who has this file."),
    ),
    h("table", { class: "keys" }, h("caption", { class: "label" }, "Keys"), h("tbody", null, KEYS.map(([key, words]) => h("tr", null, h("th", { scope: "row" }, h("kbd", null, key)), h("td", null, words))))),
    h("p", null, h("label", { class: "check" }, box, "Single letters and signs are shortcuts")),
  ];
}
