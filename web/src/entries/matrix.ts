/** A matrix: rows against columns, a number in each cell where they meet; pressed, it says who says so. */
import type { MatrixContent } from "../content.ts";
import { counted, h, name, type Child } from "../dom.ts";
import { isOpen } from "../filters.ts";
import { choice, open, type Sheet } from "../sheet.ts";
import { heaviest, ordered, shade, sums, weighed, type Order, type Weighed } from "../weights.ts";

type Matrix = Sheet<MatrixContent>;

const ORDERS: readonly (readonly [Order, string])[] = [
  ["weight", "by weight"],
  ["similar", "alike together"],
  ["name", "by name"],
];

open<MatrixContent>({ label: "Matrix", own: ["order"], tools, draw, table });

interface Shown {
  rows: number[];
  columns: number[];
  rowSums: Map<number, number>;
  columnSums: Map<number, number>;
  cells: Map<string, Weighed>;
  heaviest: number;
}

function visible(sheet: Matrix): Shown {
  const { content, state } = sheet;
  const found = weighed(content.cells, sheet.passes, state.filters.weight);
  const [rowSums, columnSums] = [sums(found, "row"), sums(found, "column")];
  const order = ORDERS.find(([key]) => key === sheet.own["order"])?.[0] ?? "weight";
  // Seasons read in time, which is the order that they come in.
  const of = (timed: boolean): Order => (timed && order === "weight" ? "name" : order);
  return {
    rows: ordered(content.rows.length, rowSums, of(content.timed.rows), content.similar.rows),
    columns: ordered(content.columns.length, columnSums, of(content.timed.columns), content.similar.columns),
    rowSums,
    columnSums,
    cells: new Map(found.map((cell) => [`${cell.row} ${cell.column}`, cell])),
    heaviest: heaviest(found),
  };
}

/** How much is shown of how much there is; what was cut before was cut whatever the filters of the page are. */
function counts({ rows, columns, whole }: MatrixContent, shown: Shown, filtered: boolean): string {
  const of = (some: number, all: number, one: string) => (some === all ? counted(all, one) : `${some} of ${counted(all, one)}`);
  const now = `${of(shown.rows.length, whole.rows, "row")}, ${of(shown.columns.length, whole.columns, "column")}`;
  const cut = rows.length < whole.rows || columns.length < whole.columns;
  const heaviest = filtered
    ? `: what passes among the heaviest ${rows.length} and ${columns.length}; to filter before the cut, use the command's options, such as --reviewed-only`
    : ": the heaviest";
  return `${now}${cut ? heaviest : ""}; ${counted(shown.cells.size, "cell")}`;
}

function tools(sheet: Matrix): Child[] {
  const { content, state } = sheet;
  const most = heaviest(content.cells);
  const least: [string, string][] = Array.from({ length: Math.min(most, 10) }, (_, at) => [String(at + 1), at ? `${at + 1} or more` : "any"]);
  return [
    choice("Order", "order", sheet.own["order"] || "weight", ORDERS, (order) => sheet.change({}, { order: order === "weight" ? "" : order })),
    most > 1 &&
      choice("Weight", "weight", String(Math.max(1, state.filters.weight)), least, (weight) =>
        sheet.change({ filters: { ...state.filters, weight: Number(weight) } }),
      ),
  ];
}

function draw(sheet: Matrix): void {
  const { content, place } = sheet;
  const shown = visible(sheet);
  const { rows, columns } = shown;
  sheet.count(counts(content, shown, !isOpen(sheet.state.filters)));
  if (!rows.length) {
    place.replaceChildren(h("p", { class: "nothing" }, "Nothing passes the filters. Reset them to see everything."));
    return;
  }
  const head = h(
    "tr",
    null,
    h("th", { class: "corner", scope: "col" }, h("span", { class: "across" }, `${content.heads.columns} `, h("span", { "aria-hidden": "true" }, "→")), h("span", null, `${content.heads.rows} `, h("span", { "aria-hidden": "true" }, "↓"))),
    columns.map((column) => h("th", { scope: "col", class: "above" }, h("span", null, thingName(sheet, content.columns[column])), sum(shown.columnSums.get(column)))),
  );
  const body = rows.map((row) =>
    h("tr", null, h("th", { scope: "row" }, thingName(sheet, content.rows[row]), sum(shown.rowSums.get(row))), columns.map((column) => cell(sheet, shown, row, column))),
  );
  const table = h("table", null, h("caption", { class: "unseen" }, `${content.heads.rows} in rows, ${content.heads.columns} in columns. A cell holds the ${content.weighs}.`), h("thead", null, head), h("tbody", null, body));
  const region = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Matrix", keydown: (event: KeyboardEvent) => step(region, event) }, table);
  place.replaceChildren(region, h("p", { class: "note" }, `A number is the ${content.weighs}; the smaller ones beside names are their sums. An empty cell says that no source here ties the two, not that nothing does.`));
}

function thingName(sheet: Matrix, thing: number | undefined): HTMLElement {
  return name(sheet.names.label(thing ?? -1), 60);
}

function sum(weight: number | undefined): HTMLElement {
  return h("span", { class: "count" }, String(weight ?? 0));
}

function cell(sheet: Matrix, shown: Shown, row: number, column: number): HTMLElement {
  const found = shown.cells.get(`${row} ${column}`);
  if (!found) return h("td", null);
  const { content, names, reasons } = sheet;
  const title = `${names.of(content.rows[row] ?? -1)} and ${names.of(content.columns[column] ?? -1)}`;
  const statements = [...new Set(found.ties.flatMap((tie) => tie.statements))];
  const disputed = statements.some((at) => reasons.statements.disputed.includes(at));
  return h(
    "td",
    null,
    h(
      "button",
      {
        type: "button",
        class: `shade-${shade(found.ties.length, shown.heaviest)}${disputed ? " disputed" : ""}`,
        "data-keep": `cell ${row} ${column}`,
        "aria-label": `${title}: ${found.ties.length}${disputed ? ", disputed" : ""}. Who says so?`,
        click: () => sheet.why(title, statements),
      },
      String(found.ties.length),
    ),
  );
}

/** Arrow keys go from cell to cell, past the empty ones. */
function step(region: HTMLElement, event: KeyboardEvent): void {
  const now = document.activeElement;
  const cell = now?.closest("td");
  if (!cell || !event.key.startsWith("Arrow")) return;
  const rows = [...region.querySelectorAll("tbody tr")];
  let [at, column] = [rows.indexOf(cell.parentElement as HTMLTableRowElement), cell.cellIndex];
  const [down, right] = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key] ?? [0, 0];
  for (;;) {
    [at, column] = [at + (down ?? 0), column + (right ?? 0)];
    const row = rows[at] as HTMLTableRowElement | undefined;
    const next = column > 0 ? row?.cells[column] : undefined;
    if (!next) return;
    const button = next.querySelector("button");
    if (!button) continue;
    event.preventDefault();
    button.focus();
    return;
  }
}

function table(sheet: Matrix): string[][] {
  const { content, names } = sheet;
  const { rows, columns, cells } = visible(sheet);
  return [
    [`${content.heads.rows} × ${content.heads.columns}`, ...columns.map((column) => names.of(content.columns[column] ?? -1))],
    ...rows.map((row) => [
      names.of(content.rows[row] ?? -1),
      ...columns.map((column) => String(cells.get(`${row} ${column}`)?.ties.length ?? 0)),
    ]),
  ];
}
