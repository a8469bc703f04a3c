import assert from "node:assert/strict";
import { test } from "node:test";
import { csv, drawing, gexf, namesTable, tiesTable, xml } from "../src/save.ts";
import { webAddress } from "../src/statements.ts";
import { sample } from "./sample.ts";
import { HOSTILE, shownOf } from "./page.ts";

function hostilePage() {
  const page = sample(40, 20);
  HOSTILE.forEach((name, at) => (page.picture.things.label[at] = name));
  page.picture.page.title = { en: "</title><script>alert(1)</script>" };
  page.picture.kinds[0]!.light = '"><script>';
  page.reasons.labels = {};
  return page;
}

/** The cells of a CSV file, read by the letter. */
function cells(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (let at = 1; at < text.length; at++) {
    const sign = text[at]!;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[at++];
      else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === "," || sign === "\n") {
      rows.at(-1)!.push(sign === "\n" ? cell.replace(/\r$/, "") : cell);
      cell = "";
      if (sign === "\n") rows.push([]);
    } else cell += sign;
  }
  return rows.slice(0, -1);
}

/** Whether tags close in the order in which they open, and nothing stands in the text that may not. */
function wellFormed(text: string): void {
  assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  assert.doesNotMatch(text, /\p{Surrogate}/u);
  const open: string[] = [];
  const rest = text.replace(/^<\?xml[^?]*\?>/, "").replace(/<(\/?)([A-Za-z:]+)((?:\s+[A-Za-z0-9:-]+="[^"<]*")*)\s*(\/?)>/g, (_, end: string, name: string, _attributes, alone: string) => {
    if (end) assert.equal(open.pop(), name);
    else if (!alone) open.push(name);
    return "";
  });
  assert.deepEqual(open, []);
  assert.doesNotMatch(rest, /[<>]/);
  assert.doesNotMatch(rest, /&(?!(amp|lt|gt|quot|apos);)/);
}

test("no cell of a table is a formula, and every name is in its place", () => {
  const shown = shownOf(hostilePage());
  const rows = cells(namesTable(shown));
  assert.equal(rows.length, 1 + shown.sifted!.counts.nodes);
  for (const row of rows) {
    assert.equal(row.length, rows[0]!.length);
    for (const cell of row) assert.doesNotMatch(cell, /^[\s\u202e]*[=+\-@＝＋－＠]/);
  }
  assert.equal(rows[1 + 4]![1], `'${HOSTILE[4]}`);
  assert.equal(rows[1 + 17]![1], HOSTILE[17]);
  const ties = cells(tiesTable(shown));
  assert.equal(ties.length, 1 + shown.sifted!.counts.edges);
});

test("numbers in a table stay numbers", () => {
  assert.equal(csv([["a", -1.5, "-1.5"]]), "\ufeffa,-1.5,'-1.5\r\n");
});

test("tables hold only what is visible", () => {
  const shown = shownOf(sample(), { brands: ["brand/b-0"] });
  assert.equal(cells(tiesTable(shown)).length, 1 + shown.sifted!.counts.edges);
  for (const row of cells(tiesTable(shown)).slice(1)) assert.match(row[6]!, /^Maison Exemple/);
});

test("GEXF and SVG are well-formed whatever the names", () => {
  const shown = shownOf(hostilePage());
  const positions = { x: shown.model.picture.nodes.x, y: [Number.NaN, ...shown.model.picture.nodes.y.slice(1)] };
  const network = gexf(shown, positions);
  wellFormed(network);
  assert.equal(network.match(/<node /g)?.length, shown.sifted!.counts.nodes);
  assert.equal(network.match(/<edge /g)?.length, shown.sifted!.counts.edges);
  assert.doesNotMatch(network, /NaN/);
  for (const dark of [false, true]) {
    const picture = drawing(shown, shown.model.picture.nodes, dark, "40 names");
    wellFormed(picture);
    assert.equal(picture.match(/<line /g)?.length, shown.sifted!.counts.edges);
    assert.doesNotMatch(picture, /<(script|img|image|foreignObject)|\son[a-z]+="|[\u202a-\u202e]/i);
  }
});

test("an empty picture is still a file", () => {
  const shown = shownOf(sample(), { brands: ["brand/none"], kinds: ["Person", "Group", "Organization"] });
  assert.equal(shown.sifted!.counts.nodes, 0);
  wellFormed(drawing(shown, shown.model.picture.nodes, false, "0 names"));
  wellFormed(gexf(shown, shown.model.picture.nodes));
});

test("XML keeps what it can hold and nothing else", () => {
  assert.equal(xml("a<b>&\"'\u0001\ud800"), "a&lt;b&gt;&amp;&quot;&apos;\ufffd\ufffd");
  assert.equal(xml("林👗"), "林👗");
});

test("only addresses of the web are links", () => {
  assert.equal(webAddress("https://example.org/a"), "https://example.org/a");
  assert.equal(webAddress("HTTP://example.org"), "http://example.org/");
  for (const bad of ["javascript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x", "//example.org", "file:///etc/passwd", "", "x"]) {
    assert.equal(webAddress(bad), null, bad);
  }
});
