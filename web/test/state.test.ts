import assert from "node:assert/strict";
import { test } from "node:test";
import { OPEN } from "../src/filters.ts";
import { fresh, History, read, written, type State } from "../src/state.ts";
import { HOSTILE } from "./page.ts";

const usual = fresh("en");

test("a state survives its address", () => {
  const state: State = {
    filters: { kinds: ["Brand"], groups: ["styling", "image"], brands: ["brand/b-0"], seasons: ["season/s-1"], sources: ["source/x"], from: 2018, to: 2024, review: 2, weight: 3 },
    selected: ["person/ada", "https://example.org/other#part"],
    focus: { id: "person/ada", steps: 2 },
    path: ["person/ada", "person/bo"],
    language: "zh-Hant",
    theme: "dark",
    motion: "off",
    keys: false,
    tab: "list",
    camera: { x: -12.5, y: 1234, zoom: 0.0125 },
  };
  const address = written(state, usual);
  assert.deepEqual(read(`#${address}`, usual), state);
  assert.match(address, /on=person\/ada~https:\/\/example\.org\/other%23part&around=person\/ada~2/);
});

test("a usual state needs no words", () => {
  assert.equal(written(usual, usual), "");
  assert.deepEqual(read("", usual), usual);
  assert.deepEqual(read("#", usual), usual);
});

test("ids with anything in them survive", () => {
  for (const id of [...HOSTILE.filter((one) => one !== "" && !one.includes("\ud800")), "a~b&c=d%20#e", "名"]) {
    const state: State = { ...usual, selected: [id], filters: { ...OPEN, sources: [id, "two"] } };
    assert.deepEqual(read(`#${written(state, usual)}`, usual), state);
  }
  assert.doesNotThrow(() => written({ ...usual, selected: ["\ud800"] }, usual));
});

test("an address that is wrong does no harm", () => {
  for (const hash of ["#%", "#on=%E0%A4%A", "#around=~9", "#at=1~2", "#at=NaN~0~0", "#at=1~1~-1", "#from=abc", "#review=7", "#weight=-3", "#&&=&x", "#theme=pink", "#all"]) {
    assert.deepEqual(read(hash, usual), usual, hash);
  }
  assert.equal(read("#around=a~9", usual).focus?.steps, 3);
});

test("undo and redo go back and forth, and a drag is one step", () => {
  let now = 0;
  const history = new History<number>(700, () => now);
  history.step(1, "weight");
  now = 100;
  history.step(2, "weight");
  now = 2000;
  history.step(3, "");
  assert.equal(history.undo(4), 3);
  assert.equal(history.undo(3), 1);
  assert.equal(history.undo(1), null);
  assert.ok(history.canRedo && !history.canUndo);
  assert.equal(history.redo(1), 3);
  assert.equal(history.redo(3), 4);
  history.undo(4);
  history.step(9, "");
  assert.ok(!history.canRedo);
});
