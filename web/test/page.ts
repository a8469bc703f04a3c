/** A model and what is shown of it, for tests. */
import type { Filters } from "../src/format.ts";
import { OPEN, sift } from "../src/filters.ts";
import { Model, type Shown } from "../src/model.ts";
import { fresh } from "../src/state.ts";
import type { Sample } from "./sample.ts";

export function shownOf(page: Sample, filters: Partial<Filters> = {}): Shown {
  const model = new Model(page.picture, () => Promise.resolve(page.evidence));
  model.learn(page.reasons);
  const state = { ...fresh(), filters: { ...OPEN, ...filters } };
  const sifted = sift(model.why!.index, state.filters);
  return { model, state, sifted, visible: sifted.visible, path: null, go: () => undefined };
}

/** Names that try to be something else. */
export const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "</script><script>alert(1)</script>",
  "javascript:alert(1)",
  "=HYPERLINK(\"http://example.org\",\"x\")",
  "+1+1",
  "-2+3",
  "@SUM(A1)",
  "\t=1",
  "\u202e=1+1",
  " =1",
  "＝1",
  "]]>",
  "&amp;&lt;",
  "a\u0000b\u0001c\u001b[31m",
  "\u202eevil\u202c\u2066x",
  "\ud800 lone",
  "line\nbreak, and \"quotes\"",
  "x".repeat(10_000),
  "'; DROP TABLE names; --",
  "'><svg onload=alert(1)>",
  "{{constructor.constructor('alert(1)')()}}",
];
