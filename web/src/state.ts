/**
 * The state of a page: what its address keeps, so that a link reopens the same picture.
 *
 * Ids and not indexes stand in the address: a page that is made again from a graph that has grown still finds them.
 */
import type { Camera, Filters } from "./format.ts";
import { OPEN } from "./filters.ts";

export interface State {
  filters: Filters;
  /** Nothing, the id of a thing, or the ids of an edge's two ends. */
  selected: [] | [string] | [string, string];
  focus: { id: string; steps: number } | null;
  path: [string, string] | null;
  language: string;
  theme: "auto" | "light" | "dark";
  motion: "auto" | "on" | "off";
  /** Whether single letters are shortcuts. */
  keys: boolean;
  tab: "picture" | "list";
  camera: Camera | null;
}

export function fresh(language = "en"): State {
  return {
    filters: OPEN,
    selected: [],
    focus: null,
    path: null,
    language,
    theme: "auto",
    motion: "auto",
    keys: true,
    tab: "picture",
    camera: null,
  };
}

const LISTS = [
  ["hide", "kinds"],
  ["roles-off", "groups"],
  ["brand", "brands"],
  ["season", "seasons"],
  ["sources-off", "sources"],
] as const;

/** The state as an address keeps it, without the "#"; what is as usual is left out. */
export function written(state: State, usual: State): string {
  const parts: [string, string][] = [];
  const put = (key: string, ...values: (string | number)[]) => parts.push([key, values.map((value) => plain(String(value))).join("~")]);
  const { filters } = state;
  if (state.selected.length) put("on", ...state.selected);
  if (state.focus) put("around", state.focus.id, state.focus.steps);
  if (state.path) put("path", ...state.path);
  for (const [key, field] of LISTS) if (filters[field].length) put(key, ...filters[field]);
  if (filters.from !== null) put("from", filters.from);
  if (filters.to !== null) put("to", filters.to);
  if (filters.review) put("review", filters.review);
  if (filters.weight > 1) put("weight", filters.weight);
  if (state.language !== usual.language) put("lang", state.language);
  if (state.theme !== "auto") put("theme", state.theme);
  if (state.motion !== "auto") put("motion", state.motion);
  if (!state.keys) put("keys", "off");
  if (state.tab !== "picture") put("as", state.tab);
  if (state.camera) put("at", short(state.camera.x), short(state.camera.y), short(state.camera.zoom));
  return parts.map(([key, value]) => `${key}=${value}`).join("&");
}

/** The state that an address keeps; what it does not say, or says wrongly, is as usual. */
export function read(hash: string, usual: State): State {
  const known = new Map<string, string[]>();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) known.set(part.slice(0, at), part.slice(at + 1).split("~").map(unplain));
  }
  const first = (key: string) => known.get(key)?.[0];
  const one = <T extends string>(key: string, ...allowed: T[]) => allowed.find((value) => value === first(key));
  const year = (key: string) => (/^-?\d{1,4}$/.test(first(key) ?? "") ? Number(first(key)) : null);
  const filters: Filters = { ...OPEN, from: year("from"), to: year("to") };
  for (const [key, field] of LISTS) filters[field] = (known.get(key) ?? []).filter(Boolean);
  filters.review = Number(one("review", "1", "2") ?? 0);
  filters.weight = Math.max(0, Math.min(1e6, Math.floor(Number(first("weight")) || 0)));
  const whole = (key: string) => (known.get(key)?.every(Boolean) ? known.get(key)! : []);
  const on = whole("on");
  const [around, steps] = known.get("around") ?? [];
  const ends = whole("path");
  const camera = whole("at").map(Number);
  return {
    filters,
    selected: on.length === 1 || on.length === 2 ? (on as [string] | [string, string]) : [],
    focus: around ? { id: around, steps: Math.max(1, Math.min(3, Math.floor(Number(steps)) || 1)) } : null,
    path: ends.length === 2 ? (ends as [string, string]) : null,
    language: first("lang") ?? usual.language,
    theme: one("theme", "light", "dark") ?? "auto",
    motion: one("motion", "on", "off") ?? "auto",
    keys: first("keys") !== "off",
    tab: one("as", "list") ?? "picture",
    camera:
      camera.length === 3 && camera.every(Number.isFinite) && camera[2]! > 0
        ? { x: camera[0]!, y: camera[1]!, zoom: camera[2]! }
        : null,
  };
}

function plain(value: string): string {
  return encodeURIComponent(wellFormed(value)).replace(/%2F/g, "/").replace(/%3A/g, ":").replace(/~/g, "%7E");
}

/** Half a surrogate pair cannot be written in an address. */
function wellFormed(value: string): string {
  return value.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

function unplain(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return "";
  }
}

function short(value: number): number {
  return Number(value.toPrecision(5));
}

/** Steps back and forth. What happens within a moment of a step of the same kind belongs to it. */
export class History<T> {
  private back: T[] = [];
  private forth: T[] = [];
  private last = { kind: "", at: -Infinity };

  constructor(
    private readonly moment = 700,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  get canUndo(): boolean {
    return this.back.length > 0;
  }

  get canRedo(): boolean {
    return this.forth.length > 0;
  }

  /** Remembers what was before a step. */
  step(before: T, kind: string): void {
    const now = this.clock();
    const same = kind !== "" && kind === this.last.kind && now - this.last.at < this.moment;
    if (!same) this.back.push(before);
    if (this.back.length > 200) this.back.shift();
    this.forth = [];
    this.last = { kind, at: now };
  }

  undo(now: T): T | null {
    return this.move(this.back, this.forth, now);
  }

  redo(now: T): T | null {
    return this.move(this.forth, this.back, now);
  }

  private move(from: T[], to: T[], now: T): T | null {
    const found = from.pop();
    if (found === undefined) return null;
    to.push(now);
    this.last = { kind: "", at: -Infinity };
    return found;
  }
}
