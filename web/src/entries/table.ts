/** A table: sorted by a click on a heading, filtered by what is typed. */
import type { Cell, TableContent } from "../content.ts";
import { h, name, type Child } from "../dom.ts";
import { open, type Sheet } from "../sheet.ts";
import { cellText, folded, holds, sorted } from "../sorting.ts";

type Table = Sheet<TableContent>;

/** Rows in the page at a time: the rest waits for a click, so that twenty thousand open as fast as twenty. */
const AT_ONCE = 500;

let texts: string[] = [];
let textsIn = "";
let most = AT_ONCE;
let typing = 0;

open<TableContent>({ label: "Table", own: ["q", "sort"], tools, draw, table });

function order(sheet: Table): [number, boolean] {
  const [column, way] = (sheet.own["sort"] ?? "").split("~");
  return [sheet.content.columns.findIndex(({ name }) => name === column), way === "down"];
}

/** Every name of what a cell holds, so that a row is found in each language. */
function allTexts(sheet: Table, cell: Cell): string[] {
  const things = cell !== null && typeof cell === "object" && "thing" in cell ? [cell.thing] : [];
  const others = things.flatMap((thing) => [...sheet.names.all(thing).map(([, text]) => text), ...sheet.names.others(thing)]);
  return [cellText(cell, (thing) => sheet.names.of(thing)), ...others];
}

/** The places of the rows that are visible, in order. */
function visible(sheet: Table): number[] {
  const { rows } = sheet.content;
  if (textsIn !== sheet.names.language) {
    texts = folded(rows, (cell) => allTexts(sheet, cell));
    textsIn = sheet.names.language;
  }
  const typed = sheet.own["q"] ?? "";
  return sorted(rows, ...order(sheet), (thing) => sheet.names.of(thing)).filter((place) => holds(texts[place] ?? "", typed));
}

function tools(sheet: Table): Child[] {
  const box = h("input", {
    type: "search",
    value: sheet.own["q"] ?? "",
    placeholder: "Find in the rows",
    "aria-label": "Find in the rows",
    "data-keep": "q",
    spellcheck: "false",
    input: () => {
      clearTimeout(typing);
      typing = window.setTimeout(() => {
        most = AT_ONCE;
        sheet.change({}, { q: box.value });
      }, 120);
    },
  });
  return [box];
}

function draw(sheet: Table): void {
  const { content, place } = sheet;
  const places = visible(sheet);
  sheet.count(`${places.length} of ${content.rows.length} rows`);
  const asked = content.parameters.length
    ? h(
        "p",
        { class: "asked" },
        ...content.parameters.flatMap((given) => [h("span", { class: "label" }, given.name), " ", name(given.label || given.value), " "]),
      )
    : null;
  const body = h("tbody", null);
  const grow = () => {
    for (const at of places.slice(body.childElementCount, most)) body.append(row(sheet, content.rows[at] ?? []));
    more.hidden = body.childElementCount >= places.length;
  };
  const more = h("button", { type: "button", class: "linked more", click: () => { most += AT_ONCE; grow(); } }, "Show more rows");
  grow();
  const found = h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Rows" },
    h("table", null, h("thead", null, h("tr", null, ...content.columns.map((_, at) => heading(sheet, at)))), body),
  );
  place.replaceChildren(...[asked, found, places.length ? null : h("p", { class: "nothing" }, "No row has this. Type less."), more, meanings(content)].filter((child) => child !== null));
}

function heading(sheet: Table, at: number): HTMLElement {
  const column = sheet.content.columns[at];
  const [sortedBy, down] = order(sheet);
  if (!column) return h("th", null);
  const now = sortedBy === at ? (down ? "descending" : "ascending") : null;
  const next = now === null ? `${column.name}~up` : now === "ascending" ? `${column.name}~down` : "";
  return h(
    "th",
    { scope: "col", "aria-sort": now, class: column.form === "number" ? "number" : null },
    h(
      "button",
      { type: "button", "data-keep": `sort ${column.name}`, title: column.meaning || null, click: () => sheet.change({}, { sort: next }) },
      column.label,
      h("span", { "aria-hidden": "true", class: "way" }, now === null ? "" : down ? " ↓" : " ↑"),
    ),
  );
}

function row(sheet: Table, cells: Cell[]): HTMLElement {
  return h(
    "tr",
    null,
    ...cells.map((cell, at) => h("td", { class: sheet.content.columns[at]?.form === "number" ? "number" : null }, shown(sheet, cell))),
  );
}

function shown(sheet: Table, cell: Cell): Child {
  if (cell === null) return null;
  if (typeof cell === "number") return cell;
  if (typeof cell === "string") return name(cell, 400);
  if (Array.isArray(cell)) {
    if (cell.length < 3) return cell.map((text, at) => [at ? "; " : "", name(text)]);
    return h("details", { class: "several" }, h("summary", null, `${cell.length} values`), h("ul", null, ...cell.map((text) => h("li", null, name(text)))));
  }
  if ("statement" in cell) {
    return h("button", { type: "button", class: "linked", click: () => sheet.why(cell.text, [cell.statement]) }, "who says so");
  }
  const path = sheet.content.things.id[cell.thing] ?? "";
  const address = /^https?:/.test(path) ? path : `https://w3id.org/fashion-kg/${path}`;
  return h("a", { href: address, title: path, rel: "noreferrer" }, name(sheet.names.label(cell.thing)));
}

function meanings(content: TableContent): HTMLElement | null {
  const told = content.columns.filter(({ meaning }) => meaning);
  if (!told.length) return null;
  return h(
    "section",
    { class: "meanings" },
    h("h2", { class: "label" }, "Columns"),
    h("dl", null, ...told.flatMap(({ label, meaning }) => [h("dt", null, label), h("dd", null, meaning)])),
  );
}

/** The visible rows; a thing is its address and, in a column of its own, its name. */
function table(sheet: Table): (string | number)[][] {
  const { columns, rows, things } = sheet.content;
  const texts = (cell: Cell, at: number): (string | number)[] => {
    const text = cellText(cell, (thing) => sheet.names.of(thing));
    if (columns[at]?.form !== "thing") return [typeof cell === "number" ? cell : text];
    const path = cell !== null && typeof cell === "object" && "thing" in cell ? (things.id[cell.thing] ?? "") : "";
    return [path.replace(/^(?!https?:|$)/, "https://w3id.org/fashion-kg/"), text];
  };
  const heads = columns.flatMap(({ name, form }) => (form === "thing" ? [name, `${name}Label`] : [name]));
  return [heads, ...visible(sheet).map((at) => (rows[at] ?? []).flatMap(texts))];
}
