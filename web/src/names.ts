/** Names of things: in the language asked for, for comparing, and for showing. */
import type { Picture, Reasons, Words } from "./format.ts";

/** A text as names are compared, like `fold` in Python: no case, accents, width or punctuation between words. */
export function fold(text: string): string {
  const plain = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/ς/g, "σ")
    .replace(/(?![\u3099\u309a])[\p{M}'’]/gu, "") // The marks that make ガ of カ and パ of ハ are no accents.
    .replace(/&/g, " and ");
  return (plain.match(/(?:[\p{L}\p{N}_][\u3099\u309a]*)+/gu) ?? []).join(" ");
}

/** At most so many characters; what is cut off is marked. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = Array.from(text.slice(0, 2 * most + 2));
  return characters.length <= most ? characters.join("") : `${characters.slice(0, most - 1).join("").trimEnd()}…`;
}

/** A text without what would change the order or the look of its surroundings: controls and bidi marks. */
export function tame(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, " ").replace(/ {2,}/g, " ");
}

/** The language that a text is written in as far as its letters tell, for fonts and screen readers; "" if they do not. */
export function scriptLanguage(text: string): string {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return "ja";
  if (/\p{Script=Hangul}/u.test(text)) return "ko";
  if (/\p{Script=Han}/u.test(text)) return "zh";
  if (/\p{Script=Arabic}/u.test(text)) return "ar";
  if (/\p{Script=Hebrew}/u.test(text)) return "he";
  return /\p{Script=Cyrillic}/u.test(text) ? "ru" : "";
}

/** The words in a language, else in a related one, else in English. */
export function inWords(words: Words, language: string): string {
  return words[language] ?? words[nearest(Object.keys(words), language)] ?? words.en;
}

/** The tag among some that serves a language best: the same, else one with the same first part, else "en". */
export function nearest(tags: string[], language: string): string {
  if (tags.includes(language)) return language;
  const first = language.split("-")[0];
  return tags.find((tag) => tag.split("-")[0] === first) ?? "en";
}

/** What a language is called in English; its tag where nobody knows. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** What a language calls itself, for choosing it. */
export function ownName(tag: string): string {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** A name to show: its text, and the language for fonts and screen readers. */
export interface Label {
  text: string;
  lang: string;
}

/** Names of all things of a page, in the language chosen. */
export class Names {
  private labels: Record<string, Record<string, string>> = {};
  private aliases: Record<string, string[]> = {};
  private chain: Record<string, string>[] = [];

  constructor(
    private readonly picture: Picture,
    public language: string,
  ) {}

  learn(reasons: Reasons): void {
    this.labels = reasons.labels;
    this.aliases = reasons.aliases;
    this.speak(this.language);
  }

  speak(language: string): void {
    this.language = language;
    const first = language.split("-")[0];
    const related = Object.keys(this.labels).filter((tag) => tag !== language && tag.split("-")[0] === first);
    this.chain =
      language === "en" ? [] : [language, ...related].flatMap((tag) => (this.labels[tag] ? [this.labels[tag]] : []));
  }

  /** The name of a thing, by its index. */
  of(thing: number): string {
    for (const known of this.chain) {
      const name = known[thing];
      if (name !== undefined) return name;
    }
    return this.picture.things.label[thing] ?? "";
  }

  label(thing: number): Label {
    const text = this.of(thing);
    const script = scriptLanguage(text);
    const own = script && this.language.split("-")[0] === script ? this.language : script;
    return { text, lang: own };
  }

  /** The names in all languages, the default first (under ""), by language tag. */
  all(thing: number): [string, string][] {
    const found: [string, string][] = [["", this.picture.things.label[thing] ?? ""]];
    for (const tag of Object.keys(this.labels).sort()) {
      const name = this.labels[tag]?.[thing];
      if (name !== undefined) found.push([tag, name]);
    }
    return found;
  }

  /** Other names, misspellings, names as printed. */
  others(thing: number): string[] {
    return this.aliases[thing] ?? [];
  }

  /** The names of all nodes, for the canvas: tame and of a length that can be drawn. */
  drawn(): string[] {
    return this.picture.nodes.x.map((_, node) => clip(tame(this.of(node)), 48));
  }
}
