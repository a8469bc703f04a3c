"""Pages: what their blocks hold, what a page says of itself, and mistakes in asking for one."""

from __future__ import annotations

import base64
import hashlib
import html
import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from pyoxigraph import NamedNode

import fashion_kg
from commands import Ran, build_world, run
from fashion_kg import views
from fashion_kg.answers import provenance
from fashion_kg.api import Graph
from fashion_kg.cli import main
from fashion_kg.errors import FashionKGError, UsageError
from fashion_kg.measures.path import shortest
from fashion_kg.namespaces import BASE, SLUG
from fashion_kg.network import Filters, Projection
from fashion_kg.ontology import Ontology
from fashion_kg.views import _asked, relationships
from fashion_kg.views._look import Look, look, tag
from fashion_kg.views._making import Page, file_name
from fashion_kg.views._page import STYLE, built
from projects import SmallProject

Ask = Callable[..., Ran]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_world(tmp_path_factory.mktemp("views") / "world")


@pytest.fixture(scope="module")
def graph(world: Path) -> Graph:
    return fashion_kg.open(world)


@pytest.fixture
def ask(world: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def asking(*words: str | Path) -> Ran:
        capsys.readouterr()
        code = main(["--project", str(world), *map(str, words)])
        return Ran(code, *capsys.readouterr())

    return asking


def several(indexes: int | list[int]) -> list[int]:
    return [indexes] if isinstance(indexes, int) else indexes


PAGES: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "a thing": (("relationships", "Night Market"), {}),
    "two steps": (("relationships", "Lio & Mina"), {"steps": "2"}),
    "everything": (("relationships",), {}),
    "a projection": (("relationships",), {"projection": "co-credits"}),
    "a directed one": (("relationships",), {"projection": "citations"}),
    "brands": (("relationships",), {"projection": "network/brand-brand"}),
    "a disagreement": (("relationships", "Night Market"), {"conflict": ""}),
    "explorer": (("explorer",), {}),
    "explorer of a thing": (("explorer", "Lio & Mina"), {"measure": "centrality"}),
}


@pytest.fixture(scope="module", params=PAGES, ids=list(PAGES))
def page(request: pytest.FixtureRequest, graph: Graph) -> Page:
    words, options = PAGES[request.param]
    given: dict[str, Any] = {name: value or True for name, value in options.items()}
    return graph.view(*words, **given)


# -- what the blocks hold ---------------------------------------------------------------------------


def columns(block: dict[str, Any]) -> set[int]:
    """Return the lengths of a table's columns; lists of disputed rows are no columns."""
    return {len(column) for name, column in block.items() if name != "disputed" and isinstance(column, list)}


def test_tables_have_columns_of_one_length(page: Page) -> None:
    picture, reasons, evidence = (page.blocks[name] for name in ("picture", "reasons", "evidence"))
    tables = [
        *(picture[name] for name in ("things", "nodes", "edges")),
        *(reasons[name] for name in ("ties", "statements", "occasions")),
        *(evidence[name] for name in ("statements", "places")),
    ]
    assert all(len(columns(table)) == 1 for table in tables)
    nodes = len(picture["nodes"]["x"])
    assert {len(values) for values in picture["nodes"]["measures"].values()} == {nodes}
    assert set(picture["nodes"]["measures"]) == set(picture["nodes"]["measureNotes"])
    assert nodes <= len(picture["things"]["id"])


def pointers(blocks: dict[str, Any]) -> Iterator[tuple[str, list[int], int]]:
    """Yield every column of indexes, with the length of the table it points into."""
    picture, reasons, evidence = (blocks[name] for name in ("picture", "reasons", "evidence"))
    nodes, things = len(picture["nodes"]["x"]), len(picture["things"]["id"])
    edges, tied = len(picture["edges"]["from"]), len(reasons["statements"]["role"])
    occasions, sources = len(reasons["occasions"]["thing"]), len(reasons["sources"])
    said = len(evidence["statements"]["id"])

    def flat(column: list[Any]) -> list[int]:
        return [index for each in column for index in several(each)]

    yield "things.kind", picture["things"]["kind"], len(picture["kinds"])
    yield "roles.group", [role["group"] for role in picture["roles"]], len(picture["groups"])
    yield "edges.from", picture["edges"]["from"], nodes
    yield "edges.to", picture["edges"]["to"], nodes
    yield "edges.disputed", picture["edges"]["disputed"], edges
    yield "nodes.disputed", picture["nodes"]["disputed"], nodes
    yield "ties.edge", reasons["ties"]["edge"], edges
    yield "ties.occasion", reasons["ties"]["occasion"], occasions
    yield "ties.one", flat(reasons["ties"]["one"]), tied
    yield "ties.two", flat(reasons["ties"]["two"]), tied
    yield "statements.role", reasons["statements"]["role"], len(picture["roles"])
    yield "statements.sources", flat(reasons["statements"]["sources"]), sources
    yield "statements.disputed", reasons["statements"]["disputed"], tied
    yield "occasions.thing", reasons["occasions"]["thing"], things
    yield "occasions.brands", flat(reasons["occasions"]["brands"]), things
    yield "occasions.seasons", flat(reasons["occasions"]["seasons"]), things
    yield "evidence.things", flat(evidence["statements"]["things"]), things
    yield "places.statement", evidence["places"]["statement"], said
    yield "places.source", evidence["places"]["source"], sources
    for named in (*reasons["labels"].values(), reasons["aliases"]):
        yield "names", [int(index) for index in named], things


MAY_BE_NONE = {"ties.occasion", "statements.role", "occasions.thing"}


def test_every_index_points_at_something(page: Page) -> None:
    for name, indexes, length in pointers(page.blocks):
        least = -1 if name in MAY_BE_NONE else 0
        assert all(least <= index < length for index in indexes), name


def test_things_edges_and_places_are_sorted(page: Page) -> None:
    picture, evidence = page.blocks["picture"], page.blocks["evidence"]
    nodes = len(picture["nodes"]["x"])
    ids = picture["things"]["id"]
    assert ids[:nodes] == sorted(ids[:nodes])
    assert ids[nodes:] == sorted(ids[nodes:])
    assert len(set(ids)) == len(ids)
    edges = list(zip(picture["edges"]["from"], picture["edges"]["to"], strict=True))
    assert edges == sorted(set(edges))
    if not picture["page"]["projection"]["directed"]:
        assert all(one < two for one, two in edges)
    assert evidence["places"]["statement"] == sorted(evidence["places"]["statement"])


def test_an_edge_weighs_as_much_as_it_has_ties(page: Page) -> None:
    picture, reasons = page.blocks["picture"], page.blocks["reasons"]
    counted = [0] * len(picture["edges"]["from"])
    for edge in reasons["ties"]["edge"]:
        counted[edge] += 1
    assert counted == picture["edges"]["weight"]


@pytest.mark.parametrize("name", ["network/everything", "network/co-credits", "network/brand-brand"])
def test_a_whole_projection_is_on_its_page(graph: Graph, name: str) -> None:
    projection = graph.projection(name)
    picture = graph.view("relationships", projection=name).blocks["picture"]
    ids = picture["things"]["id"]
    shown = {
        (ids[one], ids[two]): weight
        for one, two, weight in zip(*(picture["edges"][key] for key in ("from", "to", "weight")), strict=True)
    }
    wanted = {
        cast("tuple[str, str]", tuple(sorted(end.removeprefix(BASE) for end in ends))): len(reasons)
        for ends, reasons in projection.edges.items()
    }
    assert shown == wanted
    assert sum(picture["edges"]["weight"]) == sum(map(len, projection.edges.values()))
    assert picture["nodes"]["measures"]["strength"] == [
        sum(weight for ends, weight in wanted.items() if node in ends)
        for node in ids[: len(projection.nodes)]
    ]


def test_an_edge_has_the_statements_and_places_that_why_shows(graph: Graph) -> None:
    """An edge holds what `why` says of both, but for what was judged wrong or is only proposed."""
    blocks = graph.view("relationships").blocks
    picture, reasons, evidence = (blocks[name] for name in ("picture", "reasons", "evidence"))
    folders = graph.project.query_folders
    of_edge: dict[int, set[int]] = {}
    for edge, one, two in zip(*(reasons["ties"][key] for key in ("edge", "one", "two")), strict=True):
        of_edge.setdefault(edge, set()).update(several(one), several(two))
    places = evidence["places"]
    said: dict[int, list[tuple[str | int, ...]]] = {}
    for number, statement in enumerate(places["statement"]):
        source = reasons["sources"][places["source"][number]]["label"]
        entry = (source, *(places[key][number] for key in ("part", "paragraph", "phrase", "creditText")))
        said.setdefault(statement, []).append(entry)
    for edge, (one, two) in enumerate(zip(picture["edges"]["from"], picture["edges"]["to"], strict=True)):
        ends = [NamedNode(BASE + picture["things"]["id"][end]) for end in (one, two)]
        wanted: dict[str, list[tuple[str | int, ...]]] = {
            each.iri.removeprefix(BASE): [
                (place.source, place.part, place.paragraph, place.phrase, place.credit_text)
                for place in each.places
            ]
            for each in provenance.statements(graph.store, folders, ends[0], ends[1])
            if each.rank != "deprecated" and each.review != "proposed"
        }
        shown = {evidence["statements"]["id"][number]: said[number] for number in of_edge[edge]}
        assert shown == wanted, ends


def test_two_people_are_tied_by_the_campaigns_that_why_names(graph: Graph) -> None:
    blocks = graph.view("relationships", projection="co-credits").blocks
    picture, reasons, evidence = (blocks[name] for name in ("picture", "reasons", "evidence"))
    ids = picture["things"]["id"]
    folders = graph.project.query_folders
    for row, edge in enumerate(reasons["ties"]["edge"]):
        ends = [NamedNode(BASE + ids[picture["edges"][key][edge]]) for key in ("from", "to")]
        campaign = BASE + ids[reasons["occasions"]["thing"][reasons["ties"]["occasion"][row]]]
        links = provenance.links(graph.store, folders, ends[0], ends[1])
        link = next(each for each in links if each.iri == campaign)
        for side, known in (("one", link.one), ("two", link.two)):
            shown = {evidence["statements"]["id"][number] for number in several(reasons["ties"][side][row])}
            assert shown <= {each.iri.removeprefix(BASE) for each in known}
            assert shown


def test_names_of_every_script_and_print_are_there(graph: Graph) -> None:
    blocks = graph.view("relationships").blocks
    things, reasons = blocks["picture"]["things"], blocks["reasons"]
    rows = graph.query("identity/names")
    for row in rows:
        iri, name = str(row["thing"]).removeprefix(BASE), row["name"]
        if iri not in things["id"]:
            continue
        number = str(things["id"].index(iri))
        known = {things["label"][int(number)], *reasons["aliases"].get(number, ())}
        known |= {labels[number] for labels in reasons["labels"].values() if number in labels}
        assert name in known
    assert {tag("zh-hant"), tag("pt-br"), tag("EN")} == {"zh-Hant", "pt-BR", "en"}
    assert blocks["picture"]["page"]["languages"][0] == "en"
    assert set(reasons["labels"]) <= set(blocks["picture"]["page"]["languages"])


def test_filters_leave_out_sources_everywhere(graph: Graph) -> None:
    source = graph.find("slow-train-credits", "source")
    blocks = graph.view("relationships", filters=Filters(without=frozenset({source}))).blocks
    assert source.removeprefix(BASE) not in {each["id"] for each in blocks["reasons"]["sources"]}
    page = blocks["picture"]["page"]
    assert page["filters"]
    assert page["leftOut"]
    assert page["command"].endswith(f"--without-source {source.removeprefix(BASE)}")


# -- what a page says of itself, and what its markup holds -------------------------------------------


def test_the_command_on_a_page_makes_that_page(page: Page, ask: Ask, tmp_path: Path) -> None:
    import shlex

    program, *words = shlex.split(page.blocks["picture"]["page"]["command"])
    assert program == "fashion-kg"
    out = tmp_path / "again.html"
    assert ask(*words, "--out", out).code == 0
    assert out.read_text(encoding="utf-8") == page.html


def test_filters_are_in_the_command(ask: Ask, tmp_path: Path) -> None:
    words = (
        "view",
        "explorer",
        "--role",
        "talent",
        "--from",
        "2031",
        "--count",
        "members",
        "--min-weight",
        "1",
    )
    first, again = tmp_path / "first.html", tmp_path / "again.html"
    assert ask(*words, "--out", first).code == 0
    told = Page("", first.read_text(encoding="utf-8")).blocks["picture"]["page"]
    assert told["command"].count("--role") == 1
    assert told["projection"]["counted"] == "members"
    assert ask(*told["command"].split()[1:], "--out", again).code == 0
    assert first.read_bytes() == again.read_bytes()


def test_the_same_graph_gives_the_same_bytes(world: Path, tmp_path: Path) -> None:
    files = []
    for seed in ("1", "2"):
        files.append(tmp_path / f"{seed}.html")
        words = ("--project", world, "view", "relationships", "--out", files[-1])
        assert run(*words, env={"PYTHONHASHSEED": seed}).code == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_the_policy_allows_the_script_and_the_style_alone(page: Page) -> None:
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', page.html)
    assert len(policy) == 1
    view = page.blocks["picture"]["page"]["view"]
    for text in (built(STYLE), built(f"{view}.js")):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[0]
    assert "default-src 'none'" in policy[0]
    assert "unsafe" not in policy[0]


def test_nothing_of_the_graph_is_markup(page: Page) -> None:
    """Outside the blocks stand the package's own style and script, and the title."""
    view = page.blocks["picture"]["page"]["view"]
    markup = re.sub(r'<script type="application/octet-stream".*?</script>', "", page.html, flags=re.S)
    markup = markup.replace(built(STYLE), "").replace(built(f"{view}.js"), "")
    assert "http:" not in markup
    assert "https:" not in markup
    title = page.blocks["picture"]["page"]["title"]["en"]
    markup = markup.replace(html.escape(title), "").replace(html.escape(title, quote=False), "")
    for label in page.blocks["picture"]["things"]["label"]:
        assert len(label) < 5 or label not in markup


HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "<!--<script>",
    "{{ 7*7 }}{% raw %}",
    "\u202eevil\u2066",
    "A" * 3000,
    "]]>&lt;b&gt;",
]


def test_hostile_names_are_data(small: SmallProject) -> None:
    people = "\n".join(f"[Person.person-{n}]\nlabel = {_toml(name)}" for n, name in enumerate(HOSTILE))
    credits = "\n".join(
        f'[[Credit]]\ncampaign = "show"\nrole = "model"\ncreditedAgent = "person-{n}"\n'
        f"evidence = [«Somebody {n} poses»]"
        for n in range(len(HOSTILE))
    )
    small.sheet("gazette", f"{people}\n[Campaign.show]\nlabel = {_toml(HOSTILE[0])}\n{credits}")
    made = Graph(small.project, small.graph()).view("relationships", "campaign/show")
    markup = re.sub(r'<script type="application/octet-stream".*?</script>', "", made.html, flags=re.S)
    for name in HOSTILE:
        assert name not in markup
    assert markup.count("<script>") == built("relationships.js").count("<script>") + 1
    assert set(HOSTILE) <= set(made.blocks["picture"]["things"]["label"])
    assert {node["label"] for node in made.blocks["network"]["nodes"]} == set(HOSTILE)
    assert all("title" not in node for node in made.blocks["network"]["nodes"])
    assert "&lt;/script&gt;" in markup


def _toml(text: str) -> str:
    import json

    return json.dumps(text)


def test_only_web_addresses_of_sources_are_links(graph: Graph) -> None:
    urls = [each["url"] for each in graph.view("relationships").blocks["reasons"]["sources"]]
    assert all(url is None or url.startswith(("http://", "https://")) for url in urls)


# -- what views draw --------------------------------------------------------------------------------


def test_pyvis_writes_the_network(graph: Graph) -> None:
    blocks = graph.view("relationships", "Night Market").blocks
    network, nodes, edges = blocks["network"], blocks["picture"]["nodes"], blocks["picture"]["edges"]
    assert [node["id"] for node in network["nodes"]] == list(range(len(nodes["x"])))
    for key, column in (("x", "x"), ("y", "y"), ("size", "size")):
        assert [node[key] for node in network["nodes"]] == nodes[column]
    assert [(edge["from"], edge["to"]) for edge in network["edges"]] == list(
        zip(edges["from"], edges["to"], strict=True)
    )
    assert network["options"]["physics"]["enabled"] is False


def test_around_a_thing_is_what_is_so_many_steps_away(graph: Graph) -> None:
    import networkx as nx

    whole = graph.network("network/everything")
    thing = graph.find("Lio & Mina")
    for steps in (1, 2, 3):
        picture = graph.view("relationships", "Lio & Mina", steps=steps).blocks["picture"]
        shown = {BASE + each for each in picture["things"]["id"][: len(picture["nodes"]["x"])]}
        assert shown == set(nx.ego_graph(whole, thing, radius=steps))
        assert len(picture["edges"]["from"]) == whole.subgraph(shown).number_of_edges()
        assert picture["page"]["start"] == {"focus": sorted(shown).index(thing), "steps": steps}


@pytest.mark.parametrize(
    ("counted", "filters"),
    [
        ("groups", Filters()),
        ("members", Filters()),
        ("groups", Filters(review="proposed", weight=2)),
        ("members", Filters(review="accepted")),
    ],
)
def test_asked_from_a_thing_on_is_what_the_whole_network_has(
    counted: str, filters: Filters, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pages(thing: str) -> list[dict[str, Any]]:
        found = []
        for steps in (1, 2):
            made = graph.view("relationships", thing, steps=steps, counted=counted, filters=filters)
            blocks = made.blocks
            # Only what is said of the whole network differs.
            del blocks["picture"]["nodes"]["measureNotes"], blocks["picture"]["page"]["leftOut"]
            found.append(blocks)
        return found

    things = graph.projection("network/everything", counted=counted, filters=filters).nodes[::4]
    near = [pages(thing) for thing in things]
    assert near
    monkeypatch.setattr(_asked, "near_to", lambda *_: None)
    assert near == [pages(thing) for thing in things]


def test_a_path_is_the_one_that_analyze_tells(graph: Graph) -> None:
    projection = graph.projection("network/co-credits")
    piece = projection.components[0]
    pairs = [pair for pair in itertools.combinations(piece, 2) if pair not in projection.edges]
    one, other = pairs[0]
    way = shortest(projection, one, other)
    assert way is not None
    made = graph.view("relationships", one, other, path=True)
    picture = made.blocks["picture"]
    ids = [BASE + each for each in picture["things"]["id"]]
    assert [ids[end] for end in picture["page"]["start"]["path"]] == [one, other]
    assert set(way) <= set(ids[: len(picture["nodes"]["x"])])
    assert f"{len(way) - 1} steps apart" in made.summary


def test_a_disagreement_has_subject_values_sources_and_waves(graph: Graph) -> None:
    made = graph.view("relationships", "Night Market", conflict=True)
    picture = made.blocks["picture"]
    ids, kinds = picture["things"]["id"], [kind["id"] for kind in picture["kinds"]]
    shown = {
        (ids[one], ids[two])
        for one, two in zip(picture["edges"]["from"], picture["edges"]["to"], strict=True)
    }
    rows = [row for row in graph.query("claims/conflicts") if row["subjectLabel"] == "Night Market"]
    values = {two for one, two in shown if one == "campaign/night-market"}
    assert len(values) == len(rows)
    assert "deprecated" in made.summary
    assert "preferred" in made.summary
    assert "PressWave" in kinds
    assert {one for one, two in shown if two.startswith("wave/")} == {
        two for _, two in shown if two.startswith("source/")
    }
    assert "deprecated" in made.blocks["evidence"]["statements"]["rank"]


def test_a_disagreement_tells_of_no_source_that_is_not_heard(graph: Graph) -> None:
    (early, late) = (row for row in graph.query("claims/conflicts") if row["subjectLabel"] == "Isaline Roux")
    made = graph.view("relationships", "Isaline Roux", conflict=True)
    said = f"of Maison Orlo, start: {early['value']} (1 voice) or {late['value']} (1 voice), undecided."
    assert made.summary.endswith(said)
    documents = {each["label"]: each["id"] for each in made.blocks["reasons"]["sources"]}
    without = Filters(without=frozenset({BASE + documents[late["sources"]]}))
    alone = graph.view("relationships", "Isaline Roux", conflict=True, filters=without).summary
    assert alone.endswith(f"start: {early['value']} (1 voice), against which no source that is heard speaks.")


def test_a_measure_stands_at_the_nodes(graph: Graph) -> None:
    picture = graph.view("explorer", measure="centrality").blocks["picture"]
    found = graph.analyze("centrality")
    measured = found.nodes
    ids = picture["things"]["id"]
    for name, values in measured.items():
        shown = picture["nodes"]["measures"][name]
        assert shown == [values.get(BASE + each) for each in ids[: len(shown)]]
        assert picture["nodes"]["measureNotes"][name].startswith(found.columns[name])


def test_every_view_says_in_its_text_what_it_says_when_run() -> None:
    from fashion_kg.cli.view import _declared

    declared = _declared()
    assert tuple(declared) == views.names()
    for name, about in declared.items():
        view = views.find(name)
        assert about == {"summary": view.summary, "usage": view.usage, "options": dict(view.options)}


# -- shapes and colours ------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_class_and_group_is_seen_on_either_ground(ontology: Ontology) -> None:
    drawn = Look(ontology)
    ground = look()["ground"]
    classes = (*ontology.entity_classes, *ontology.source_classes, "PressWave", "DateSpan")
    tops = {drawn.group_of(iri, "Credit") for iri in ontology.terms["Role"].values()}
    groups = drawn.groups([*tops, *ontology.statement_classes])
    assert len(tops) == 11
    assert {group.id for group in groups} == tops | set(ontology.statement_classes)
    shown = [drawn.kind(name) for name in classes] + [vars(group) for group in groups]
    for each in shown:
        for side in ("light", "dark"):
            assert contrast(each[side], ground[side]) >= 3, (each, side)
        assert each["label"]["en"]


def test_kinds_that_stand_side_by_side_look_different(ontology: Ontology) -> None:
    named = [name for name in ontology.entity_classes if name in look()["kinds"]]
    seen = [tuple(look()["kinds"][name][key] for key in ("shape", "light")) for name in named]
    assert len(set(seen)) == len(seen) == len(ontology.entity_classes)


def test_agents_hold_roles_and_brands_are_tied_by_them(ontology: Ontology) -> None:
    names = ("Person", "Duo", "Organization", "Brand", "Campaign", "Product")
    assert [Look(ontology).kind(name)["acts"] for name in names] == [True, True, True, False, False, False]


def test_a_class_without_a_look_has_that_of_the_class_above(ontology: Ontology) -> None:
    above, below = Look(ontology).kind("Source"), Look(ontology).kind("Post")
    assert {key: above[key] for key in ("shape", "light", "dark")} == {
        key: below[key] for key in ("shape", "light", "dark")
    }
    assert below["label"]["en"] == "post"
    assert below["plural"]["en"] == "posts"


# -- asking ------------------------------------------------------------------------------------------


def test_the_kinds_are_listed(ask: Ask) -> None:
    ran = ask("view")
    assert ran.code == 0
    for name in views.names():
        assert f"{name} " in ran.out


def test_a_page_goes_among_the_built_files_and_is_told(ask: Ask, world: Path) -> None:
    ran = ask("view", "relationships", "Lio & Mina", "--steps", "2")
    (file,) = (world / "build" / "views").glob("relationships-lio-mina-steps-2-*.html")
    assert ran.code == 0
    size = file.stat().st_size
    assert ran.out.splitlines()[0] == f"{file}  {size:,} bytes"
    assert "ties. A tie says" in ran.out.splitlines()[1]


def test_a_name_cannot_steer_the_terminal(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Page, "summary", property(lambda _: "Red \x1b[31m"))
    assert ask("view", "relationships", "Lio & Mina").out.splitlines()[1] == "Red \\x1b[31m"


@pytest.mark.parametrize(
    "words", ["relationships ../../etc/passwd", "explorer 巴黎世家", "table " + "x" * 300, "'"]
)
def test_a_name_for_a_file_is_never_a_path(words: str) -> None:
    assert SLUG.fullmatch(file_name(words))
    assert len(file_name(words)) <= 100
    assert file_name(words) != file_name(words + " é")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("table q 'a b'", "table q a b"),
        ("table q a-b", "table q a b"),
        ("explorer --measure degree", "explorer measure degree"),
    ],
)
def test_two_requests_have_two_files(one: str, other: str) -> None:
    assert file_name(one) != file_name(other)
    assert file_name(other) == other.replace(" ", "-")


MISTAKES = {
    ("relationship",): 'There is no view "relationship". Did you mean "relationships"?',
    (
        "relationships",
        "Lio Minna",
    ): 'The graph has no thing called "Lio Minna". Did you mean: Lio & Mina (group/lio-mina)',
    (
        "relationships",
        "Lio & Mina",
        "Night Market",
    ): '"Night Market" is one name too many. Put a name of several words in quotes; two names need --path.',
    ("relationships", "Lio & Mina", "--steps", "4"): '--steps cannot be "4". Write 1, 2 or 3.',
    ("relationships", "--steps", "2"): "--steps are steps around something. Name it, too.",
    (
        "relationships",
        "--path",
        "Lio & Mina",
    ): "--path needs two names. Put a name of several words in quotes: "
    'fashion-kg view relationships --path "Kate Moss" Balenciaga',
    (
        "relationships",
        "--path",
        "--conflict",
        "Ode",
    ): "--path and --conflict are two different pages. Leave one out.",
    ("relationships", "--conflict", "Lio & Mina"): "No sources disagree about Lio & Mina. They do about: ",
    ("explorer", "--conflict", "Ode"): "The view explorer has no option --conflict. It has: ",
    (
        "explorer",
        "--projection",
        "co-credit",
    ): 'There is no projection "co-credit". Did you mean "co-credits"?',
    (
        "explorer",
        "--from",
        "1900",
        "--to",
        "1901",
    ): "Nothing is left of network/co-credits under these filters: ",
    ("explorer", "--measure", "path"): "path needs one and other, and has no figure for each node.",
    ("explorer", "--measure", "centralty"): 'There is no measure "centralty". Did you mean "centrality"?',
}


@pytest.mark.parametrize("words", MISTAKES, ids=" ".join)
def test_a_mistake_gets_a_sentence(words: tuple[str, ...], ask: Ask) -> None:
    ran = ask("view", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"fashion-kg: {MISTAKES[words]}")


def test_an_option_that_takes_no_value_gets_none(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"--path takes no value. In Python, give it True: path=True"):
        graph.view("relationships", "Lio & Mina", "Night Market", path="yes")


def test_a_pair_that_nothing_connects(small: SmallProject) -> None:
    small.sheet(
        "gazette",
        "[Person.ada]\nlabel = 'Ada'\n[Person.bo]\nlabel = 'Bo'\n[Person.cy]\nlabel = 'Cy'\n"
        "[Campaign.one]\nlabel = 'One'\n[Campaign.two]\nlabel = 'Two'\n"
        + "\n".join(
            f'[[Credit]]\ncampaign = "{campaign}"\nrole = "model"\ncreditedAgent = "{who}"\n'
            f"evidence = [«{who} poses for {campaign}»]"
            for campaign, who in (("one", "ada"), ("one", "bo"), ("two", "cy"))
        ),
    )
    graph = Graph(small.project, small.graph())
    with pytest.raises(
        UsageError, match=r"connects Ada and Cy: Ada is connected with 1 other, Cy is tied to nothing"
    ):
        graph.view("relationships", "Ada", "Cy", path=True)
    with pytest.raises(UsageError, match="Both ends"):
        graph.view("relationships", "Ada", "Ada", path=True)
    # Of a brand or another thing that the people's network lacks, the network of all statements knows.
    assert "1 step apart" in graph.view("relationships", "Ada", "One", path=True).summary


def test_a_lone_thing_is_shown_with_a_sentence(graph: Graph) -> None:
    far = Filters(brands=frozenset({graph.find("maison-orlo", "brand")}))
    lonely = next(
        iri
        for iri in graph.projection("network/everything").nodes
        if iri not in graph.projection("network/everything", filters=far).nodes
    )
    made = graph.view("relationships", lonely, filters=far)
    picture = made.blocks["picture"]
    assert len(picture["nodes"]["x"]) == 1
    assert picture["edges"]["from"] == []
    assert "alone: nothing in network/everything ties it to anything under these filters" in made.summary


def test_too_large_for_relationships_offers_explorer(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relationships, "MOST_NODES", 3)
    with pytest.raises(
        UsageError, match=r"too many for relationships.*fashion-kg view explorer --projection co-credits"
    ):
        graph.view("relationships", projection="co-credits")


def test_a_place_that_cannot_be_written(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    made = graph.view("explorer")
    with pytest.raises(FashionKGError, match="cannot be written"):
        made.save(tmp_path / "file" / "page.html")
    with pytest.raises(FashionKGError, match="is a folder"):
        made.save(tmp_path)


def test_a_notebook_shows_a_page_in_a_frame_of_its_own(graph: Graph) -> None:
    made = graph.view("relationships", "Night Market", conflict=True)
    shown = made._repr_html_()
    match = re.fullmatch(r'<iframe srcdoc="([^"]*)" sandbox="([^"]*)" title="[^"]*" [^<>]*></iframe>', shown)
    assert match
    assert html.unescape(match[1]) == made.html
    assert set(match[2].split()) == {"allow-scripts", "allow-downloads", "allow-popups"}


def test_a_page_marks_credits_of_groups_where_members_count(graph: Graph) -> None:
    def marked(counted: str) -> set[str]:
        blocks = graph.view("explorer", projection="co-credits", counted=counted).blocks
        marks = blocks["reasons"]["statements"]["byGroup"]
        ids = blocks["evidence"]["statements"]["id"]
        return {BASE + ids[at] for at, mark in enumerate(marks) if mark}

    found = graph.projection("co-credits", counted="members")
    ties = [tie for edge in found.edges.values() for sides in edge.values() for side in sides for tie in side]
    assert marked("members") == {tie.statement for tie in ties if tie.group} != set()
    assert marked("groups") == set()


def test_pages_agree_with_projections_whatever_is_counted(graph: Graph) -> None:
    projection: Projection = graph.projection(counted="members")
    picture = graph.view("explorer", counted="members").blocks["picture"]
    assert len(picture["nodes"]["x"]) == len(projection.nodes)
    assert len(picture["edges"]["from"]) == len(projection.edges)
