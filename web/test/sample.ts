/** A made-up page for tests and for trying things: plausible, repeatable, of any size. */
import type { Edges, Evidence, Group, Kind, Picture, Reasons, Role } from "../src/format.ts";

/** Numbers from 0 up to 1, the same every time. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const KINDS: Kind[] = [
  { id: "Person", label: { en: "person", fr: "personne" }, plural: { en: "people", fr: "personnes" }, acts: true, shape: "circle", light: "#1f4e79", dark: "#8ab8e6" },
  { id: "Group", label: { en: "group" }, plural: { en: "groups" }, acts: true, shape: "hexagon", light: "#7a4a00", dark: "#e0b26a" },
  { id: "Brand", label: { en: "brand" }, plural: { en: "brands" }, acts: false, shape: "diamond", light: "#8a1c3b", dark: "#f09aae" },
  { id: "Organization", label: { en: "organization" }, plural: { en: "organizations" }, acts: true, shape: "triangle", light: "#3d6b35", dark: "#a5d39a" },
  { id: "Campaign", label: { en: "campaign" }, plural: { en: "campaigns" }, acts: false, shape: "square", light: "#5a4a8a", dark: "#bdb0ea" },
  { id: "Season", label: { en: "season" }, plural: { en: "seasons" }, acts: false, shape: "bar", light: "#555555", dark: "#bbbbbb" },
];

const GROUPS: Group[] = [
  { id: "image", label: { en: "Image" }, light: "#1f4e79", dark: "#8ab8e6" },
  { id: "styling", label: { en: "Styling" }, light: "#8a1c3b", dark: "#f09aae" },
  { id: "talent", label: { en: "Talent" }, light: "#3d6b35", dark: "#a5d39a" },
];

const ROLES: Role[] = [
  { id: "photographer", label: { en: "photographer", fr: "photographe" }, group: 0 },
  { id: "film-director", label: { en: "film director" }, group: 0 },
  { id: "stylist", label: { en: "stylist" }, group: 1 },
  { id: "make-up-artist", label: { en: "make-up artist" }, group: 1 },
  { id: "talent", label: { en: "talent" }, group: 2 },
];

const FIRST = "Ada Bruno Chiara Dalia Émile Farah Gwen Hugo Inès Jun Kenji Léa Mads Nadia Oscar Paloma Quentin Rosa Søren Tilda".split(" ");
const LAST = "Example Specimen Placeholder Sample Muster Ejemplo Exemple Esempio Voorbeeld Przykład".split(" ");
const CHINESE = ["林小明", "陳靜怡", "王思遠", "周雨晴", "張偉"];
const BRANDS = ["Maison Exemple", "Atelier Muster", "Casa Esempio", "House of Sample", "Ejemplo & Hijos", "Nordlys"];
const OUTLETS = ["The Daily Example", "Sample Weekly", "Revue Exemple", "Muster Magazin", "範例時報"];

export interface Sample {
  picture: Picture;
  reasons: Reasons;
  evidence: Evidence;
}

/** A page of so many people and brands who share so many campaigns. */
export function sample(nodes = 60, campaigns = 26, seed = 7): Sample {
  const random = dice(seed);
  const pick = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)]!;
  const below = (many: number) => Math.floor(random() * many);
  const brandsFrom = nodes;
  const campaignsFrom = brandsFrom + BRANDS.length;
  const seasonsFrom = campaignsFrom + campaigns;
  const years = [2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025];
  const seasons = years.map((year) => `Autumn/Winter ${year}`);

  const people = Array.from({ length: nodes }, (_, at) => ({
    kind: at % 11 === 5 ? 1 : at % 17 === 3 ? 3 : 0,
    label: at < 5 ? CHINESE[at]! : `${FIRST[at % FIRST.length]} ${LAST[Math.floor(at / 2) % LAST.length]}${at >= 200 ? ` ${at}` : ""}`,
  }));
  const things = {
    id: [
      ...people.map((_, at) => `person/p-${String(at).padStart(6, "0")}`),
      ...BRANDS.map((_, at) => `brand/b-${at}`),
      ...Array.from({ length: campaigns }, (_, at) => `campaign/c-${String(at).padStart(6, "0")}`),
      ...seasons.map((_, at) => `season/s-${at}`),
    ],
    kind: [...people.map((one) => one.kind), ...BRANDS.map(() => 2), ...Array<number>(campaigns).fill(4), ...seasons.map(() => 5)],
    label: [...people.map((one) => one.label), ...BRANDS, ...Array.from({ length: campaigns }, (_, at) => `${BRANDS[at % BRANDS.length]} ${years[at % years.length]}`), ...seasons],
  };

  const sources = Array.from({ length: 14 }, (_, at) => ({
    id: `source/s-${at}`,
    label: `${OUTLETS[at % OUTLETS.length]} ${2016 + (at % 10)}`,
    kind: "article",
    outlet: OUTLETS[at % OUTLETS.length]!,
    title: at % 5 === 4 ? "新一季廣告大片公開" : `Who made the new campaign, part ${at}`,
    date: [`${2016 + (at % 10)}-04-11`, `${2016 + (at % 10)}-09`, `${2016 + (at % 10)}`][at % 3]!,
    url: `https://example.org/articles/${at}`,
    language: at % 5 === 4 ? "zh-Hant" : "en",
    wave: "",
    review: at % 4 === 0 ? 2 : 1,
  }));

  const occasions: Reasons["occasions"] = { several: [], thing: [], brands: [], seasons: [], from: [], to: [], reported: [] };
  const statements: Reasons["statements"] = { role: [], review: [], sources: [], occasion: [], byGroup: [], disputed: [] };
  const evidence: Evidence = {
    statements: { id: [], kind: [], sentence: [], rank: [], reason: [], review: [], disputed: [], things: [] },
    places: { statement: [], source: [], part: [], paragraph: [], column: [], phrase: [], creditText: [], dateText: [] },
  };
  const own: Reasons["own"] = { node: [], occasion: [], statements: [] };
  const found = new Map<number, { occasion: number; one: number[]; two: number[] }[]>();
  for (let campaign = 0; campaign < campaigns; campaign++) {
    const year = years[campaign % years.length]!;
    occasions.thing.push(campaignsFrom + campaign);
    occasions.brands.push(brandsFrom + (campaign % BRANDS.length));
    occasions.seasons.push(seasonsFrom + (campaign % years.length));
    const day = Date.UTC(year, below(12), 1 + below(28)) / 864e5;
    const dated = random() > 0.1;
    // Some are open at one end.
    const open = random();
    occasions.from.push(dated && open > 0.06 ? day : null);
    occasions.to.push(dated && open < 0.94 ? day + (random() < 0.2 ? 200 : 0) : null);
    occasions.several.push(0);
    occasions.reported.push(random() < 0.4 ? 1 : 0);
    // The last tenth of all people is in no campaign.
    const team = [...new Set(Array.from({ length: 3 + below(5) }, () => Math.floor(random() ** 1.6 * nodes * 0.9)))].sort((one, two) => one - two);
    const said = team.map((person) => {
      const many = random() < 0.15 ? 2 : 1;
      return Array.from({ length: many }, () => {
        const at = statements.role.length;
        const role = below(ROLES.length);
        const from = [...new Set([below(sources.length), ...(random() < 0.4 ? [below(sources.length)] : [])])];
        const disputed = random() < 0.06;
        statements.role.push(role);
        statements.byGroup.push(0);
        statements.occasion.push(-1);
        statements.review.push(pick([0, 1, 1, 1, 2, 2]));
        statements.sources.push(from.length === 1 ? from[0]! : from);
        if (disputed) statements.disputed.push(at);
        evidence.statements.id.push(`credit/${at}`);
        evidence.statements.kind.push("credit");
        evidence.statements.sentence.push(`${people[person]!.label}, ${ROLES[role]!.label.en}, ${things.label[campaignsFrom + campaign]}`);
        evidence.statements.rank.push(disputed && random() < 0.5 ? "preferred" : "normal");
        evidence.statements.reason.push(disputed ? "Two later sources agree." : "");
        evidence.statements.review.push(statements.review[at]!);
        if (disputed) evidence.statements.disputed.push(at);
        evidence.statements.things.push([person, campaignsFrom + campaign]);
        for (const source of from) {
          evidence.places.statement.push(at);
          evidence.places.source.push(source);
          evidence.places.part.push(pick(["body", "credits", "caption"]));
          evidence.places.paragraph.push(1 + below(9));
          evidence.places.phrase.push(source % 5 === 4 ? `由${people[person]!.label}掌鏡` : `${ROLES[role]!.label.en} ${people[person]!.label} returns`);
          evidence.places.creditText.push(people[person]!.label.toUpperCase());
          evidence.places.dateText.push("");
        }
        return at;
      });
    });
    if (campaign % 3 === 0 && said.length > 1) {
      // The first two are a duo; the second is credited by name besides.
      for (const at of said[0]!) statements.byGroup[at] = 1;
      said[1] = [...said[0]!, ...said[1]!];
    }
    for (const [at, person] of team.entries()) {
      own.node.push(person);
      own.occasion.push(campaign);
      own.statements.push(said[at]!);
    }
    for (let one = 0; one < team.length; one++) {
      for (let two = one + 1; two < team.length; two++) {
        const key = team[one]! * nodes + team[two]!;
        const ties = found.get(key) ?? [];
        ties.push({ occasion: campaign, one: said[one]!, two: said[two]! });
        found.set(key, ties);
      }
    }
  }

  // Every other one of those is credited alone, of the rest nobody says anything.
  for (let person = Math.ceil(nodes * 0.9); person < nodes; person += 2) {
    const at = statements.role.length;
    const campaign = person % campaigns;
    own.node.push(person);
    own.occasion.push(campaign);
    own.statements.push(at);
    statements.role.push(0);
    statements.byGroup.push(0);
    statements.occasion.push(-1);
    statements.review.push(1);
    statements.sources.push(at % sources.length);
    evidence.statements.id.push(`credit/${at}`);
    evidence.statements.kind.push("credit");
    evidence.statements.sentence.push(`${people[person]!.label}, photographer, ${things.label[campaignsFrom + campaign]}`);
    evidence.statements.rank.push("normal");
    evidence.statements.reason.push("");
    evidence.statements.review.push(1);
    evidence.statements.things.push([person, campaignsFrom + campaign]);
  }

  const edges: Edges = { from: [], to: [], weight: [], disputed: [] };
  const ties: Reasons["ties"] = { edge: [], occasion: [], one: [], two: [] };
  const short = (some: number[]) => (some.length === 1 ? some[0]! : some);
  const disputed = new Set(statements.disputed);
  for (const [key, some] of [...found].sort(([one], [two]) => one - two)) {
    const edge = edges.from.length;
    edges.from.push(Math.floor(key / nodes));
    edges.to.push(key % nodes);
    edges.weight.push(some.length);
    if (some.some((tie) => [...tie.one, ...tie.two].some((at) => disputed.has(at)))) edges.disputed.push(edge);
    for (const tie of some) {
      ties.edge.push(edge);
      ties.occasion.push(tie.occasion);
      ties.one.push(short(tie.one));
      ties.two.push(short(tie.two));
    }
  }
  const degree = new Array<number>(nodes).fill(0);
  for (const end of [...edges.from, ...edges.to]) degree[end]!++;
  const picture: Picture = {
    format: "fashion-kg-view/1",
    page: {
      view: "relationships",
      title: { en: "Who works with whom", fr: "Qui travaille avec qui" },
      summary: `${nodes} people and groups who share campaigns, 2016 to 2025, of the made-up world.`,
      reviewed: "",
      languages: ["en", "fr", "zh-Hant"],
      language: "en",
      command: "fashion-kg view relationships network/people-by-campaign",
      program: "0.3.0",
      build: "3f1a9c0d2b44",
      licence: { label: "CC BY 4.0", url: "https://creativecommons.org/licenses/by/4.0/" },
      graph: `${campaigns} campaigns, ${statements.role.length} statements, ${sources.length} sources.`,
      projection: { name: "people-by-campaign", meaning: "Both are credited in the same campaign.", weight: "number of campaigns that both are credited in", counted: "groups", directed: false },
      filters: ["Reviewed at least: unreviewed."],
      leftOut: ["3 statements judged wrong."],
      start: {},
    },
    kinds: KINDS,
    groups: GROUPS,
    roles: ROLES,
    things,
    nodes: {
      ...layout(nodes, degree, random),
      size: degree.map((many) => 4 + Math.sqrt(many) * 2.4),
      measures: { degree, betweenness: degree.map((many) => (many ? random() * 0.2 : null)) },
      measureNotes: { degree: "How many others one shares a campaign with.", betweenness: "How often one lies on the shortest paths between others; 0 to 1." },
      disputed: [...new Set(edges.disputed.flatMap((edge) => [edges.from[edge]!]))].sort((one, two) => one - two).slice(0, 6),
    },
    edges,
  };
  const romanised: Record<string, string> = { 0: "林小明", 1: "陳靜怡", 2: "王思遠", 3: "周雨晴", 4: "張偉" };
  const reasons: Reasons = {
    ties,
    own,
    statements,
    occasions,
    sources,
    labels: { "zh-Hant": { ...romanised, 8: "愛達·範例", [brandsFrom]: "範例之家" }, fr: { [brandsFrom]: "La Maison Exemple" } },
    aliases: { 0: ["Lin Xiao-ming", "Hsiao-Ming Lin"], 9: ["E. Muster", "Emile Mustér"] },
  };
  return { picture, reasons, evidence };
}

/** Positions on a spiral, the best connected in the middle. */
function layout(nodes: number, degree: number[], random: () => number): { x: number[]; y: number[] } {
  const order = degree.map((many, at) => ({ many, at })).sort((one, two) => two.many - one.many);
  const x = new Array<number>(nodes).fill(0);
  const y = new Array<number>(nodes).fill(0);
  order.forEach(({ at }, place) => {
    const far = 62 * Math.sqrt(place + 0.5) * (0.95 + random() * 0.1);
    x[at] = Math.round(1.3 * far * Math.cos(place * 2.39996));
    y[at] = Math.round(far * Math.sin(place * 2.39996));
  });
  return { x, y };
}
