/** A text field that offers names as they are typed: the combobox with listbox of the WAI-ARIA practices. */
import { fill, h, name, type Child } from "./dom.ts";
import { fold, inWords, scriptLanguage } from "./names.ts";
import type { Model } from "./model.ts";
import { search, type Found } from "./search.ts";
import { glyph } from "./outlines.ts";

export interface ComboboxOptions {
  id: string;
  label: string;
  placeholder: string;
  model: Model;
  /** Which things are offered; all, without it. */
  among?: (thing: number) => boolean;
  choose(thing: number): void;
  before?: Child;
}

export interface Combobox {
  element: HTMLElement;
  input: HTMLInputElement;
}

export function combobox(options: ComboboxOptions): Combobox {
  const { id, label, model } = options;
  let found: Found[] = [];
  let active = -1;
  const input = h("input", {
    type: "search",
    id,
    role: "combobox",
    "aria-label": label,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    placeholder: options.placeholder,
    dir: "auto",
  });
  const box = h("ul", { id: `${id}-list`, role: "listbox", "aria-label": label, class: "offers", hidden: true });
  const empty = h("p", { class: "offers none", role: "status", hidden: true });

  const close = () => {
    found = [];
    active = -1;
    box.hidden = empty.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const point = (at: number) => {
    active = at;
    [...box.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", `${id}-${at}`);
      box.children[at]?.scrollIntoView({ block: "nearest" });
    }
  };
  const choose = (at: number) => {
    const chosen = found[at];
    if (!chosen) return;
    input.value = "";
    close();
    options.choose(chosen.thing);
  };
  const offer = () => {
    const typed = input.value.trim();
    found = model.why && typed ? search(model.nameIndex, typed, model.picture.nodes.size, 12, options.among) : [];
    if (!found.length) {
      const nothing = Boolean(typed) && fold(typed) !== "";
      close();
      empty.hidden = !nothing;
      empty.textContent = nothing ? (model.why ? "Nobody and nothing here has such a name." : "Names are still being read.") : "";
      return;
    }
    empty.hidden = true;
    fill(box, found.map((one, at) => row(model, one, `${id}-${at}`, () => choose(at))));
    box.hidden = false;
    input.setAttribute("aria-expanded", "true");
    point(0);
  };

  input.addEventListener("input", offer);
  input.addEventListener("focus", () => input.value && offer());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const many = found.length;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!many) return offer();
      point((active + (event.key === "ArrowDown" ? 1 : many - 1) + many) % many);
    } else if (event.key === "Enter" && many) choose(Math.max(active, 0));
    else if (event.key === "Escape" && (input.value || many)) {
      // The first Escape empties the field, a second one is the page's.
      input.value = "";
      close();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
  return { input, element: h("div", { class: "combobox" }, options.before, input, box, empty) };
}

function row(model: Model, found: Found, id: string, choose: () => void): HTMLElement {
  const label = model.names.label(found.thing);
  const kind = model.picture.kinds[model.picture.things.kind[found.thing]!];
  const also = found.name !== label.text && name({ text: found.name, lang: scriptLanguage(found.name) }, 60);
  // The field must keep the focus while an option is pressed, or the list is gone before the click.
  const press = (event: PointerEvent) => event.preventDefault();
  return h(
    "li",
    { id, role: "option", "aria-selected": "false", pointerdown: press, mousedown: (event: MouseEvent) => event.preventDefault(), click: choose },
    kind && glyph(kind, 14),
    h("span", { class: "offer-name" }, name(label, 60), also && h("span", { class: "quiet" }, " ", also)),
    h("span", { class: "count" }, kind && name(inWords(kind.label, model.names.language), 40)),
  );
}
