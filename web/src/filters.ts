/**
 * What stands under the filters, and how much each option of a filter would have.
 *
 * The count of an option says: so many edges (nodes, for kinds) would be there if this filter were open, and the
 * option plays a part in them. All of it takes one pass over the ties, whatever the number of filters: a statement
 * and an occasion have a bit for each filter that they fail, and who fails one only stands as soon as that is open.
 */
import type { Filters, Picture, Reasons, Visible } from "./format.ts";
import { list, lists, rowsBy, type Lists } from "./lists.ts";

/** Filters that cut nothing. */
export const OPEN: Filters = {
  kinds: [],
  groups: [],
  brands: [],
  seasons: [],
  sources: [],
  from: null,
  to: null,
  review: 0,
  weight: 0,
};

export function isOpen(filters: Filters): boolean {
  const { kinds, groups, brands, seasons, sources, from, to, review, weight } = filters;
  const none = [kinds, groups, brands, seasons, sources].every((some) => some.length === 0);
  return none && from === null && to === null && review === 0 && weight <= 1;
}

/** A page's ties as typed arrays. */
export interface Index {
  nodes: number;
  edges: number;
  from: Int32Array;
  to: Int32Array;
  kind: Int32Array;
  kinds: string[];
  /** Nodes that have neither an edge nor a statement of their own, however open the filters. */
  bare: Uint8Array;
  /** What keeps nodes where none of their edges stands. */
  ownNode: Int32Array;
  ownOccasion: Int32Array;
  own: Lists;
  /** Ties of each edge. */
  ties: Lists;
  occasion: Int32Array;
  one: Lists;
  two: Lists;
  group: Int32Array;
  groups: string[];
  review: Uint8Array;
  byGroup: Uint8Array;
  statementSources: Lists;
  sources: string[];
  /** What can be chosen: indexes of things; `slot` is the place of a thing in its list, by index of the thing. */
  brands: number[];
  seasons: number[];
  brandOf: Lists;
  seasonOf: Lists;
  brandSlot: Int32Array;
  /** Of a statement in a tie of several occasions, the one that dates it, or -1; and which are several at once. */
  statementOccasion: Int32Array;
  several: Uint8Array;
  /** First and last year of each occasion, NO_YEAR if nobody dates it; an end that is open lies beyond all years. */
  firstYear: Int32Array;
  lastYear: Int32Array;
  years: [number, number] | null;
  thingIds: string[];
}

export interface Counts {
  nodes: number;
  edges: number;
  kinds: Int32Array;
  groups: Int32Array;
  brands: Int32Array;
  seasons: Int32Array;
  sources: Int32Array;
  /** Edges left if at least so reviewed statements count. */
  review: Int32Array;
  /** Edges by year, from the first year of the index on. */
  years: Int32Array;
  undated: number;
  /** Edges of at least this weight, up to the greatest there is (at most 100). */
  weights: Int32Array;
}

export interface Sifted {
  visible: Visible;
  counts: Counts;
  /** One byte a tie: whether it stands. */
  ties: Uint8Array;
}

const NO_YEAR = -100000;
const OPEN_END = 100000;
const GROUP = 1;
const SOURCE = 2;
const REVIEW = 4;
const BRAND = 8;
const SEASON = 16;
const YEAR = 32;
/** Stands with all filters as they are. */
const NOW = 64;
const ALL = 127;

/** Under which filters, if they alone were open, something that fails these would stand. */
const PASSES = Uint8Array.from({ length: 64 }, (_, fails) =>
  fails === 0 ? ALL : (fails & (fails - 1)) === 0 ? fails : 0,
);

export function index(picture: Picture, reasons: Reasons): Index {
  const { things, nodes, edges, roles } = picture;
  const { ties, own, statements, occasions, sources } = reasons;
  const count = nodes.x.length;
  const bare = new Uint8Array(count).fill(1);
  for (const ends of [edges.from, edges.to, own.node]) for (const node of ends) bare[node] = 0;
  const brandOf = lists(occasions.brands);
  const seasonOf = lists(occasions.seasons);
  const brands = [...new Set(brandOf.at)].sort((one, two) => one - two);
  const seasons = [...new Set(seasonOf.at)].sort((one, two) => one - two);
  const known = [...occasions.from, ...occasions.to].filter((day) => day !== null).map(yearOf);
  const ends = (own: (number | null)[], other: (number | null)[], open: number) =>
    Int32Array.from(own, (day, at) => (day !== null ? yearOf(day) : (other[at] ?? null) === null ? NO_YEAR : open));
  const groupOf = Int32Array.from(roles, (role) => role.group);
  return {
    nodes: count,
    edges: edges.from.length,
    from: Int32Array.from(edges.from),
    to: Int32Array.from(edges.to),
    kind: Int32Array.from(things.kind),
    kinds: picture.kinds.map((kind) => kind.id),
    bare,
    ownNode: Int32Array.from(own.node),
    ownOccasion: Int32Array.from(own.occasion),
    own: lists(own.statements),
    ties: rowsBy(ties.edge, edges.from.length),
    occasion: Int32Array.from(ties.occasion),
    one: lists(ties.one),
    two: lists(ties.two),
    group: Int32Array.from(statements.role, (role) => (role < 0 ? -1 : (groupOf[role] ?? -1))),
    groups: picture.groups.map((group) => group.id),
    review: Uint8Array.from(statements.review),
    byGroup: Uint8Array.from(statements.byGroup),
    statementSources: lists(statements.sources),
    statementOccasion: Int32Array.from(statements.occasion),
    several: Uint8Array.from(occasions.several),
    sources: sources.map((source) => source.id),
    brands,
    seasons,
    brandOf: slotted(brandOf, slots(brands, things.id.length)),
    seasonOf: slotted(seasonOf, slots(seasons, things.id.length)),
    brandSlot: slots(brands, things.id.length),
    firstYear: ends(occasions.from, occasions.to, -OPEN_END + 1),
    lastYear: ends(occasions.to, occasions.from, OPEN_END),
    years: known.length ? [known.reduce((one, two) => Math.min(one, two)), known.reduce((one, two) => Math.max(one, two))] : null,
    thingIds: things.id,
  };
}

function yearOf(day: number): number {
  return new Date(day * 864e5).getUTCFullYear();
}

function slots(chosen: number[], things: number): Int32Array {
  const slot = new Int32Array(things).fill(-1);
  chosen.forEach((thing, at) => (slot[thing] = at));
  return slot;
}

function slotted(some: Lists, slot: Int32Array): Lists {
  return { start: some.start, at: some.at.map((thing) => slot[thing]!) };
}

/** What stands under these filters. */
export function sift(index: Index, filters: Filters): Sifted {
  const statementPasses = passesOfStatements(index, filters);
  const { occasionPasses, brandChosen } = passesOfOccasions(index, filters);
  const passesFor = dated(index, statementPasses, occasionPasses);
  const kindShown = flags(index.kinds, filters.kinds).map((hidden) => 1 - hidden);
  const tally = new Tally(index, filters, kindShown);
  const { ties, occasion, one, two, brandSlot } = index;
  const visible: Visible = {
    nodes: new Uint8Array(index.nodes),
    edges: new Uint8Array(index.edges),
    weights: new Float32Array(index.edges),
  };
  const tieStands = new Uint8Array(occasion.length);
  const tiePasses = new Uint8Array(occasion.length);

  for (let edge = 0; edge < index.edges; edge++) {
    const first = ties.start[edge]!;
    const last = ties.start[edge + 1]!;
    const fromSlot = brandSlot[index.from[edge]!]!;
    const toSlot = brandSlot[index.to[edge]!]!;
    const endChosen =
      brandChosen !== null &&
      ((fromSlot >= 0 && brandChosen[fromSlot] === 1) || (toSlot >= 0 && brandChosen[toSlot] === 1));
    for (let at = first; at < last; at++) {
      const tie = ties.at[at]!;
      const said = passesFor(tie, endChosen);
      let passes = side(one, tie, said);
      if (passes !== 0 && two.start[tie] !== two.start[tie + 1]) {
        passes &= side(two, tie, said);
        if (passes !== 0) passes &= apart(index.byGroup, one, two, tie, said) | apart(index.byGroup, two, one, tie, said);
      }
      const place = occasion[tie]!;
      if (passes !== 0) passes &= PASSES[failsOf(place, occasionPasses, endChosen)]!;
      tiePasses[tie] = passes;
      if (passes & NOW) tieStands[tie] = 1;
    }
    tally.edge(edge, tiePasses, (tie) => passesFor(tie, endChosen), visible, fromSlot, toSlot);
  }
  const alone = filters.weight > 1 ? [] : standing(index, statementPasses, occasionPasses, brandChosen);
  tally.nodes(visible, alone, isOpen({ ...filters, kinds: [] }));
  return { visible, counts: tally.counts, ties: tieStands };
}

/** What passes of statements count in a tie: where its two sides took place on several occasions, each by its own. */
function dated(index: Index, statementPasses: Uint8Array, occasionPasses: Uint8Array) {
  if (!index.several.includes(1)) return () => statementPasses;
  const each = (endChosen: boolean) =>
    statementPasses.map((passes, at) => {
      const occasion = index.statementOccasion[at]!;
      return occasion < 0 ? passes : passes & PASSES[failsOf(occasion, occasionPasses, endChosen)]!;
    });
  const [own, ended] = [each(false), each(true)];
  return (tie: number, endChosen: boolean) => {
    const occasion = index.occasion[tie]!;
    return occasion < 0 || !index.several[occasion] ? statementPasses : endChosen ? ended : own;
  };
}

/** The nodes that a statement of their own keeps. */
function standing(index: Index, statementPasses: Uint8Array, occasionPasses: Uint8Array, brandChosen: Uint8Array | null): number[] {
  const { own, ownNode, ownOccasion, brandSlot } = index;
  const found: number[] = [];
  ownNode.forEach((node, row) => {
    const slot = brandSlot[node]!;
    const chosen = brandChosen !== null && slot >= 0 && brandChosen[slot] === 1;
    const passes = side(own, row, statementPasses) & PASSES[failsOf(ownOccasion[row]!, occasionPasses, chosen)]!;
    if (passes & NOW) found.push(node);
  });
  return found;
}

function side(some: Lists, tie: number, passes: Uint8Array): number {
  let found = 0;
  for (let at = some.start[tie]!; at < some.start[tie + 1]!; at++) found |= passes[some.at[at]!]!;
  return found;
}

/** What is said of one side by more than the credits of groups that both sides share. */
function apart(byGroup: Uint8Array, some: Lists, others: Lists, tie: number, passes: Uint8Array): number {
  let found = 0;
  for (let at = some.start[tie]!; at < some.start[tie + 1]!; at++) {
    const statement = some.at[at]!;
    if (!byGroup[statement] || !list(others, tie).includes(statement)) found |= passes[statement]!;
  }
  return found;
}

function failsOf(occasion: number, fails: Uint8Array, endChosen: boolean): number {
  // The last row stands for "no occasion": of no brand, no season and no year.
  const some = fails[occasion < 0 ? fails.length - 1 : occasion]!;
  return endChosen ? some & ~BRAND : some;
}

function flags(ids: string[], chosen: string[]): Uint8Array {
  const some = new Set(chosen);
  return Uint8Array.from(ids, (id) => (some.has(id) ? 1 : 0));
}

function passesOfStatements(index: Index, filters: Filters): Uint8Array {
  const groupOff = flags(index.groups, filters.groups);
  const sourceOff = flags(index.sources, filters.sources);
  const { start, at } = index.statementSources;
  const cutsSources = filters.sources.length > 0;
  return Uint8Array.from(index.group, (group, statement) => {
    let fails = group >= 0 && groupOff[group] ? GROUP : 0;
    if (index.review[statement]! < filters.review) fails |= REVIEW;
    if (cutsSources && start[statement]! < start[statement + 1]!) {
      let heard = false;
      for (let place = start[statement]!; place < start[statement + 1]!; place++) heard ||= !sourceOff[at[place]!];
      if (!heard) fails |= SOURCE;
    }
    return PASSES[fails]!;
  });
}

/** The filters that each occasion fails, with a last row for what has none. */
function passesOfOccasions(index: Index, filters: Filters) {
  const chosenOf = (some: number[], ids: string[]) =>
    ids.length ? flags(some.map((thing) => index.thingIds[thing]!), ids) : null;
  const brandChosen = chosenOf(index.brands, filters.brands);
  const seasonChosen = chosenOf(index.seasons, filters.seasons);
  const cutsYears = filters.from !== null || filters.to !== null;
  const from = filters.from ?? -Infinity;
  const to = filters.to ?? Infinity;
  const count = index.firstYear.length;
  const occasionPasses = new Uint8Array(count + 1);
  for (let place = 0; place < count; place++) {
    if (index.several[place]) continue;
    let fails = 0;
    if (brandChosen && !list(index.brandOf, place).some((slot) => brandChosen[slot])) fails |= BRAND;
    if (seasonChosen && !list(index.seasonOf, place).some((slot) => seasonChosen[slot])) fails |= SEASON;
    const year = index.firstYear[place]!;
    if (cutsYears && (year === NO_YEAR || index.lastYear[place]! < from || year > to)) fails |= YEAR;
    occasionPasses[place] = fails;
  }
  occasionPasses[count] = (brandChosen ? BRAND : 0) | (seasonChosen ? SEASON : 0) | (cutsYears ? YEAR : 0);
  return { occasionPasses, brandChosen };
}

/** How many filters have a bit, and "now". */
const BITS = 7;
const MOST_WEIGHT = 100;

/** Counts edges and options as edges come by. */
class Tally {
  readonly counts: Counts;
  private readonly least: number;
  private readonly weights = new Int32Array(BITS);
  private readonly reviewed = new Int32Array(3);
  private readonly anyKind: Uint8Array;
  private readonly seen: Record<"groups" | "sources" | "brands" | "seasons" | "years", Int32Array>;

  constructor(
    private readonly index: Index,
    filters: Filters,
    private readonly kindShown: Uint8Array,
  ) {
    this.least = Math.max(1, filters.weight);
    this.anyKind = new Uint8Array(index.nodes);
    const years = index.years ? index.years[1] - index.years[0] + 1 : 0;
    const sizes = {
      groups: index.groups.length,
      sources: index.sources.length,
      brands: index.brands.length,
      seasons: index.seasons.length,
      years,
    };
    const fresh = (size: number, value = 0) => new Int32Array(size).fill(value);
    this.counts = {
      nodes: 0,
      edges: 0,
      kinds: fresh(index.kinds.length),
      groups: fresh(sizes.groups),
      sources: fresh(sizes.sources),
      brands: fresh(sizes.brands),
      seasons: fresh(sizes.seasons),
      review: fresh(3),
      years: fresh(sizes.years),
      undated: 0,
      weights: fresh(MOST_WEIGHT + 1),
    };
    this.seen = {
      groups: fresh(sizes.groups, -1),
      sources: fresh(sizes.sources, -1),
      brands: fresh(sizes.brands, -1),
      seasons: fresh(sizes.seasons, -1),
      years: fresh(sizes.years, -1),
    };
  }

  edge(edge: number, tiePasses: Uint8Array, passesFor: (tie: number) => Uint8Array, visible: Visible, fromSlot: number, toSlot: number): void {
    const { index, weights, least } = this;
    const { start, at } = index.ties;
    const first = start[edge]!;
    const last = start[edge + 1]!;
    let whole = 0;
    weights.fill(0);
    for (let place = first; place < last; place++) {
      const passes = tiePasses[at[place]!]!;
      if (passes === ALL) whole++;
      else if (passes) for (let bit = 0; bit < BITS; bit++) weights[bit]! += (passes >> bit) & 1;
    }
    const from = index.from[edge]!;
    const to = index.to[edge]!;
    const now = weights[BITS - 1]! + whole;
    visible.weights[edge] = now;
    if (now >= least) this.anyKind[from] = this.anyKind[to] = 1;
    if (!this.kindShown[index.kind[from]!] || !this.kindShown[index.kind[to]!]) return;
    if (now > 0) this.counts.weights[Math.min(now, MOST_WEIGHT)]!++;
    if (now >= least) {
      visible.edges[edge] = 1;
      visible.nodes[from] = visible.nodes[to] = 1;
      this.counts.edges++;
    }
    let open = 0;
    for (let bit = 0; bit < BITS; bit++) if (weights[bit]! + whole >= least) open |= 1 << bit;
    if (open & ~NOW) this.options(edge, open, first, last, tiePasses, passesFor, fromSlot, toSlot);
  }

  private options(edge: number, open: number, first: number, last: number, tiePasses: Uint8Array, passesFor: (tie: number) => Uint8Array, fromSlot: number, toSlot: number): void {
    const { index, least, counts, seen, reviewed } = this;
    reviewed.fill(0);
    let undated = false;
    for (let place = first; place < last; place++) {
      const tie = index.ties.at[place]!;
      const passes = tiePasses[tie]! & open;
      if (!passes) continue;
      if (passes & (GROUP | SOURCE | REVIEW)) {
        const statementPasses = passesFor(tie);
        const one = this.statements(edge, index.one, tie, passes, statementPasses);
        const alone = index.two.start[tie] === index.two.start[tie + 1];
        const two = alone ? one : this.statements(edge, index.two, tie, passes, statementPasses);
        const more = alone || !(passes & REVIEW) ? one : Math.max(this.reach(index.one, index.two, tie, statementPasses), this.reach(index.two, index.one, tie, statementPasses));
        const reached = Math.min(one, two, more);
        if (passes & REVIEW && reached >= 0) reviewed[reached]!++;
      }
      const occasion = index.occasion[tie]!;
      if (passes & BRAND) {
        if (occasion >= 0) mark(index.brandOf, occasion, edge, seen.brands, counts.brands);
        if (fromSlot >= 0) once(fromSlot, edge, seen.brands, counts.brands);
        if (toSlot >= 0) once(toSlot, edge, seen.brands, counts.brands);
      }
      if (passes & SEASON && occasion >= 0) mark(index.seasonOf, occasion, edge, seen.seasons, counts.seasons);
      if (passes & YEAR) undated = !this.years(edge, occasion) || undated;
    }
    if (undated) counts.undated++;
    for (let state = 2, sum = 0; state >= 0; state--) {
      sum += reviewed[state]!;
      if (sum >= least) counts.review[state]!++;
    }
  }

  /** The furthest state of review among what ties one side by more than credits of groups that both share, or -1. */
  private reach(some: Lists, others: Lists, tie: number, statementPasses: Uint8Array): number {
    const { index } = this;
    let reached = -1;
    for (let at = some.start[tie]!; at < some.start[tie + 1]!; at++) {
      const statement = some.at[at]!;
      if (!(statementPasses[statement]! & REVIEW) || (index.byGroup[statement] && list(others, tie).includes(statement))) continue;
      reached = Math.max(reached, index.review[statement]!);
    }
    return reached;
  }

  /** Marks the options of a tie's statements; returns the furthest state of review among them, or -1. */
  private statements(edge: number, some: Lists, tie: number, passes: number, statementPasses: Uint8Array): number {
    const { index, counts, seen } = this;
    let reached = -1;
    for (let at = some.start[tie]!; at < some.start[tie + 1]!; at++) {
      const statement = some.at[at]!;
      const open = statementPasses[statement]! & passes;
      if (open & GROUP && index.group[statement]! >= 0) once(index.group[statement]!, edge, seen.groups, counts.groups);
      if (open & SOURCE) mark(index.statementSources, statement, edge, seen.sources, counts.sources);
      if (open & REVIEW) reached = Math.max(reached, index.review[statement]!);
    }
    return reached;
  }

  /** Marks the years of an occasion; returns whether it has any. */
  private years(edge: number, occasion: number): boolean {
    const { index, counts, seen } = this;
    const first = occasion < 0 ? NO_YEAR : index.firstYear[occasion]!;
    if (first === NO_YEAR || !index.years) return false;
    const last = Math.min(index.lastYear[occasion]!, index.years[1]);
    for (let year = Math.max(first, index.years[0]); year <= last; year++) once(year - index.years[0], edge, seen.years, counts.years);
    return true;
  }

  /** Counts nodes; `alone` stand by themselves, and who has nothing that a filter could ask only if all are open. */
  nodes(visible: Visible, alone: number[], open: boolean): void {
    const { index, counts, kindShown } = this;
    const stays = index.bare.map((bare) => (bare && open ? 1 : 0));
    for (const node of alone) stays[node] = 1;
    for (let node = 0; node < index.nodes; node++) {
      const kind = index.kind[node]!;
      if (stays[node] || this.anyKind[node]) counts.kinds[kind]!++;
      if (stays[node] && kindShown[kind]) visible.nodes[node] = 1;
      counts.nodes += visible.nodes[node]!;
    }
    for (let weight = MOST_WEIGHT - 1; weight >= 0; weight--) counts.weights[weight]! += counts.weights[weight + 1]!;
  }
}

function once(slot: number, edge: number, seen: Int32Array, counts: Int32Array): void {
  if (seen[slot] === edge) return;
  seen[slot] = edge;
  counts[slot]!++;
}

function mark(some: Lists, row: number, edge: number, seen: Int32Array, counts: Int32Array): void {
  for (let at = some.start[row]!; at < some.start[row + 1]!; at++) once(some.at[at]!, edge, seen, counts);
}
