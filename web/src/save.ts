/** Files of what is visible: tables for a spreadsheet, a drawing, a network for Gephi. */
import type { Kind } from "./format.ts";
import type { Shown } from "./model.ts";
import { clip, tame } from "./names.ts";
import { outline } from "./outlines.ts";

/** Rows as a CSV file that a spreadsheet opens without running anything that stands in them. */
export function csv(rows: (string | number)[][]): string {
  const cell = (value: string | number) => {
    let text = String(value).replace(/\u0000/g, "");
    if (typeof value === "string" && /^[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@\t\r\n＝＋－＠]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  // The byte order mark tells spreadsheets that this is UTF-8.
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** A text as XML holds it: escaped, and without the characters that XML cannot hold at all. */
export function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&apos;");
}

function standing(some: Uint8Array): number[] {
  return Array.from(some.keys()).filter((at) => some[at]);
}

function kindOf({ model }: Shown, thing: number): Kind | undefined {
  return model.picture.kinds[model.picture.things.kind[thing]!];
}

/** The names of what edges go through, as far as it stands. */
function through({ model, sifted }: Shown, edge: number): string[] {
  if (!sifted || !model.why) return [];
  const occasions = model.tiesOf(edge, sifted.ties).map((tie) => model.through(tie));
  return occasions.filter((occasion) => occasion >= 0).map((occasion) => model.names.of(model.why!.occasions.thing[occasion]!));
}

export function tiesTable(shown: Shown): string {
  const { model, visible } = shown;
  const rows = standing(visible.edges).map((edge) => {
    const [from, to] = model.ends(edge);
    const disputed = model.disputedEdges.has(edge) ? "yes" : "no";
    return [model.id(from), model.names.of(from), model.id(to), model.names.of(to), visible.weights[edge]!, disputed, through(shown, edge).join(" | ")];
  });
  return csv([["from", "from name", "to", "to name", "weight", "disputed", "through"], ...rows]);
}

export function namesTable(shown: Shown): string {
  const { model, visible } = shown;
  const measures = Object.entries(model.picture.nodes.measures);
  const rows = standing(visible.nodes).map((node) => [
    model.id(node),
    model.names.of(node),
    kindOf(shown, node)?.label.en ?? "",
    model.edgesOf(node, visible).length,
    model.disputedNodes.has(node) ? "yes" : "no",
    ...measures.map(([, column]) => column[node] ?? ""),
  ]);
  return csv([["id", "name", "kind", "ties", "disputed", ...measures.map(([measure]) => measure)], ...rows]);
}

interface Positions {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** GEXF 1.3, for Gephi: with positions, sizes and colours. */
export function gexf(shown: Shown, positions: Positions): string {
  const { model, visible } = shown;
  const { page, nodes: columns } = model.picture;
  const node = (at: number) => {
    const kind = kindOf(shown, at);
    const [red, green, blue] = channels(kind?.light ?? "#000000");
    return (
      `<node id="${at}" label="${xml(model.names.of(at))}"><attvalues>` +
      `<attvalue for="id" value="${xml(model.id(at))}"/><attvalue for="kind" value="${xml(kind?.id ?? "")}"/>` +
      `<attvalue for="disputed" value="${model.disputedNodes.has(at)}"/></attvalues>` +
      `<viz:position x="${finite(positions.x[at])}" y="${finite(positions.y[at])}"/><viz:size value="${finite(columns.size[at])}"/>` +
      `<viz:color r="${red}" g="${green}" b="${blue}"/></node>`
    );
  };
  const edge = (at: number) => {
    const [from, to] = model.ends(at);
    return (
      `<edge id="${at}" source="${from}" target="${to}" weight="${visible.weights[at]}"><attvalues>` +
      `<attvalue for="through" value="${xml(through(shown, at).join(" | "))}"/>` +
      `<attvalue for="disputed" value="${model.disputedEdges.has(at)}"/></attvalues></edge>`
    );
  };
  const attribute = (id: string, type: string) => `<attribute id="${id}" title="${id}" type="${type}"/>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
    `<meta><creator>fashion-kg ${xml(page.program)}</creator><description>${xml(`${page.title.en}. ${page.summary}`)}</description></meta>`,
    `<graph defaultedgetype="${page.projection?.directed ? "directed" : "undirected"}" mode="static">`,
    `<attributes class="node">${attribute("id", "string")}${attribute("kind", "string")}${attribute("disputed", "boolean")}</attributes>`,
    `<attributes class="edge">${attribute("through", "string")}${attribute("disputed", "boolean")}</attributes>`,
    "<nodes>",
    ...standing(visible.nodes).map(node),
    "</nodes>",
    "<edges>",
    ...standing(visible.edges).map(edge),
    "</edges>",
    "</graph>",
    "</gexf>",
    "",
  ].join("\n");
}

function channels(colour: string): [number, number, number] {
  const value = /^#[0-9a-f]{6}$/i.test(colour) ? Number.parseInt(colour.slice(1), 16) : 0;
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? Math.round(value * 1000) / 1000 : 0;
}

/** Width and height of the drawing; names and legend have room in it. */
const WIDE = 1600;
const HIGH = 1200;
const MARGIN = 110;

/** The picture as SVG: what is visible, where it is now, with title, legend and what it says of itself. */
export function drawing(shown: Shown, positions: Positions, dark: boolean, words: string): string {
  const { model, visible } = shown;
  const { page, nodes: columns, kinds } = model.picture;
  const [ground, ink, quiet, line] = dark ? ["#141414", "#f1eee7", "#aea79b", "#5b564e"] : ["#faf9f6", "#161412", "#625c53", "#b9b2a6"];
  const nodes = standing(visible.nodes);
  const place = fitted(nodes, positions);
  const scale = place.scale;
  const size = (node: number) => Math.max(2.5, Math.min(26, finite(columns.size[node]) * Math.min(1.6, Math.max(0.5, scale))));
  const ties = standing(visible.edges).map((edge) => {
    const [from, to] = model.ends(edge);
    const dashed = model.disputedEdges.has(edge) ? ' stroke-dasharray="5 4"' : "";
    return `<line x1="${place.x(from)}" y1="${place.y(from)}" x2="${place.x(to)}" y2="${place.y(to)}" stroke-width="${Math.min(6, 0.6 + Math.sqrt(visible.weights[edge]!) * 0.5).toFixed(2)}"${dashed}/>`;
  });
  const colour = (kind: Kind | undefined) => (kind ? (dark ? kind.dark : kind.light) : ink).replace(/[^#0-9a-z]/gi, "");
  const shapes = nodes.map((node) => {
    const kind = kindOf(shown, node);
    return `<path d="${outline(kind?.shape ?? "circle", place.x(node), place.y(node), size(node))}" fill="${colour(kind)}"><title>${text(model.names.of(node), 200)}</title></path>`;
  });
  // Where there are many, only the largest have room for their names.
  const named = [...nodes].sort((one, two) => columns.size[two]! - columns.size[one]! || one - two).slice(0, 120);
  const names = named.map((node) => `<text x="${place.x(node)}" y="${(place.y(node) + size(node) + 13).toFixed(1)}" text-anchor="middle">${text(model.names.of(node), 40)}</text>`);
  const used = kinds.filter((kind) => nodes.some((node) => kindOf(shown, node) === kind));
  const legend = used.map((kind, at) => `<path d="${outline(kind.shape, MARGIN / 2 + at * 150, HIGH - 52, 7)}" fill="${colour(kind)}"/><text x="${MARGIN / 2 + 15 + at * 150}" y="${HIGH - 47}">${text(kind.plural.en, 24)}</text>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDE} ${HIGH}" width="${WIDE}" height="${HIGH}" font-family="system-ui, Helvetica, Arial, sans-serif" font-size="12">`,
    `<title>${text(page.title.en, 300)}</title><desc>${text(`${page.summary} ${words}`, 1000)}</desc>`,
    `<rect width="${WIDE}" height="${HIGH}" fill="${ground}"/>`,
    `<g stroke="${line}" fill="none">${ties.join("")}</g>`,
    `<g>${shapes.join("")}</g>`,
    `<g fill="${ink}" stroke="${ground}" stroke-width="3" paint-order="stroke">${names.join("")}</g>`,
    `<text x="${MARGIN / 2}" y="62" fill="${ink}" font-family="Didot, 'Bodoni 72', Georgia, serif" font-size="34">${text(page.title.en, 80)}</text>`,
    `<g fill="${ink}">${legend.join("")}</g>`,
    `<text x="${MARGIN / 2}" y="${HIGH - 20}" fill="${quiet}">${text(`${words}. fashion-kg ${page.program}, build ${page.build}, ${page.licence.label}`, 200)}</text>`,
    "</svg>",
    "",
  ].join("\n");
}

function text(words: string, most: number): string {
  return xml(clip(tame(words), most));
}

/** Positions within the margins of the drawing, with the proportions kept. */
function fitted(nodes: number[], positions: Positions) {
  const range = (column: ArrayLike<number>) => nodes.reduce(([low, high], node) => [Math.min(low, column[node]!), Math.max(high, column[node]!)], [Infinity, -Infinity]) as [number, number];
  const [left, right] = nodes.length ? range(positions.x) : [0, 1];
  const [top, bottom] = nodes.length ? range(positions.y) : [0, 1];
  const scale = Math.min((WIDE - 2 * MARGIN) / (right - left || 1), (HIGH - 2 * MARGIN - 40) / (bottom - top || 1));
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    scale,
    x: (node: number) => round(WIDE / 2 + (positions.x[node]! - (left + right) / 2) * scale),
    y: (node: number) => round(HIGH / 2 + (positions.y[node]! - (top + bottom) / 2) * scale),
  };
}

/** Hands a file to whoever looks at the page. */
export function download(file: string, content: Blob | string, type = ""): void {
  const blob = typeof content === "string" ? new Blob([content], { type: `${type};charset=utf-8` }) : content;
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = file;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
