/** The filters as controls: what can be chosen, how much each choice would have, what is chosen. */
import type { Filters } from "./format.ts";
import { count, counted, fill, h, name, svg, wordButton, type Child } from "./dom.ts";
import { isOpen, OPEN, type Counts } from "./filters.ts";
import type { Model, Shown } from "./model.ts";
import { fold, inWords, type Label } from "./names.ts";
import { popover, type Popover } from "./popover.ts";
import { glyph } from "./outlines.ts";

type ListField = "kinds" | "groups" | "brands" | "seasons" | "sources";

interface Choice {
  id: string;
  label: Label;
  before?: Child;
  note?: string;
}

interface Part {
  popover: Popover;
  update(shown: Shown, counts: Counts): void;
}

export interface FilterBar {
  element: HTMLElement;
  update(shown: Shown): void;
}

/** At most so many choices stand in a list; the field above it finds the others. */
const MOST = 80;

export function filterBar(model: Model, change: (filters: Partial<Filters>, kind: string) => void): FilterBar {
  let shown: Shown | null = null;
  let parts: Part[] = [];
  const place = h("div", { class: "filter-parts" });
  const open = wordButton("Open all", () => change(OPEN, ""), { class: "linked open-all", "aria-label": "Open all filters", hidden: true });
  const element = h("div", { class: "filters", role: "group", "aria-label": "Filters" }, place, open);

  const build = () => {
    const { picture, why } = model;
    if (!why) return;
    const chosen = (field: ListField) => shown!.state.filters[field];
    const toggle = (field: ListField) => (id: string) => {
      const now = chosen(field);
      change({ [field]: now.includes(id) ? now.filter((other) => other !== id) : [...now, id] }, "");
    };
    const some = (field: ListField, title: string, excludes: boolean, choices: () => Choice[]) =>
      choiceList({ title, excludes, choices, count: (counts) => counts[field], chosen: () => chosen(field), toggle: toggle(field), set: (ids) => change({ [field]: ids }, "") });
    const language = () => model.names.language;
    const thingChoice = (thing: number): Choice => ({ id: model.id(thing), label: model.names.label(thing) });
    const all: [boolean, () => Part][] = [
      [picture.kinds.length > 1, () => some("kinds", "Kinds", true, () => picture.kinds.map((kind) => ({ id: kind.id, label: plainLabel(inWords(kind.plural, language())), before: glyph(kind, 14) })))],
      [picture.groups.length > 1, () => some("groups", "Roles", true, () => picture.groups.map((group) => ({ id: group.id, label: plainLabel(inWords(group.label, language())) })))],
      [why.index.brands.length > 0, () => some("brands", "Brands", false, () => why.index.brands.map(thingChoice))],
      [why.index.seasons.length > 0, () => some("seasons", "Seasons", false, () => why.index.seasons.map(thingChoice))],
      [why.index.years !== null, () => years(model, () => shown!, change)],
      [why.sources.length > 1, () => some("sources", "Sources", true, () => why.sources.map((source) => ({ id: source.id, label: plainLabel(source.label), note: [source.outlet, source.date].filter(Boolean).join(", ") })))],
      [why.statements.review.some((state) => state !== why.statements.review[0]), () => review(change)],
      [picture.edges.weight.some((weight) => weight > 1), () => weight(picture.page.projection?.weight ?? "weight", change)],
    ];
    parts = all.filter(([useful]) => useful).map(([, make]) => make());
    fill(place, parts.map((part) => part.popover.element));
  };

  return {
    element,
    update(now) {
      const rebuild = parts.length === 0 || shown?.state.language !== now.state.language;
      shown = now;
      if (rebuild) build();
      open.hidden = isOpen(now.state.filters);
      if (now.sifted) for (const part of parts) part.update(now, now.sifted.counts);
    },
  };
}

function plainLabel(text: string): Label {
  return { text, lang: "" };
}

interface ChoiceList {
  title: string;
  /** Whether what is ticked off is left out; else what is ticked is all there is. */
  excludes: boolean;
  choices(): Choice[];
  count(counts: Counts): Int32Array;
  chosen(): string[];
  toggle(id: string): void;
  set(ids: string[]): void;
}

function choiceList(of: ChoiceList): Part {
  const choices = of.choices();
  const folded = choices.map((choice) => fold(`${choice.label.text.slice(0, 200)} ${choice.note ?? ""}`));
  const rows = new Map<number, { element: HTMLElement; box: HTMLInputElement; count: HTMLElement }>();
  let counts: Int32Array = new Int32Array(choices.length);
  const rest = h("p", { class: "count rest" });
  const place = h("ul", { class: "choices" });
  const field = h("input", { type: "search", class: "find", "aria-label": `Find among ${of.title.toLowerCase()}`, placeholder: "Find", input: () => order() });

  const row = (at: number) => {
    const known = rows.get(at);
    if (known) return known;
    const choice = choices[at]!;
    const box = h("input", { type: "checkbox", change: () => of.toggle(choice.id) });
    const number = h("span", { class: "count" });
    const words = h("span", { class: "choice-name" }, choice.before, h("span", null, name(choice.label, 80), choice.note && h("span", { class: "note" }, name(choice.note, 80))));
    const made = { element: h("li", null, h("label", null, box, words, number)), box, count: number };
    rows.set(at, made);
    return made;
  };
  const paint = () => {
    const chosen = new Set(of.chosen());
    for (const [at, { element, box, count: number }] of rows) {
      box.checked = chosen.has(choices[at]!.id) !== of.excludes;
      number.textContent = count(counts[at] ?? 0);
      element.classList.toggle("none", !counts[at] && !chosen.has(choices[at]!.id));
    }
    self.mark(chosen.size);
  };
  const order = () => {
    const query = fold(field.value);
    const chosen = new Set(of.chosen());
    const fitting = choices.map((_, at) => at).filter((at) => folded[at]!.includes(query));
    if (choices.length > 12) {
      fitting.sort((one, two) => Number(chosen.has(choices[two]!.id)) - Number(chosen.has(choices[one]!.id)) || counts[two]! - counts[one]! || one - two);
    }
    fill(place, fitting.slice(0, MOST).map((at) => row(at).element));
    const left = fitting.length - MOST;
    rest.textContent = fitting.length === 0 ? "None has such a name." : left > 0 ? `${count(left)} more: type to find them` : "";
    paint();
  };
  const all = of.excludes
    ? h("p", { class: "all" }, wordButton("All", () => of.set([])), wordButton("None", () => of.set(choices.map((choice) => choice.id))))
    : h("p", { class: "all" }, wordButton("Any", () => of.set([])));
  const self = popover(of.title, "filter", order, choices.length > 12 && field, all, place, rest);
  return {
    popover: self,
    update(_, now) {
      counts = of.count(now);
      paint();
    },
  };
}

function years(model: Model, shown: () => Shown, change: (filters: Partial<Filters>, kind: string) => void): Part {
  const [first, last] = model.why!.index.years!;
  const many = last - first + 1;
  const set = (field: "from" | "to", input: HTMLInputElement) => {
    const typed = input.value.trim();
    const year = Number(typed);
    change({ [field]: typed === "" || !Number.isInteger(year) ? null : year }, field);
  };
  const input = (field: "from" | "to", label: string) => {
    const made: HTMLInputElement = h("input", { type: "number", min: first, max: last, step: 1, placeholder: field === "from" ? first : last, change: () => set(field, made) });
    return { made, element: h("label", { class: "year" }, h("span", { class: "label" }, label), made) };
  };
  const from = input("from", "From");
  const to = input("to", "To");
  const bars = svg("svg", { class: "bars", viewBox: `0 0 ${many * 10} 44`, preserveAspectRatio: "none", role: "img", "aria-label": "Ties by year" });
  const undated = h("p", { class: "count" });
  const self = popover("Years", "filter years", () => undefined, bars, h("p", { class: "span count" }, h("span", null, first), h("span", null, last)), h("div", { class: "window" }, from.element, to.element), undated);
  return {
    popover: self,
    update(_, counts) {
      const { filters } = shown().state;
      from.made.value = filters.from === null ? "" : String(filters.from);
      to.made.value = filters.to === null ? "" : String(filters.to);
      const most = counts.years.reduce((one, two) => Math.max(one, two), 1);
      fill(
        bars,
        Array.from(counts.years, (some, at) => {
          const inside = (filters.from ?? -Infinity) <= first + at && first + at <= (filters.to ?? Infinity);
          const height = some ? Math.max(2, (some / most) * 42) : 0;
          return svg("rect", { x: at * 10 + 1, y: 44 - height, width: 8, height, class: inside ? "in" : "out" }, svg("title", null, `${first + at}: ${counted(some, "tie")}`));
        }),
      );
      const cut = filters.from !== null || filters.to !== null;
      undated.textContent = counts.undated ? `${counted(counts.undated, "tie")} that nobody dates ${cut ? "left out" : "would be left out"}` : "";
      self.mark(Number(filters.from !== null) + Number(filters.to !== null));
    },
  };
}

const REVIEWED = ["Everything", "Without mere proposals", "Only what a person accepted"];

function review(change: (filters: Partial<Filters>, kind: string) => void): Part {
  const rows = REVIEWED.map((words, state) => {
    const box = h("input", { type: "radio", name: "review", change: () => change({ review: state }, "") });
    const number = h("span", { class: "count" });
    return { box, number, element: h("li", null, h("label", null, box, h("span", { class: "choice-name" }, words), number)) };
  });
  const self = popover("Review", "filter", () => undefined, h("ul", { class: "choices" }, rows.map((row) => row.element)));
  return {
    popover: self,
    update({ state }, counts) {
      rows.forEach((row, at) => {
        row.box.checked = state.filters.review === at;
        row.number.textContent = count(counts.review[at]!);
      });
      self.mark(Number(state.filters.review > 0));
    },
  };
}

function weight(meaning: string, change: (filters: Partial<Filters>, kind: string) => void): Part {
  const words = h("output", { class: "count" });
  const slider = h("input", { type: "range", min: 1, max: 2, step: 1, "aria-label": `Least weight: ${meaning}`, input: () => change({ weight: Number(slider.value) }, "weight") });
  const self = popover("Weight", "filter", () => undefined, h("p", { class: "label" }, name(meaning)), slider, h("p", null, words));
  return {
    popover: self,
    update({ state, model }, counts) {
      const most = model.picture.edges.weight.reduce((one, two) => Math.max(one, two), 1);
      slider.max = String(Math.min(most, counts.weights.length - 1));
      const now = Math.max(1, state.filters.weight);
      slider.value = String(now);
      const ties = counted(counts.weights[Math.min(now, counts.weights.length - 1)]!, "tie");
      words.textContent = now > 1 ? `at least ${now}: ${ties}` : `any: ${ties}`;
      slider.setAttribute("aria-valuetext", words.textContent);
      self.mark(Number(now > 1));
    },
  };
}
