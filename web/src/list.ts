/** The same content as a table, for keyboard and screen reader: what is visible, in pages, sorted as one likes. */
import { count, counted, fill, h, name, wordButton, type Child } from "./dom.ts";
import type { Shown } from "./model.ts";
import { inWords } from "./names.ts";
import { glyph } from "./outlines.ts";
import { disputedBadge, some } from "./statements.ts";

const PAGE = 50;

interface Column<T> {
  id: string;
  title: string;
  number?: boolean;
  /** What to sort by: a text or a number. */
  key(row: T): string | number;
  cell(row: T): Child;
  label?: boolean;
}

export interface List {
  element: HTMLElement;
  update(shown: Shown): void;
}

export function listView(): List {
  let of: "names" | "ties" = "names";
  let sort = { column: "ties", down: true };
  let page = 0;
  let shown: Shown | null = null;
  let last = "";
  const place = h("div", { class: "list-body" });
  const element = h("section", { class: "list", "aria-label": "List", hidden: true }, place);

  const draw = () => {
    if (!shown || element.hidden) return;
    const focused = focusMark(place);
    if (of === "names") drawTable(nodeRows(shown), nodeColumns(shown));
    else drawTable(edgeRows(shown), edgeColumns(shown));
    if (focused) place.querySelector<HTMLElement>(`[data-mark="${CSS.escape(focused)}"]`)?.focus();
  };
  const drawTable = (rows: number[], columns: Column<number>[]) => {
    const column = columns.find((one) => one.id === sort.column) ?? columns[0]!;
    const sorted = sortRows(rows, column, sort.down);
    const pages = Math.max(1, Math.ceil(sorted.length / PAGE));
    page = Math.min(page, pages - 1);
    const part = sorted.slice(page * PAGE, (page + 1) * PAGE);
    fill(place, tabs(), table(part, columns, column), sorted.length === 0 && h("p", { class: "meaning" }, "Nothing passes the filters."), pager(sorted.length, pages));
  };
  const tabs = () =>
    h(
      "div",
      { class: "list-tabs", role: "group", "aria-label": "What the list holds" },
      (["names", "ties"] as const).map((one) =>
        h("button", { type: "button", class: "plain", "aria-pressed": String(of === one), "data-mark": `of-${one}`, click: () => ((of = one), (page = 0), draw()) }, one === "names" ? "Names" : "Ties"),
      ),
    );
  const table = (rows: number[], columns: Column<number>[], by: Column<number>) =>
    h(
      "table",
      null,
      h("caption", { class: "unseen" }, of === "names" ? "Names with their ties" : "Ties with their weights"),
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          columns.map((column) => {
            const now = column === by ? (sort.down ? "descending" : "ascending") : null;
            const turn = () => {
              sort = { column: column.id, down: now ? !sort.down : Boolean(column.number) };
              page = 0;
              draw();
            };
            return h(
              "th",
              { scope: "col", class: column.number ? "number" : null, "aria-sort": now },
              h("button", { type: "button", class: "plain", "data-mark": `sort-${column.id}`, click: turn }, column.title, h("span", { "aria-hidden": "true" }, now ? (sort.down ? " ↓" : " ↑") : "")),
            );
          }),
        ),
      ),
      h("tbody", null, rows.map((row) => line(row, columns))),
    );
  const line = (row: number, columns: Column<number>[]) =>
    h(
      "tr",
      { class: isSelected(shown!, of, row) ? "selected" : null },
      columns.map((column) => (column.label ? h("th", { scope: "row" }, column.cell(row)) : h("td", { class: column.number ? "number" : null, "data-title": column.title }, column.cell(row)))),
    );
  const pager = (rows: number, pages: number) => {
    const turn = (to: number) => {
      page = to;
      draw();
      element.scrollTop = 0;
    };
    const first = page * PAGE + 1;
    return h(
      "nav",
      { class: "pager", "aria-label": "Pages of the list" },
      h("button", { type: "button", class: "plain", disabled: page === 0, "data-mark": "back", click: () => turn(page - 1) }, "Back"),
      h("span", { class: "count", role: "status" }, rows ? `${count(first)}–${count(Math.min(rows, first + PAGE - 1))} of ${count(rows)}` : "0"),
      h("button", { type: "button", class: "plain", disabled: page >= pages - 1, "data-mark": "on", click: () => turn(page + 1) }, "On"),
    );
  };

  return {
    element,
    update(now) {
      shown = now;
      const opened = element.hidden && now.state.tab === "list";
      element.hidden = now.state.tab !== "list";
      const what = JSON.stringify([now.state.filters, now.state.focus]);
      if (what !== last) page = 0;
      last = what;
      draw();
      if (opened) element.scrollTop = 0;
    },
  };
}

function focusMark(place: HTMLElement): string | null {
  const focused = document.activeElement;
  return focused && place.contains(focused) ? (focused as HTMLElement).dataset["mark"] ?? null : null;
}

function isSelected(shown: Shown, of: "names" | "ties", row: number): boolean {
  const { model, state } = shown;
  if (of === "names") return state.selected.length === 1 && state.selected[0] === model.id(row);
  const [from, to] = model.ends(row);
  return state.selected.length === 2 && state.selected[0] === model.id(from) && state.selected[1] === model.id(to);
}

/** The rows in the order of a column; equal ones stay in the order of their indexes. */
function sortRows(rows: number[], column: Column<number>, down: boolean): number[] {
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  const sign = down ? -1 : 1;
  return rows
    .map((row) => ({ row, key: column.key(row) }))
    .sort((one, two) => sign * (typeof one.key === "number" && typeof two.key === "number" ? one.key - two.key : compare(String(one.key), String(two.key))) || one.row - two.row)
    .map(({ row }) => row);
}

function standing(some: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = 0; at < some.length; at++) if (some[at]) found.push(at);
  return found;
}

function nodeRows({ visible }: Shown): number[] {
  return standing(visible.nodes);
}

function edgeRows({ visible }: Shown): number[] {
  return standing(visible.edges);
}

/** A button that selects, and keeps the focus when the list is drawn again. */
function select(shown: Shown, things: number[], words: Child, mark: string): HTMLElement {
  const ids = things.map((thing) => shown.model.id(thing)) as [string] | [string, string];
  return wordButton(words, () => shown.go({ selected: ids }), { "data-mark": mark });
}

function nodeColumns(shown: Shown): Column<number>[] {
  const { model, visible } = shown;
  const { picture, names } = model;
  const kindOf = (node: number) => picture.kinds[picture.things.kind[node]!];
  const degree = new Int32Array(model.nodes);
  const weight = new Float64Array(model.nodes);
  for (let edge = 0; edge < model.edges; edge++) {
    if (!visible.edges[edge]) continue;
    for (const end of model.ends(edge)) {
      degree[end]!++;
      weight[end]! += visible.weights[edge]!;
    }
  }
  return [
    {
      id: "name",
      title: "Name",
      label: true,
      key: (node) => names.of(node).slice(0, 80),
      cell: (node) => [select(shown, [node], name(names.label(node), 80), `node-${node}`), model.disputedNodes.has(node) && [" ", disputedBadge()]],
    },
    {
      id: "kind",
      title: "Kind",
      key: (node) => kindOf(node)?.label.en ?? "",
      cell: (node) => h("span", { class: "kind-cell" }, kindOf(node) && glyph(kindOf(node)!, 13), kindOf(node) && name(inWords(kindOf(node)!.label, names.language), 40)),
    },
    { id: "ties", title: "Ties", number: true, key: (node) => degree[node]!, cell: (node) => count(degree[node]!) },
    { id: "weight", title: "Weight", number: true, key: (node) => weight[node]!, cell: (node) => count(weight[node]!) },
    { id: "with", title: "Tied to", key: (node) => degree[node]!, cell: (node) => neighbours(shown, node) },
  ];
}

function neighbours(shown: Shown, node: number): HTMLElement {
  const { model, visible } = shown;
  return some(
    model.edgesOf(node, visible),
    4,
    (edge) => {
      const other = model.other(edge, node);
      return h("li", null, select(shown, model.ends(edge), name(model.names.label(other), 60), `tie-${node}-${edge}`), h("span", { class: "count" }, " ", count(visible.weights[edge]!)));
    },
  );
}

function edgeColumns(shown: Shown): Column<number>[] {
  const { model, visible } = shown;
  const { names } = model;
  const end = (edge: number, which: 0 | 1) => model.ends(edge)[which];
  const through = (edge: number) => {
    if (!shown.sifted) return [];
    const things = model.tiesOf(edge, shown.sifted.ties).map((tie) => model.through(tie)).filter((occasion) => occasion >= 0);
    return things.map((occasion) => names.of(model.why!.occasions.thing[occasion]!));
  };
  return [
    { id: "name", title: "From", label: true, key: (edge) => names.of(end(edge, 0)).slice(0, 80), cell: (edge) => select(shown, [end(edge, 0)], name(names.label(end(edge, 0)), 80), `from-${edge}`) },
    { id: "to", title: "To", key: (edge) => names.of(end(edge, 1)).slice(0, 80), cell: (edge) => select(shown, [end(edge, 1)], name(names.label(end(edge, 1)), 80), `to-${edge}`) },
    { id: "ties", title: "Weight", number: true, key: (edge) => visible.weights[edge]!, cell: (edge) => count(visible.weights[edge]!) },
    {
      id: "through",
      title: "Through",
      key: (edge) => visible.weights[edge]!,
      cell: (edge) => {
        const all = through(edge);
        const few = all.slice(0, 3).join(", ") + (all.length > 3 ? ` and ${counted(all.length - 3, "other")}` : "");
        return [few && [name(few, 240), " "], select(shown, model.ends(edge), "Who says so", `edge-${edge}`), model.disputedEdges.has(edge) && [" ", disputedBadge()]];
      },
    },
  ];
}

