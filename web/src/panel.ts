/** The panel beside the canvas: everything about a node, an edge, what edges go through, or a way between two. */
import { combobox } from "./combobox.ts";
import { dateWords, span, yearOf } from "./dates.ts";
import { count, counted, fill, h, measured, name, signButton, wordButton, type Child } from "./dom.ts";
import type { Source } from "./format.ts";
import { list, several } from "./lists.ts";
import type { Model, Shown } from "./model.ts";
import { inWords, languageName } from "./names.ts";
import { path } from "./paths.ts";
import { glyph } from "./outlines.ts";
import { disputedBadge, some, sourceLine, sourcesOf, statement, whenRead } from "./statements.ts";

export interface Panel {
  element: HTMLElement;
  /** Tells of what is selected; returns whether there is anything to tell. */
  update(shown: Shown): boolean;
}

export function panel(close: () => void, unfold: () => void): Panel {
  const place = h("div", { class: "panel-body" });
  const element = h("aside", { class: "panel", "aria-label": "Details", hidden: true }, signButton("close", "Close the details", close, { class: "icon close" }), wordButton("Read", unfold, { class: "linked unfold" }), place);
  return {
    element,
    update(shown) {
      const content = contentOf(shown);
      if (content) fill(place, content);
      return content !== null;
    },
  };
}

function contentOf(shown: Shown): Child[] | null {
  const { model, state } = shown;
  const things = state.selected.map((id) => model.thing(id));
  if (things.length === 1) return things[0]! < 0 ? unknown(state.selected[0]!) : things[0]! < model.nodes ? aboutNode(shown, things[0]!) : aboutOccasion(shown, things[0]!);
  if (things.length === 2) {
    const edge = model.edge(things[0]!, things[1]!);
    return edge < 0 ? unknown(state.selected.join(" and ")) : aboutEdge(shown, edge);
  }
  return state.path ? aboutPath(shown, state.path) : null;
}

function unknown(id: string): Child[] {
  return [heading("Not on this page"), h("p", null, "The address of this page asks for ", name(id), ", which it does not show. It may have been made with other filters or from another graph.")];
}

function heading(...words: Child[]): HTMLElement {
  return h("h2", { tabindex: -1 }, words);
}

function section(title: string, ...children: Child[]): HTMLElement {
  return h("section", null, h("h3", null, title), children);
}

function kicker(shown: Shown, thing: number, disputed: boolean): HTMLElement {
  const { picture, names } = shown.model;
  const kind = picture.kinds[picture.things.kind[thing]!];
  return h("p", { class: "label kicker" }, kind && [glyph(kind, 13), name(inWords(kind.label, names.language), 40)], disputed && [" ", disputedBadge()]);
}

/** A thing's name as a button that selects it. */
function toThing(shown: Shown, thing: number, most = 90): HTMLElement {
  const label = shown.model.names.label(thing);
  return wordButton(name(label, most), () => shown.go({ selected: [shown.model.id(thing)] }));
}

function toEdge(shown: Shown, edge: number, words: Child, attributes = {}): HTMLElement {
  const [from, to] = shown.model.ends(edge);
  return wordButton(words, () => shown.go({ selected: [shown.model.id(from), shown.model.id(to)] }), attributes);
}

function backToPath(shown: Shown): Child {
  if (!shown.state.path) return null;
  const [one, two] = shown.state.path.map((id) => shown.model.thing(id));
  if (one === undefined || two === undefined || one < 0 || two < 0) return null;
  const { names } = shown.model;
  return h("p", { class: "back" }, wordButton(["The way from ", name(names.label(one), 40), " to ", name(names.label(two), 40)], () => shown.go({ selected: [] })));
}

// -- a node -----------------------------------------------------------------------------------------

function aboutNode(shown: Shown, node: number): Child[] {
  const { model } = shown;
  const edges = model.edgesOf(node, shown.visible);
  const ties = model.why && shown.sifted ? [...new Set(edges.flatMap((edge) => model.tiesOf(edge, shown.sifted!.ties)))] : [];
  const statements = new Set(ties.flatMap((tie) => model.statementsOf(tie, node)));
  return [
    backToPath(shown),
    kicker(shown, node, model.disputedNodes.has(node)),
    heading(name(model.names.label(node))),
    otherNames(model, node),
    actions(shown, node),
    !model.why && h("p", { class: "note", role: "status" }, "Reading the reasons …"),
    ties.length > 0 && roles(shown, node, ties),
    ties.length > 0 && credits(shown, node, ties),
    connections(shown, node, edges),
    measures(model, node),
    statements.size > 0 && section(`Sources, ${count(sourcesOf(model, statements).length)}`, some(sourcesOf(model, statements), 6, sourceLine, "ul", "source")),
    model.why && everyStatement(shown, node),
  ];
}

function otherNames(model: Model, thing: number): Child {
  const shownName = model.names.of(thing);
  const named = model.names.all(thing).filter(([, text]) => text !== shownName);
  const aliases = model.names.others(thing);
  if (!named.length && !aliases.length) return null;
  return h(
    "dl",
    { class: "names" },
    named.map(([tag, text]) => [h("dt", null, tag ? languageName(tag) : "Name"), h("dd", null, name({ text, lang: tag }))]),
    aliases.length > 0 && [h("dt", null, "Also"), h("dd", null, aliases.slice(0, 30).map((alias, at) => [at > 0 && ", ", name(alias, 80)]), aliases.length > 30 && `, and ${counted(aliases.length - 30, "other")}`)],
  );
}

function actions(shown: Shown, node: number): HTMLElement {
  const { model, state, go } = shown;
  const id = model.id(node);
  const focused = state.focus?.id === id ? state.focus.steps : 0;
  const step = (steps: number) =>
    h(
      "button",
      { type: "button", class: "plain step", "aria-pressed": String(focused === steps), "aria-label": counted(steps, "step"), click: () => go({ focus: focused === steps ? null : { id, steps } }) },
      steps,
    );
  const field = combobox({
    id: "path-to",
    label: "Path to",
    placeholder: "a name",
    model,
    among: (thing) => thing < model.nodes && thing !== node,
    choose: (thing) => go({ path: [id, model.id(thing)], selected: [] }),
  });
  return h(
    "div",
    { class: "actions" },
    h("div", { class: "action", role: "group", "aria-label": "Show only what is around, in steps" }, h("span", { class: "label" }, "Around"), h("span", { class: "steps" }, [1, 2, 3].map(step)), h("span", { class: "quiet", "aria-hidden": "true" }, "steps")),
    h("div", { class: "action" }, h("label", { class: "label", for: "path-to" }, "Path to"), field.element),
  );
}

function roleWords(model: Model, statements: number[]): string[] {
  const roles = new Set(statements.map((at) => model.why!.statements.role[at]!).filter((role) => role >= 0));
  return [...roles].map((role) => inWords(model.picture.roles[role]!.label, model.names.language));
}

function roles(shown: Shown, node: number, ties: number[]): Child {
  const { model } = shown;
  const occasionsOf = new Map<string, Set<number>>();
  for (const tie of ties) {
    for (const role of roleWords(model, model.statementsOf(tie, node))) {
      const known = occasionsOf.get(role) ?? new Set<number>();
      occasionsOf.set(role, known.add(placeOf(model, tie)));
    }
  }
  if (!occasionsOf.size) return null;
  const sorted = [...occasionsOf].sort((one, two) => two[1].size - one[1].size || one[0].localeCompare(two[0]));
  return section(model.acts(node) ? "Roles in ties" : "Tied as", some(sorted, 8, ([role, places]) => h("li", { class: "line" }, h("span", null, name(role)), h("span", { class: "count" }, count(places.size))), "ul", "role"));
}

/** What a tie goes through as one number: the occasion, or its own edge where it goes through nothing else. */
function placeOf(model: Model, tie: number): number {
  const occasion = model.through(tie);
  return occasion >= 0 ? occasion : -1 - model.why!.ties.edge[tie]!;
}

interface Credit {
  place: number;
  year: number | null;
  roles: Set<string>;
  disputed: boolean;
}

function credits(shown: Shown, node: number, ties: number[]): Child {
  const { model } = shown;
  const found = new Map<number, Credit>();
  for (const tie of ties) {
    const place = placeOf(model, tie);
    const occasion = model.why!.ties.occasion[tie]!;
    const day = occasion >= 0 ? model.why!.occasions.from[occasion]! : null;
    const credit = found.get(place) ?? { place, year: day === null ? null : yearOf(day), roles: new Set<string>(), disputed: false };
    const statements = model.statementsOf(tie, node);
    for (const role of roleWords(model, statements)) credit.roles.add(role);
    credit.disputed ||= statements.some((at) => model.why!.disputed.has(at));
    found.set(place, credit);
  }
  const sorted = [...found.values()].sort((one, two) => (two.year ?? -1e9) - (one.year ?? -1e9) || two.place - one.place);
  // Latest first.
  const dated = sorted.flatMap((credit) => (credit.year === null ? [] : [credit.year]));
  const years = dated.length ? ([dated[dated.length - 1]!, dated[0]!] as const) : null;
  const title = years ? `Credits in ties, ${years[0] === years[1] ? years[0] : `${years[0]}–${years[1]}`}` : "Credits in ties";
  let last: number | null | undefined;
  return section(
    title,
    some(
      sorted,
      12,
      (credit) => {
        const first = credit.year !== last;
        last = credit.year;
        const target = credit.place >= 0 ? toThing(shown, model.why!.occasions.thing[credit.place]!) : toOther(shown, node, -1 - credit.place);
        return h(
          "li",
          { class: "credit" },
          h("span", { class: "year" }, first ? (credit.year ?? "undated") : h("span", { class: "unseen" }, credit.year ?? "undated")),
          h("span", null, target, credit.disputed && [" ", disputedBadge()], credit.roles.size > 0 && h("span", { class: "note" }, name([...credit.roles].join(", ")))),
        );
      },
      "ol",
      "credit",
    ),
  );
}

function toOther(shown: Shown, node: number, edge: number): HTMLElement {
  return toEdge(shown, edge, name(shown.model.names.label(shown.model.other(edge, node)), 90));
}

function connections(shown: Shown, node: number, edges: number[]): Child {
  const { model, visible } = shown;
  if (!edges.length) return section("Ties", h("p", { class: "note" }, "None among what is shown."));
  return section(
    `Ties, ${count(edges.length)}`,
    some(
      edges,
      10,
      (edge) =>
        h(
          "li",
          { class: "line" },
          h("span", null, toOther(shown, node, edge), model.disputedEdges.has(edge) && [" ", disputedBadge()]),
          h("span", { class: "count", title: model.picture.page.projection?.weight ?? null }, count(visible.weights[edge]!)),
        ),
      "ul",
      "tie",
    ),
  );
}

function measures(model: Model, node: number): Child {
  const { measures: columns, measureNotes } = model.picture.nodes;
  const known = Object.entries(columns).filter(([, column]) => column[node] !== null && column[node] !== undefined);
  if (!known.length) return null;
  return section(
    "Measures",
    h(
      "dl",
      { class: "measures" },
      known.map(([measure, column]) => [
        h("dt", null, name(measure.replace(/[-_]/g, " ")), h("span", { class: "note" }, measureNotes[measure] ? name(measureNotes[measure]!, 300) : null)),
        h("dd", null, measured(column[node]!)),
      ]),
    ),
  );
}

function everyStatement(shown: Shown, thing: number): HTMLElement {
  const { model } = shown;
  const place = h("div", null);
  const open = wordButton("Read every statement and its places", () => {
    fill(
      place,
      whenRead(model, (words) => {
        const all = [...list(words.statementsOf, thing)];
        return all.length ? some(all, 10, (at) => statement(model, words, at), "div", "statement") : h("p", { class: "note" }, "No statement names it.");
      }),
    );
  });
  return h("section", null, h("h3", null, "Who says so"), open, place);
}

// -- an edge ----------------------------------------------------------------------------------------

function aboutEdge(shown: Shown, edge: number): Child[] {
  const { model, visible, sifted } = shown;
  const [from, to] = model.ends(edge);
  const projection = model.picture.page.projection;
  const standing = sifted ? model.tiesOf(edge, sifted.ties) : [];
  const gone = model.tiesOf(edge, null).length - standing.length;
  return [
    backToPath(shown),
    h("p", { class: "label kicker" }, "Tie", model.disputedEdges.has(edge) && [" ", disputedBadge()]),
    heading(toThing(shown, from), h("span", { class: "and" }, projection?.directed ? " → " : " & "), toThing(shown, to)),
    projection && h("p", { class: "meaning" }, name(projection.meaning, 300), h("span", { class: "note" }, `Weight ${count(visible.weights[edge]!)}: `, name(projection.weight, 200))),
    !model.why && h("p", { class: "note", role: "status" }, "Reading the reasons …"),
    standing.length > 0 && some(standing, 8, (tie) => reason(shown, tie), "div", "reason"),
    gone > 0 && h("p", { class: "note" }, `${counted(gone, "reason")} left out by the filters.`),
    model.why && alsoAboutBoth(shown, edge),
  ];
}

/** What a tie goes through, and every statement behind it. */
function reason(shown: Shown, tie: number): HTMLElement {
  const { model } = shown;
  const occasion = model.through(tie);
  const statements = model.statementsOf(tie);
  return h(
    "section",
    { class: "reason" },
    occasion >= 0 && h("h3", { class: "through" }, toThing(shown, model.why!.occasions.thing[occasion]!)),
    model.why!.ties.occasion[tie]! >= 0 && h("p", { class: "note" }, occasionWords(shown, model.why!.ties.occasion[tie]!)),
    whenRead(model, (words) => statements.map((at) => statement(model, words, at))),
  );
}

/** Brands, seasons and dates of what edges go through. */
function occasionWords(shown: Shown, occasion: number): Child[] {
  const { occasions } = shown.model.why!;
  const names = (things: number[]) => things.map((thing) => shown.model.names.of(thing)).join(", ");
  const days = span(occasions.from[occasion] ?? null, occasions.to[occasion] ?? null);
  const parts = [
    names(several(occasions.brands[occasion])),
    names(several(occasions.seasons[occasion])),
    days && (occasions.reported[occasion] ? `first reported ${reportedWords(shown.model, occasion)}` : days),
  ].filter(Boolean);
  return parts.map((part, at) => [at > 0 && " · ", name(part as string, 200)]);
}

/** The day of the first report, no more exact than the source that it is of gives it. */
function reportedWords(model: Model, occasion: number): string {
  const day = new Date(model.why!.occasions.from[occasion]! * 864e5).toISOString().slice(0, 10);
  const ties = [...list(model.why!.tiesOf, occasion)];
  const near = sourcesOf(model, new Set(ties.flatMap((tie) => model.statementsOf(tie))));
  // A source dated by a month stands under its first day. Where none of the ties' sources is it, another one is.
  const fits = (sources: readonly Source[]) => sources.map(({ date }) => date).filter((date) => date && `${date}-01-01`.slice(0, 10) === day);
  const dates = fits(near).length ? fits(near) : fits(model.why!.sources);
  return dateWords(dates.sort((one, two) => one!.length - two!.length)[0] ?? day);
}

/** Statements that name both ends and are no reason for the edge: judged wrong, or of another kind. */
function alsoAboutBoth(shown: Shown, edge: number): HTMLElement {
  const { model } = shown;
  const [from, to] = model.ends(edge);
  return whenRead(model, (words) => {
    const reasons = new Set(model.tiesOf(edge, null).flatMap((tie) => model.statementsOf(tie)));
    const ofTo = new Set(list(words.statementsOf, to));
    const both = [...list(words.statementsOf, from)].filter((at) => ofTo.has(at) && !reasons.has(at));
    return both.length ? section("Also said of both", some(both, 5, (at) => statement(model, words, at), "div", "statement")) : null;
  });
}

// -- what edges go through --------------------------------------------------------------------------

function aboutOccasion(shown: Shown, thing: number): Child[] {
  const { model, sifted } = shown;
  const occasion = model.occasionOf(thing);
  const ties = occasion < 0 ? [] : [...list(model.why!.tiesOf, occasion)].filter((tie) => sifted?.ties[tie]);
  const team = new Map<number, Set<string>>();
  const statements = new Set<number>();
  for (const tie of ties) {
    for (const end of model.ends(model.why!.ties.edge[tie]!)) {
      const known = team.get(end) ?? new Set<string>();
      for (const at of model.statementsOf(tie, end)) statements.add(at);
      for (const role of roleWords(model, model.statementsOf(tie, end))) known.add(role);
      team.set(end, known);
    }
  }
  const sources = model.why ? sourcesOf(model, statements) : [];
  return [
    backToPath(shown),
    kicker(shown, thing, [...statements].some((at) => model.why!.disputed.has(at))),
    heading(name(model.names.label(thing))),
    otherNames(model, thing),
    occasion >= 0 && h("p", { class: "meaning" }, occasionWords(shown, occasion)),
    team.size > 0 &&
      section(
        `Tied by it, ${count(team.size)}`,
        some([...team].sort(([one], [two]) => one - two), 20, ([node, known]) => h("li", { class: "line" }, h("span", null, toThing(shown, node), h("span", { class: "note" }, name([...known].join(", "))))), "ul", "name"),
      ),
    sources.length > 0 && section(`Sources, ${count(sources.length)}`, some(sources, 6, sourceLine, "ul", "source")),
    model.why && everyStatement(shown, thing),
  ];
}

// -- a way between two ------------------------------------------------------------------------------

function aboutPath(shown: Shown, ids: [string, string]): Child[] {
  const { model } = shown;
  const [one, two] = ids.map((id) => model.thing(id)) as [number, number];
  if (one < 0 || two < 0 || one >= model.nodes || two >= model.nodes) return unknown(ids[one < 0 ? 0 : 1]);
  const title = [name(model.names.label(one), 60), h("span", { class: "and" }, " to "), name(model.names.label(two), 60)];
  const turn = wordButton("Other way round", () => shown.go({ path: [ids[1], ids[0]] }));
  const leave = wordButton("Leave the path", () => shown.go({ path: null }));
  const top = [h("p", { class: "label kicker" }, "Shortest path"), heading(title)];
  const found = shown.path;
  if (!found) {
    const without = path(model.adjacent, one, two, null);
    const why = without
      ? `No path among what is shown. With all filters open and no focus there is one of ${counted(without.edges.length, "step")}.`
      : "Nothing on this page connects them, however open the filters.";
    return [top, h("p", { class: "meaning" }, why), h("p", { class: "turns" }, without && wordButton("Open all filters", () => shown.go({ filters: { ...shown.state.filters, kinds: [], groups: [], brands: [], seasons: [], sources: [], from: null, to: null, review: 0, weight: 0 }, focus: null })), leave)];
  }
  return [
    top,
    h("p", { class: "meaning" }, counted(found.edges.length, "step"), h("span", { class: "note" }, "Each step is a tie; of several shortest paths the first by address is told.")),
    h("ol", { class: "chain" }, found.nodes.map((node, at) => h("li", null, h("p", { class: "chain-name" }, toThing(shown, node)), at < found.edges.length && through(shown, found.edges[at]!)))),
    h("p", { class: "turns" }, turn, leave),
  ];
}

/** What a step goes through, with roles and sources. */
function through(shown: Shown, edge: number): HTMLElement {
  const { model, sifted } = shown;
  const ties = sifted ? model.tiesOf(edge, sifted.ties) : [];
  return h(
    "div",
    { class: "through" },
    some(
      ties,
      3,
      (tie) => {
        const occasion = model.through(tie);
        const statements = model.statementsOf(tie);
        const outlets = [...new Set(sourcesOf(model, statements).map((source) => source.outlet ?? source.label))];
        return h(
          "li",
          null,
          occasion >= 0 ? [toThing(shown, model.why!.occasions.thing[occasion]!), h("span", { class: "note" }, occasionWords(shown, occasion))] : name(roleWords(model, statements).join(", ") || "Tie"),
          outlets.length > 0 && h("span", { class: "note" }, "said by ", name(outlets.slice(0, 4).join(", "), 160), outlets.length > 4 && ` and ${counted(outlets.length - 4, "other")}`),
        );
      },
      "ul",
      "reason",
    ),
    toEdge(shown, edge, "Who says so", { class: "linked say" }),
  );
}
