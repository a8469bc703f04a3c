/** The legend: shapes as well as colours, and a filter by kind at the same time. */
import { count, fill, h, name } from "./dom.ts";
import type { Model, Shown } from "./model.ts";
import { inWords } from "./names.ts";
import { glyph } from "./outlines.ts";

export interface Legend {
  element: HTMLElement;
  update(shown: Shown): void;
}

/** How each view draws the direction of an edge. */
const DIRECTION: Record<string, string> = {
  relationships: "An arrow shows which way it reads.",
  explorer: "It fades towards where it leads.",
};

/** What a thick line says: "The thicker a line, the more campaigns." */
function weightWords(weight: string): string {
  const counted = /^number of (.+)$/.exec(weight);
  return counted ? `The thicker a line, the more ${counted[1]}.` : `The thicker a line, the greater its weight, the ${weight}.`;
}

export function legend(model: Model, toggle: (kind: string) => void): Legend {
  const kinds = model.picture.kinds;
  const inAll = new Int32Array(kinds.length);
  for (let node = 0; node < model.nodes; node++) inAll[model.picture.things.kind[node]!]!++;
  const rows = kinds.map((kind, at) => {
    const words = h("span", null);
    const number = h("span", { class: "count" });
    const button = h("button", { type: "button", class: "kind", "aria-pressed": "true", click: () => toggle(kind.id) }, glyph(kind, 15), words, number);
    return { kind, words, number, button, useful: inAll[at]! > 0 };
  });
  const { projection, view } = model.picture.page;
  const { weight, directed } = projection ?? {};
  const element = h(
    "div",
    { class: "legend", role: "group", "aria-label": "Legend: press a kind to hide or show it" },
    rows.filter((row) => row.useful).map((row) => row.button),
    weight && h("p", { class: "note" }, name(`${weightWords(weight)}${directed ? ` ${DIRECTION[view] ?? ""}` : ""}`, 300)),
  );
  return {
    element,
    update({ state, sifted }) {
      rows.forEach((row, at) => {
        fill(row.words, name(inWords(row.kind.plural, state.language), 40));
        row.number.textContent = count(sifted ? sifted.counts.kinds[at]! : inAll[at]!);
        row.button.setAttribute("aria-pressed", String(!state.filters.kinds.includes(row.kind.id)));
      });
    },
  };
}
