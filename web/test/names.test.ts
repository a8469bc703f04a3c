import assert from "node:assert/strict";
import { test } from "node:test";
import { clip, fold, nearest, scriptLanguage, tame } from "../src/names.ts";
import { indexNames, search } from "../src/search.ts";
import { sample } from "./sample.ts";
import { HOSTILE, shownOf } from "./page.ts";

test("names are compared without case, accents, width and punctuation", () => {
  // Each of these is what `fold` of fashion_kg.names gives.
  const known: [string, string][] = [
    ["Émile  MUSTÉR", "emile muster"],
    ["Inez & Vinoodh", "inez and vinoodh"],
    ["Ｋａｔｅ", "kate"],
    ["D’Ora O'Neil", "dora oneil"],
    ["Straße", "strasse"],
    ["ΣΊΣΥΦΟΣ", "σισυφοσ"],
    ["Przykład-Ødegård", "przykład ødegard"],
    ["林小明", "林小明"],
    ["ガ", "ガ"],
    ["ﾊﾟﾘ・ハリ", "パリ ハリ"],
    ["カ゛ リ", "カ リ"],
    ["İstanbul", "istanbul"],
    ["ﬁne_art", "fine_art"],
    ["Jean-Paul (II)", "jean paul ii"],
    ["…", ""],
  ];
  for (const [text, folded] of known) assert.equal(fold(text), folded.normalize("NFKD"), text);
});

test("a name is found by prefix of any word, alias, accent and script", () => {
  const { model } = shownOf(sample());
  const find = (typed: string) => search(model.nameIndex, typed, model.picture.nodes.size, 50).map((found) => found.thing);
  assert.equal(find("小明")[0], 0);
  assert.equal(find("hsiao")[0], 0);
  assert.equal(find("xiao ming lin")[0], 0);
  assert.equal(find("愛達")[0], 8);
  assert.equal(find("mustér emile")[0], 9);
  assert.ok(find("la maison").includes(60), "a brand that is no node, by its French name");
  assert.deepEqual(find(""), []);
  assert.deepEqual(find("  ·· "), []);
  assert.deepEqual(find("nobody has this"), []);
});

test("whole names come first, then those that begin so, then words, then what is inside", () => {
  const page = sample(6, 3);
  const names = ["Anna", "Annabel Ro", "Joanna", "Mary Annable", "Ann", "Zoe"];
  names.forEach((name, at) => (page.picture.things.label[at] = name));
  page.reasons.labels = {};
  page.reasons.aliases = {};
  page.picture.nodes.size = [5, 9, 9, 9, 1, 1];
  const { model } = shownOf(page);
  const found = search(indexNames(page.picture, model.names), "ann", page.picture.nodes.size, 10, (thing) => thing < 6);
  assert.deepEqual(found.map(({ thing }) => names[thing]), ["Ann", "Annabel Ro", "Anna", "Mary Annable", "Joanna"]);
});

test("names are shown in the language chosen, else in a related one, else as they are", () => {
  const { model } = shownOf(sample());
  model.names.speak("zh-Hant");
  assert.equal(model.names.of(8), "愛達·範例");
  assert.equal(model.names.label(8).lang, "zh-Hant");
  model.names.speak("zh-Hans");
  assert.equal(model.names.of(8), "愛達·範例");
  model.names.speak("de");
  assert.equal(model.names.of(8), "Inès Muster");
  assert.equal(nearest(["en", "zh-Hant"], "zh-Hans"), "zh-Hant");
  assert.equal(nearest(["en", "fr"], "ko"), "en");
});

test("a name to show is short and cannot turn its surroundings around", () => {
  for (const hostile of HOSTILE) {
    const shown = clip(tame(hostile), 40);
    assert.ok(Array.from(shown).length <= 40);
    assert.doesNotMatch(shown, /[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/);
  }
  assert.equal(clip("👗👗👗👗", 3), "👗👗…");
  assert.equal(clip("short", 40), "short");
  assert.equal(scriptLanguage("Ada"), "");
  assert.equal(scriptLanguage("하나"), "ko");
  assert.equal(scriptLanguage("モード"), "ja");
});
