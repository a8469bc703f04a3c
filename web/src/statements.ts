/** Who says so: statements with their standing, and the places where sources make them. */
import type { Source } from "./format.ts";
import { count, counted, fill, h, name, wordButton, type Child } from "./dom.ts";
import { dateWords } from "./dates.ts";
import { list, several } from "./lists.ts";
import type { Model, Words } from "./model.ts";
import { scriptLanguage } from "./names.ts";

const REVIEW = ["proposed", "unreviewed", "accepted"];

export function badge(words: string, kind = "", title = ""): HTMLElement {
  return h("span", { class: `badge ${kind}`, title: title || null }, words);
}

export function disputedBadge(): HTMLElement {
  return badge("disputed", "disputed", "Sources disagree about this");
}

/** An address that is safe to lead to, or null: only the web's own two kinds. */
export function webAddress(url: string | null): string | null {
  if (!url) return null;
  try {
    const { protocol, href } = new URL(url);
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch {
    return null;
  }
}

export function link(url: string | null, words: Child): Child {
  const safe = webAddress(url);
  return safe ? h("a", { href: safe, rel: "noopener noreferrer", target: "_blank" }, words) : null;
}

/** A source in one line: outlet, title, date, link. */
export function sourceLine(source: Source): HTMLElement {
  const title = source.title ?? source.label;
  return h(
    "li",
    { class: "source" },
    h("span", { class: "source-title" }, link(source.url, name({ text: title, lang: source.language }, 140)) ?? name({ text: title, lang: source.language }, 140)),
    h("span", { class: "note" }, source.outlet && [name(source.outlet, 60), source.date ? ", " : ""], source.date && name(dateWords(source.date), 40), !source.outlet && !source.date && name(source.kind, 60), source.review === 0 && " · proposed"),
  );
}

/** Shows the first of many and, on request, the next. */
export function some<T>(items: T[], first: number, make: (item: T) => HTMLElement, tag: "ul" | "ol" | "div" = "ul", noun = ""): HTMLElement {
  const place = h(tag, { class: "some" }, items.slice(0, first).map(make));
  if (items.length <= first) return place;
  let shown = first;
  const box = h("div", null, place);
  const more: HTMLButtonElement = wordButton("", () => {
    const next = items.slice(shown, shown + 50).map(make);
    place.append(...next);
    shown += next.length;
    if (shown >= items.length) more.remove();
    else label();
    next[0]?.querySelector<HTMLElement>("button, a")?.focus();
  });
  const label = () => fill(more, noun ? counted(items.length - shown, `more ${noun}`) : `${count(items.length - shown)} more`);
  label();
  more.classList.add("more");
  box.append(more);
  return box;
}

/** The badges of a statement: only what is out of the ordinary, and whether a person has looked at it. */
function standing(words: Words, statement: number): Child {
  const { rank, reason, review } = words.statements;
  const at = rank[statement]!;
  const why = reason[statement] ?? "";
  return [
    words.disputed.has(statement) && [disputedBadge(), " "],
    at !== "normal" && [badge(at, at), " "],
    badge(REVIEW[review[statement]!] ?? "unreviewed", "review"),
    why && h("span", { class: "note" }, name(why, 400)),
  ];
}

/** A statement with all its places. */
export function statement(model: Model, words: Words, at: number): HTMLElement {
  const sentence = words.statements.sentence[at] ?? "";
  const places = [...list(words.placesOf, at)];
  return h(
    "article",
    { class: "statement" },
    h("p", { class: "sentence" }, name(sentence, 600)),
    h("p", { class: "standing" }, standing(words, at)),
    places.length ? some(places, 6, (place) => quoted(model, words, place), "div", "place") : h("p", { class: "note" }, "No place in a source is given."),
  );
}

function quoted(model: Model, words: Words, place: number): HTMLElement {
  const { places } = words;
  const source = model.why!.sources[places.source[place]!];
  const phrase = places.phrase[place] ?? "";
  const paragraph = places.paragraph[place] ?? -1;
  const column = places.column[place] ?? "";
  const printed = places.creditText[place] ?? "";
  const dated = places.dateText[place] ?? "";
  const lang = source?.language || scriptLanguage(phrase) || null;
  const where: Child[] = [
    source?.outlet && name(source.outlet, 80),
    source?.date && name(dateWords(source.date), 40),
    places.part[place] && name(places.part[place]!, 60),
    column ? ["row ", String(paragraph), ", column ", name(column, 60)] : paragraph >= 0 && `paragraph ${paragraph}`,
    printed && ["printed ", name(printed, 120)],
    dated && ["dated ", name(dated, 120)],
  ].filter(Boolean);
  const title = source?.title ?? source?.label ?? "";
  return h(
    "figure",
    { class: "place" },
    phrase && h("blockquote", { lang, dir: "auto" }, quote(name({ text: phrase, lang: lang ?? "" }, 500), phrase)),
    h(
      "figcaption",
      null,
      where.map((part, at) => [part, at < where.length - 1 && " · "]),
      source && h("span", { class: "where" }, link(source.url, name({ text: title, lang: source.language }, 140)) ?? name({ text: title, lang: source.language }, 140)),
    ),
  );
}

/** A phrase between quotation marks, unless it has some of its own. */
function quote(shown: HTMLElement, phrase: string): Child {
  return /["“”„«»「」『』]/.test(phrase) ? shown : ["“", shown, "”"];
}

/** Room for statements, filled as soon as the evidence is read. */
export function whenRead(model: Model, make: (words: Words) => Child): HTMLElement {
  const place = h("div", { class: "when-read" });
  const put = (words: Words | null) =>
    fill(place, words ? make(words) : h("p", { class: "note" }, "This page was made without the words of its sources."));
  if (model.words) put(model.words);
  else {
    fill(place, h("p", { class: "note", role: "status" }, "Reading the sources …"));
    model.evidence().then(put, (error: Error) => fill(place, h("p", { class: "note" }, error.message)));
  }
  return place;
}

/** All sources that some statements have. */
export function sourcesOf(model: Model, statements: Iterable<number>): Source[] {
  const found = new Set<number>();
  for (const at of statements) for (const source of several(model.why!.statements.sources[at])) found.add(source);
  return [...found].map((source) => model.why!.sources[source]!).sort((one, two) => (two.date ?? "").localeCompare(one.date ?? "") || one.id.localeCompare(two.id));
}
