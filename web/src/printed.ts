/** What paper adds to a picture: each tie with what it goes through and the sources that say so. */
import { counted, h, name, type Child } from "./dom.ts";
import { several } from "./lists.ts";
import type { Shown } from "./model.ts";
import { sourcesOf } from "./statements.ts";

/** How many ties are printed, the strongest: more are for the list and its file. */
const MOST = 400;

export function printed(shown: Shown): Child {
  const { model, visible } = shown;
  if (!model.why || !shown.sifted) return null;
  const edges = [...visible.edges.keys()].filter((edge) => visible.edges[edge]);
  edges.sort((one, two) => visible.weights[two]! - visible.weights[one]! || one - two);
  const left = edges.length - MOST;
  return [
    h("h2", null, "Ties, and who says so"),
    h("ol", null, edges.slice(0, MOST).map((edge) => line(shown, edge))),
    left > 0 && h("p", { class: "note" }, `${counted(left, "tie")} of less weight not printed.`),
  ];
}

function line(shown: Shown, edge: number): HTMLElement {
  const { model } = shown;
  const [from, to] = model.ends(edge);
  const ties = model.tiesOf(edge, shown.sifted!.ties);
  const statements = ties.flatMap((tie) => [...several(model.why!.ties.one[tie]), ...several(model.why!.ties.two[tie])]);
  const sign = model.picture.page.projection?.directed ? " → " : " – ";
  return h(
    "li",
    null,
    h("span", { class: "pair" }, name(model.names.label(from), 80), sign, name(model.names.label(to), 80)),
    h("span", null, sourcesOf(model, statements).map((source, at) => [at > 0 && "; ", name(source.label, 120)])),
  );
}
