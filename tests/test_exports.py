"""Exports of a small made-up world full of hostile names, and of the repository's own graph."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import itertools
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, RdfFormat, Triple, parse

import fashion_kg
from fashion_kg import exports
from fashion_kg.build import build, load_ontology
from fashion_kg.errors import FashionKGError, UsageError
from fashion_kg.exports import Content, Export, export, export_all, find, names
from fashion_kg.layout import Project, packaged_root
from fashion_kg.namespaces import BASE, CLAIMS_GRAPH, DATASET, FACTS_GRAPH, ONTOLOGY, PREFIXES, term
from fashion_kg.store import open_store

FORMULA = '=HYPERLINK("https://example.org/","x")'
HOSTILE = 'Ada </script> \u0001 "q" & \\ \r\n end\u2028 \ufffe'

SHEET = """
[source]
kind = "PressArticle"
label = "The Example, 3 February 2031"
title = "=1+1 is printed here"
byline = "@desk"
published = "2031-02-03"
language = ["en", "zh-Hant"]
sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
characters = 500
wave = "tide"
review = "accepted"
reader = "the editors"
read = 2031-02-04
note = "a note\\twith tab"

[parts]
body = [[0, 500]]

[Brand.maison-exemple]
label = { en = "Maison Exemple", zh-Hant = "範例之家" }

[Person.ada]
label = "Ada </script> \\u0001 \\"q\\" & \\\\ \\r\\n end\\u2028 \\uFFFE"
alt = { zh-Hant = ["艾達"], zh-Hans = ["艾达"], en-US = ["-Ada"] }

[Person.formula]
label = '=HYPERLINK("https://example.org/","x")'
hidden = ["+formula"]

[Campaign.tide]
label = "Tide, the campaign"

[Product.bag]
label = "Bag"

[Place.port]
label = "Port"

[[Credit]]
campaign = "tide"
role = "photographer"
creditedAgent = "ada"
evidence = [
  { phrase = "by Ada", part = "body", paragraph = 1, start = 1, end = 7, position = 1, creditText = "Ada" },
]

[[Credit]]
campaign = "tide"
role = "model"
creditedAgent = "formula"
evidence = [{ phrase = "=cmd|' /C calc'!A0", part = "body", paragraph = 1, start = 10, end = 28 }]

[[Claim]]
subject = "tide"
property = "brand"
value = "maison-exemple"
evidence = [{ phrase = "Exemple", part = "body", paragraph = 1, start = 30, end = 37 }]

[[Claim]]
subject = "tide"
property = "launched"
value = "2031-02"
evidence = [
  { phrase = "in February", part = "body", paragraph = 1, start = 40, end = 51, dateText = "February" },
]

[[Claim]]
subject = "bag"
property = "trait"
value = { zh-Hant = "陶瓷" }
evidence = [{ phrase = "陶瓷", part = "body", paragraph = 1, start = 60, end = 62 }]

[[ProductEvent]]
product = "bag"
eventKind = "introduced"
date = "2030"
agent = "ada"
evidence = [{ phrase = "2030", part = "body", paragraph = 1, start = 70, end = 74, dateText = "2030" }]

[[Feature]]
campaign = "tide"
featureRelation = "set-in"
featured = "port"
evidence = [{ phrase = "Port", part = "body", paragraph = 1, start = 80, end = 84 }]

[[Appearance]]
agent = "ada"
appearanceKind = "guest"
brand = "maison-exemple"
wearing = "a coat"
evidence = [{ phrase = "a coat", part = "body", paragraph = 1, start = 90, end = 96 }]
"""
SECOND = (
    SHEET.replace("The Example, 3", "The Second, 3")
    .replace('wave = "tide"', 'wave = "ebb"')
    .replace('sha256 = "e3b0', 'sha256 = "f4c1')
)
# rdflib warns of what its own readers call.
pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning")

PLAIN = ("turtle", "ntriples", "rdfxml", "jsonld")


def write_world(root: Path) -> Project:
    folder = root / "graph" / "sources" / "2031"
    folder.mkdir(parents=True)
    (folder / "example.toml").write_text(SHEET, encoding="utf-8")
    (folder / "second.toml").write_text(SECOND, encoding="utf-8")
    return Project(root)


def content_of(project: Project, **options: bool) -> Content:
    return Content(open_store(project), load_ontology(project), project.context_file, **options)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = write_world(tmp_path_factory.mktemp("world"))
    build(project)
    return project


@pytest.fixture(scope="module")
def own_graph(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("own")
    for folder in ("graph", "ontology"):
        (root / folder).symlink_to(packaged_root() / folder)
    project = Project(root)
    build(project)
    return project


@pytest.fixture(params=["world", "own_graph"])
def project(request: pytest.FixtureRequest) -> Project:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Project)
    return found


def only(name: str, content: Content) -> bytes:
    (body,) = find(name).render(content).values()
    return body


def triples(body: bytes, form: RdfFormat) -> set[Triple]:
    return {quad.triple for quad in parse(body, format=form)}


def spelled(body: bytes, form: str) -> set[tuple[str, ...]]:
    """What rdflib reads, with language tags spelled as in the file."""
    graph = rdflib.Graph().parse(data=body, format=form)
    return {tuple(node.n3() for node in triple) for triple in graph}


def select(content: Content, query: str) -> list[tuple[str, ...]]:
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("fkg", "rdfs"))
    answer = content.store.query(prefixes + query)
    assert isinstance(answer, QuerySolutions)
    return [tuple(str(node.value) for node in solution) for solution in answer]


# -- discovery --------------------------------------------------------------------------------------


def test_every_module_without_underscore_is_a_format() -> None:
    modules = {file.stem for file in Path(exports.__path__[0]).glob("*.py")}
    assert set(names()) == {name for name in modules if not name.startswith("_")}
    assert all(isinstance(find(name), Export) for name in names())
    assert len({find(name).file_name for name in names()}) == len(names())
    assert all(find(name).options <= {"facts_only", "spreadsheet"} for name in names())


def test_adding_a_module_is_all_it_takes(
    world: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "census.py").write_text(
        "summary, media_type, file_name = 'how many', 'text/plain', 'census.txt'\n"
        "is_folder, options, order = False, frozenset(), 0\n"
        "def render(content):\n    return {file_name: b'%d' % len(content.things('Person'))}\n"
    )
    (tmp_path / "torso.py").write_text("summary = 'a module that lacks the rest'\n")
    monkeypatch.setattr(exports, "__path__", [*exports.__path__, str(tmp_path)])
    assert {"census", "torso"} <= set(names())
    assert export("census", content_of(world), tmp_path / "census.txt")[0].read_text() == "2"
    with pytest.raises(TypeError, match=r"exports\.torso lacks media_type, file_name, .*, render"):
        find("torso")


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(UsageError, match=r'There is no export "turtel"\. Did you mean "turtle"'):
        find("turtel")
    with pytest.raises(UsageError, match="Choose one of csv, description, gexf"):
        find("../../etc/passwd")


def test_importing_and_listing_is_cheap() -> None:
    code = (
        "import sys; from fashion_kg import exports; [exports.find(name) for name in exports.names()]; "
        "print({'networkx', 'rdflib', 'pyshacl', 'owlready2'} & set(sys.modules))"
    )
    done = run(code)
    assert (done.stdout, done.stderr) == ("set()\n", "")


def run(code: str, *arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    source = str(Path(fashion_kg.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": source, "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, check=False
    )


# -- the same bytes ---------------------------------------------------------------------------------

_MAKE = """
import sys
from pathlib import Path
from fashion_kg.build import build, load_ontology
from fashion_kg.exports import Content, export, export_all
from fashion_kg.layout import Project
from fashion_kg.store import open_store
root, out = map(Path, sys.argv[1:])
project = Project(root)
build(project)
def content(**options):
    return Content(open_store(project), load_ontology(project), project.context_file, **options)
export_all(content(), out / "all")
export_all(content(facts_only=True), out / "facts")
export("csv", content(spreadsheet=True), out / "spreadsheet")
"""


def test_exports_are_byte_identical_across_runs_and_hash_seeds(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "42"):
        write_world(tmp_path / seed)
        out = tmp_path / f"out-{seed}"
        done = run(_MAKE, str(tmp_path / seed), str(out), seed=seed)
        assert done.returncode == 0, done.stderr
        files = (file for file in sorted(out.rglob("*")) if file.is_file())
        made.append({file.relative_to(out).as_posix(): file.read_bytes() for file in files})
    assert len(made[0]) > 2 * len(names())
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


def test_no_file_says_when_it_was_made(world: Project, tmp_path: Path) -> None:
    today = dt.datetime.now(dt.UTC).date()
    for file in export_all(content_of(world), tmp_path / "out"):
        if file.suffix in (".nq", ".trig"):
            continue  # they hold the ontology, which has a date of its own
        assert "lastmodified" not in file.read_text(encoding="utf-8")
        assert today.isoformat() not in file.read_text(encoding="utf-8"), file


# -- RDF --------------------------------------------------------------------------------------------


def test_turtle_is_complete_by_itself(project: Project) -> None:
    content = content_of(project)
    graph = triples(only("turtle", content), RdfFormat.TURTLE)
    stored = {quad.triple for name in (CLAIMS_GRAPH, FACTS_GRAPH) for quad in content.store.quads(name)}
    lists = {iri for listed in content.ontology.terms.values() for iri in listed.values()}
    schemes = {iri.rpartition("/")[0] for iri in lists}
    labels_alone = {triple for triple in stored - graph if triple.predicate == term("rdfs:label")}
    assert stored - graph == labels_alone  # only the labels of terms that nothing uses are left out
    assert {
        triple.subject.value for triple in labels_alone if isinstance(triple.subject, NamedNode)
    } <= lists | schemes
    assert not any(
        isinstance(node, BlankNode) for triple in graph for node in (triple.subject, triple.object)
    )

    described = {triple.subject for triple in graph}
    ours = {
        triple.object
        for triple in graph
        if isinstance(triple.object, NamedNode) and triple.object.value.startswith(BASE)
    }
    outside = {NamedNode(PREFIXES["fkg"]), NamedNode(f"{ONTOLOGY}/0.1.0")}
    assert ours - described <= outside
    labelled = {
        triple.subject
        for triple in graph
        if triple.predicate in (term("rdfs:label"), term("dcterms:isReplacedBy"))
    }
    unlabelled = {
        triple.object
        for triple in graph
        if triple.predicate not in (term("oa:hasSelector"), term("fkg:evidence"))
        and isinstance(triple.object, NamedNode)
        and triple.object.value.startswith(BASE)
    } - labelled
    assert {node.value for node in unlabelled if not node.value.startswith(f"{BASE}decision/")} <= {
        node.value for node in outside
    }


def test_turtle_names_dataset_licence_and_ontology(world: Project) -> None:
    graph = triples(only("turtle", content_of(world)), RdfFormat.TURTLE)
    dataset = NamedNode(DATASET)
    assert {
        Triple(dataset, term("rdf:type"), term("void:Dataset")),
        Triple(dataset, term("rdf:type"), term("dcat:Dataset")),
        Triple(dataset, term("dcterms:conformsTo"), NamedNode(f"{ONTOLOGY}/0.1.0")),
        Triple(
            dataset,
            term("dcterms:license"),
            NamedNode("https://creativecommons.org/publicdomain/zero/1.0/"),
        ),
        Triple(dataset, term("dcat:version"), Literal(fashion_kg.__version__)),
    } <= graph


def test_turtle_reads_well(project: Project) -> None:
    text = only("turtle", content_of(project)).decode()
    lines = text.split("\n")
    prefixes = {line.split()[1] for line in lines if line.startswith("@prefix")}
    body = "\n".join(line for line in lines if not line.startswith(("@prefix", "#")))
    unquoted = re.sub(r'<[^>]*>|"(?:[^"\\]|\\.)*"', "", body)
    assert prefixes == set(re.findall(r"[a-z][a-z-]*:", unquoted)) - {"s:"}
    for before, line in itertools.pairwise(lines):
        if line and not line.startswith((" ", "@", "#", "}")):
            assert before == ""
            assert re.match(r"\S+ (a |dcterms:isReplacedBy )", line), line
    headings = re.findall(r"^# -+ (.*?) -+$", text, re.M)
    assert headings.index("person") < headings.index("campaign") < headings.index("credit")
    assert headings.index("claim") < headings.index("press article") < headings.index("role")
    assert headings.index("role") < headings.index("classes and properties")


def test_evidence_stands_below_its_assertion(world: Project) -> None:
    text = only("turtle", content_of(world)).decode()
    subjects = re.findall(r"^(\S+) a ", text[text.index("- credit -") :], re.M)
    assert [re.sub(r":\w+", ":", subject) for subject in subjects[:9]] == [
        "credit:",
        *["evidence:", "evidence:\\/position", "evidence:\\/quote"] * 2,
        "credit:",
        "evidence:",
    ]


@pytest.mark.parametrize("facts_only", [False, True])
def test_the_plain_formats_hold_the_same_triples(project: Project, facts_only: bool) -> None:
    content = content_of(project, facts_only=facts_only)
    wanted = set(content.triples)
    assert triples(only("turtle", content), RdfFormat.TURTLE) == wanted
    assert triples(only("ntriples", content), RdfFormat.N_TRIPLES) == wanted
    assert triples(only("jsonld", content), RdfFormat.JSON_LD) == wanted
    in_xml = {representable(triple) for triple in wanted}
    assert triples(only("rdfxml", content), RdfFormat.RDF_XML) == in_xml

    read = spelled(only("ntriples", content), "nt")
    assert len(read) == len(wanted)
    assert spelled(only("turtle", content), "turtle") == read
    assert spelled(only("jsonld", content), "json-ld") == read
    assert len(spelled(only("rdfxml", content), "xml")) == len(read)


def representable(triple: Triple) -> Triple:
    value = triple.object
    if isinstance(value, Literal):
        text = value.value.replace("\u0001", "\ufffd").replace("\ufffe", "\ufffd")
        value = (
            Literal(text, language=value.language)
            if value.language
            else Literal(text, datatype=value.datatype)
        )
    return Triple(triple.subject, triple.predicate, value)


def test_names_come_through_unchanged(world: Project) -> None:
    content = content_of(world)
    wanted = Literal(HOSTILE, language="en")
    for name, form in (
        ("turtle", RdfFormat.TURTLE),
        ("ntriples", RdfFormat.N_TRIPLES),
        ("jsonld", RdfFormat.JSON_LD),
    ):
        assert any(triple.object == wanted for triple in triples(only(name, content), form)), name
    assert b"<" not in only("jsonld", content)


def test_language_tags_are_spelled_as_in_bcp_47(world: Project) -> None:
    content = content_of(world)
    for name in (*PLAIN, "nquads", "trig"):
        text = only(name, content).decode()
        assert "zh-Hant" in text, name
        assert "en-US" in text, name
        assert not re.search(r'["@]zh-han[st]\b|["@]en-us\b', text), name
    for name, form in (("turtle", "turtle"), ("jsonld", "json-ld"), ("rdfxml", "xml")):
        graph = rdflib.Graph().parse(data=only(name, content), format=form)
        assert rdflib.Literal("艾達", lang="zh-Hant").n3() in {node.n3() for node in graph.objects()}, name


def test_what_looks_like_a_language_tag_inside_a_text_is_left_alone() -> None:
    from fashion_kg.exports._rdf import lines, to_bytes, turtle

    subject, text = NamedNode("https://example.org/s"), Literal('said "@zh-hant <x> .', language="zh-hant")
    triple = Triple(subject, term("rdfs:label"), text)
    written = lines(to_bytes([triple], RdfFormat.N_TRIPLES))
    assert written.endswith(b'"said \\"@zh-hant <x> ."@zh-Hant .\n')
    written = turtle({"": [triple]}, {"rdfs": PREFIXES["rdfs"]})
    assert written.endswith(b'rdfs:label "said \\"@zh-hant <x> ."@zh-Hant .\n')


@pytest.mark.parametrize(("name", "form"), [("nquads", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG)])
def test_the_named_graphs_are_kept(project: Project, name: str, form: RdfFormat) -> None:
    content = content_of(project)
    body = only(name, content)
    assert set(parse(body, format=form)) == set(content.store.quads())
    dataset = rdflib.Dataset()
    dataset.parse(data=body.decode(), format=name)
    sizes = {str(graph.identifier): len(graph) for graph in dataset.graphs() if len(graph)}
    assert set(sizes) == {ONTOLOGY, CLAIMS_GRAPH, FACTS_GRAPH}
    assert sum(sizes.values()) == len(content.store)


@pytest.mark.parametrize("name", ["turtle", "trig"])
def test_facts_only_leaves_out_assertions_and_evidence(project: Project, name: str) -> None:
    content = content_of(project, facts_only=True)
    graph = triples(only(name, content), RdfFormat.TRIG)
    kinds = {triple.object for triple in graph if triple.predicate == term("rdf:type")}
    left_out = (
        "Assertion",
        "Credit",
        "Claim",
        "Evidence",
        "Source",
        "PressArticle",
        "Reading",
        "Reader",
        "Decision",
    )
    assert not kinds & {term(f"fkg:{name}") for name in left_out}
    assert term("oa:TextQuoteSelector") not in kinds
    predicates = {triple.predicate for triple in graph}
    assert not predicates & {term("fkg:evidence"), term("fkg:rank"), term("dcterms:source"), term("oa:exact")}
    between_things = {
        quad.triple
        for quad in content.store.quads(FACTS_GRAPH)
        if content.is_a(str(quad.subject)[1:-1], "Entity")
    }
    assert between_things
    assert between_things <= graph
    assert term("skos:prefLabel") in predicates


def test_facts_only_keeps_the_dates_that_facts_lead_to(world: Project) -> None:
    graph = triples(only("turtle", content_of(world, facts_only=True)), RdfFormat.TURTLE)
    date = NamedNode(f"{BASE}date/2031-02")
    assert Triple(NamedNode(f"{BASE}campaign/tide"), term("fkg:launched"), date) in graph
    assert Triple(date, term("fkg:latest"), Literal("2031-02-28", datatype=term("xsd:date"))) in graph
    assert not any(triple.subject == NamedNode(f"{BASE}date/2030") for triple in graph)


def test_rdfxml_is_well_formed_whatever_the_names(world: Project) -> None:
    body = only("rdfxml", content_of(world))
    root = ET.fromstring(body)  # noqa: S314 - written here
    texts = [element.text or "" for element in root.iter(f"{{{PREFIXES['skos']}}}prefLabel")]
    assert HOSTILE.replace("\u0001", "\ufffd").replace("\ufffe", "\ufffd") in texts


def test_jsonld_needs_no_network(world: Project) -> None:
    document = json.loads(only("jsonld", content_of(world)))
    assert isinstance(document["@context"], dict)
    assert "@import" not in document["@context"]
    nodes = {node["@id"]: node for node in document["@graph"]}
    ours = [iri for iri in nodes if ":" not in iri]
    assert len(ours) > 30
    assert ours == sorted(ours)
    credit = next(node for node in nodes.values() if node.get("creditedAgent") == "person/ada")
    assert credit["role"] == "role/photographer"
    assert "Credit" in credit["@type"]
    assert nodes["campaign/tide"]["launched"] == "date/2031-02"
    assert nodes["brand/maison-exemple"]["prefLabel"] == {"en": "Maison Exemple", "zh-Hant": "範例之家"}
    assert nodes["date/2030"]["earliest"] == "2030-01-01"
    claim = next(node for node in nodes.values() if node.get("property") == "trait")
    assert claim["value"] == {"@value": "陶瓷", "@language": "zh-Hant"}
    evidence = next(node for node in nodes.values() if node.get("creditText") == "Ada")
    assert (evidence["paragraph"], evidence["position"]) == (1, 1)


def test_the_context_knows_the_type_of_every_property_in_use(project: Project) -> None:
    nodes = json.loads(only("jsonld", content_of(project)))["@graph"]
    long_forms = {
        key
        for node in nodes
        for key, value in node.items()
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, dict) and {"@id", "@value"} & one.keys()
    }
    assert long_forms == {"value"}


# -- tables -----------------------------------------------------------------------------------------


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline=""), strict=True))


def test_tables_hold_what_the_graph_says(world: Project) -> None:
    files = find("csv").render(content_of(world))
    people = {row["id"]: row for row in rows(files["person.csv"])}
    assert people[f"{BASE}person/ada"]["label"] == HOSTILE
    assert people[f"{BASE}person/formula"]["label"] == FORMULA
    assert people[f"{BASE}person/ada"]["sources"] == "2"
    assert len(rows(files["agent.csv"])) == 3
    assert len(rows(files["entity.csv"])) == 6
    (campaign,) = rows(files["campaign.csv"])
    assert campaign["brand"] == f"{BASE}brand/maison-exemple"
    assert campaign["launched"] == "2031-02"
    credits_ = {row["creditedAgent_label"]: row for row in rows(files["credit.csv"])}
    assert credits_[FORMULA]["role_label"] == "model"
    assert (credits_[FORMULA]["sources"], credits_[FORMULA]["waves"]) == ("2", "2")
    (event,) = rows(files["product-event.csv"])
    assert (event["date"], event["date_earliest"], event["date_latest"]) == (
        "2030",
        "2030-01-01",
        "2030-12-31",
    )
    trait = next(row for row in rows(files["claim.csv"]) if row["property_label"] == "trait")
    assert (trait["value"], trait["value_label"], trait["value_language"]) == ("", "陶瓷", "zh-Hant")
    (appearance,) = rows(files["appearance.csv"])
    assert (appearance["wearing"], appearance["wearing_language"], appearance["occasion"]) == (
        "a coat",
        "en",
        "",
    )
    phrases = {row["phrase"] for row in rows(files["evidence.csv"])}
    assert "=cmd|' /C calc'!A0" in phrases
    assert {"艾達", "艾达", "-Ada", "+formula"} <= {row["name"] for row in rows(files["name.csv"])}
    assert {row["published_earliest"] for row in rows(files["source.csv"])} == {"2031-02-03"}


def test_each_table_has_as_many_rows_as_the_graph_has_things(project: Project) -> None:
    content = content_of(project)
    files = find("csv").render(content)
    for table, class_name in (
        ("person", "Person"),
        ("agent", "Agent"),
        ("creation", "Creation"),
        ("credit", "Credit"),
        ("claim", "Claim"),
        ("evidence", "Evidence"),
        ("source", "Source"),
    ):
        wanted = select(content, f"SELECT DISTINCT ?it WHERE {{ ?it a/rdfs:subClassOf* fkg:{class_name} }}")
        assert sorted(row["id"] for row in rows(files[f"{table}.csv"])) == sorted(iri for (iri,) in wanted)


def test_the_description_of_the_tables_holds(project: Project) -> None:
    files = find("csv").render(content_of(project))
    metadata = json.loads(files["csv-metadata.json"])
    assert metadata["@context"][0] == "http://www.w3.org/ns/csvw"
    assert metadata["dc:license"] == {"@id": "https://creativecommons.org/publicdomain/zero/1.0/"}
    assert {table["url"] for table in metadata["tables"]} == files.keys() - {"csv-metadata.json"}
    found = {table["url"]: rows(files[table["url"]]) for table in metadata["tables"]}
    for table in metadata["tables"]:
        check_table(table, files[table["url"]], found)


readers: dict[str, Callable[[str], object]] = {
    "integer": int,
    "date": dt.date.fromisoformat,
    "anyURI": NamedNode,
    "string": str,
}


def check_table(table: dict[str, Any], body: bytes, found: dict[str, list[dict[str, str]]]) -> None:
    schema, own = table["tableSchema"], found[table["url"]]
    header = next(csv.reader(io.StringIO(body.decode(), newline="")))
    assert header == [column["name"] for column in schema["columns"]]
    assert len(set(header)) == len(header)
    if "primaryKey" in schema:
        keys = [row[schema["primaryKey"]] for row in own]
        assert len(set(keys)) == len(keys)
        assert "" not in keys
    for column in schema["columns"]:
        for cell in filter(None, (row[column["name"]] for row in own)):
            readers[column["datatype"]](cell)
    for key in schema.get("foreignKeys", ()):
        reference = key["reference"]
        known = {row[reference["columnReference"]] for row in found[reference["resource"]]}
        assert {row[key["columnReference"]] for row in own} <= known, (table["url"], key)


def test_a_spreadsheet_runs_nothing(world: Project) -> None:
    files = find("csv").render(content_of(world, spreadsheet=True))
    assert "csv-metadata.json" not in files
    cells = []
    for name, body in files.items():
        assert body.startswith(b"\xef\xbb\xbf"), name
        cells += [
            cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")) for cell in row
        ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {
        f"'{FORMULA}",
        "'=cmd|' /C calc'!A0",
        "'@desk",
        "'-Ada",
        "'+formula",
        "'=1+1 is printed here",
    } <= set(cells)
    plain = find("csv").render(content_of(world))
    assert not plain["person.csv"].startswith(b"\xef\xbb\xbf")


# -- networks ---------------------------------------------------------------------------------------


def facts_between_things(content: Content) -> list[tuple[str, ...]]:
    return select(
        content,
        "SELECT ?one ?property ?other WHERE {"
        f" GRAPH <{FACTS_GRAPH}> {{ ?one ?property ?other }} ?one a fkg:Entity . ?other a fkg:Entity"
        " FILTER(STRSTARTS(STR(?property), STR(fkg:))) }",
    )


def read_network(name: str, content: Content) -> Any:
    file = io.BytesIO(only(name, content))
    return nx.read_gexf(file) if name == "gexf" else nx.read_graphml(file, force_multigraph=True)


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_networks_have_every_thing_and_every_fact(project: Project, name: str) -> None:
    content = content_of(project)
    network = read_network(name, content)
    assert network.is_directed()
    wanted = sorted(
        (one, other, prop.rpartition("#")[2]) for one, prop, other in facts_between_things(content)
    )
    assert sorted((one, other, data["property"]) for one, other, data in network.edges(data=True)) == wanted
    assert set(network.nodes) == set(content.things("Entity"))
    for iri, node in network.nodes(data=True):
        assert node["label"]
        assert node["kind"] == content.kinds[iri]
        assert node["sources"] == len(content.values(iri, "dcterms:source"))
    assert all(
        1 <= edge["waves"] <= edge["sources"] == edge["weight"] for _, _, edge in network.edges(data=True)
    )


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_control_characters_cannot_break_a_network(world: Project, name: str) -> None:
    body = only(name, content_of(world))
    ET.fromstring(body)  # noqa: S314 - written here
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", body.decode())
    label = read_network(name, content_of(world)).nodes[f"{BASE}person/ada"]["label"]
    assert label.startswith('Ada </script> \ufffd "q" & \\')


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_line_ends_in_a_label_survive_a_network(world: Project, name: str) -> None:
    label = read_network(name, content_of(world)).nodes[f"{BASE}person/ada"]["label"]
    assert "\r\n end\u2028" in label
    assert not {"\r", "\u2028"} & set(only(name, content_of(world)).decode())  # escaped, for lax XML parsers


def test_edges_count_the_sources_that_say_so(tmp_path: Path) -> None:
    project = write_world(tmp_path)
    second = tmp_path / "graph" / "sources" / "2031" / "second.toml"
    block = re.compile(r'\[\[Credit\]\]\ncampaign = "tide"\nrole = "photographer".*?\n\n', re.S)
    text = block.sub("", second.read_text(encoding="utf-8"), count=1)
    second.write_text(
        text.replace('property = "brand"', 'property = "promotes"').replace(
            'value = "maison-exemple"', 'value = "bag"'
        ),
        encoding="utf-8",
    )
    build(project)
    edges = {
        (one.rpartition("/")[2], data["property"], other.rpartition("/")[2]): (data["sources"], data["waves"])
        for one, other, data in read_network("gexf", content_of(project)).edges(data=True)
    }
    assert edges["tide", "photographedBy", "ada"] == (1, 1)
    assert edges["tide", "involves", "ada"] == (1, 1)
    assert edges["formula", "appearsIn", "tide"] == (2, 2)
    assert edges["tide", "brand", "maison-exemple"] == (1, 1)
    assert edges["tide", "promotes", "bag"] == (1, 1)
    assert edges["bag", "broughtOutBy", "ada"] == (2, 2)
    assert edges["tide", "setIn", "port"] == (2, 2)


# -- the description --------------------------------------------------------------------------------


def test_the_description_counts_what_is_there(project: Project, tmp_path: Path) -> None:
    content = content_of(project)
    folder = tmp_path / "out"
    export_all(content, folder)
    graph = rdflib.Graph().parse(
        folder / "void.ttl", publicID=(folder / "void.ttl").as_uri(), format="turtle"
    )
    data = rdflib.Graph().parse(folder / "fashion-kg.ttl")
    void, dcat = rdflib.Namespace(PREFIXES["void"]), rdflib.Namespace(PREFIXES["dcat"])
    dataset = rdflib.URIRef(DATASET)
    count = {
        str(name).rpartition("#")[2]: node.toPython()
        for name, node in graph.predicate_objects(dataset)
        if isinstance(node, rdflib.Literal)
    }
    assert count["triples"] == len(data)
    assert count["distinctSubjects"] == len(set(data.subjects()))
    assert count["distinctObjects"] == len(set(data.objects()))
    assert count["properties"] == len(set(data.predicates()))
    assert count["entities"] == len(content.things("Entity"))
    for part in graph.objects(dataset, void.classPartition):
        members = set(data.subjects(rdflib.RDF.type, graph.value(part, void["class"])))
        assert graph.value(part, void.entities).toPython() == len(members) > 0  # type: ignore[union-attr]
    for part in graph.objects(dataset, void.propertyPartition):
        said = list(data.triples((None, graph.value(part, void.property), None)))
        assert graph.value(part, void.triples).toPython() == len(said) > 0  # type: ignore[union-attr]
    examples = set(graph.objects(dataset, void.exampleResource))
    assert examples
    assert examples <= set(data.subjects())
    assert not [node for node in graph.all_nodes() if isinstance(node, rdflib.BNode)]

    files = {file for file in folder.rglob("*") if file.is_file() and file.name != "void.ttl"}
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    listed = set()
    for distribution in graph.objects(dataset, dcat.distribution):
        url = graph.value(distribution, dcat.downloadURL)
        file = Path(str(url).removeprefix("file://"))
        listed.add(file)
        checksum = graph.value(distribution, spdx.checksum)
        sha256 = str(graph.value(checksum, spdx.checksumValue))
        assert sha256.lower() == hashlib.sha256(file.read_bytes()).hexdigest()
        assert int(str(graph.value(distribution, dcat.byteSize))) == file.stat().st_size
        assert str(graph.value(distribution, dcat.mediaType)).startswith(
            "https://www.iana.org/assignments/media-types/"
        )
    assert listed == files


def test_the_description_alone_lists_no_files(world: Project) -> None:
    body = only("description", content_of(world))
    assert b"dcat:Distribution" not in body
    assert b'dcterms:modified "2031-02-04"^^xsd:date' in body
    assert triples(body, RdfFormat.TURTLE)


# -- writing ----------------------------------------------------------------------------------------


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(world: Project, tmp_path: Path) -> None:
    file = tmp_path / "new" / "world.ttl"
    assert export("turtle", content_of(world), file) == [file]
    first = file.read_bytes()
    file.write_text("old")
    export("turtle", content_of(world), file)
    assert file.read_bytes() == first
    assert [path.name for path in file.parent.iterdir()] == ["world.ttl"]
    assert file.stat().st_mode & 0o777 == 0o666 & ~current_umask()


def current_umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def test_a_folder_keeps_what_else_is_in_it(world: Project, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "person.csv").write_text("old")
    written = export("csv", content_of(world), tmp_path)
    assert tmp_path / "person.csv" in written
    assert (tmp_path / "person.csv").read_text().startswith("id,class,label")
    assert {path.name for path in tmp_path.iterdir()} == {"mine.txt", *(path.name for path in written)}


def test_all_exports_can_be_written_twice(world: Project, tmp_path: Path) -> None:
    first = export_all(content_of(world), tmp_path / "out")
    before = {path: path.read_bytes() for path in first}
    content = content_of(world)
    for _ in range(2):
        assert export_all(content, tmp_path / "out") == first
    assert {path: path.read_bytes() for path in first} == before
    assert {find(name).file_name for name in names()} == {path.name for path in (tmp_path / "out").iterdir()}


@pytest.mark.parametrize(
    ("name", "place", "said"),
    [
        ("turtle", "folder", "is a folder. Name a file in it"),
        ("csv", "file.txt", "is a file. Name a folder"),
        (
            "turtle",
            "file.txt/x.ttl",
            "cannot be written: (File exists|Not a directory). Choose another place",
        ),
        ("csv", "file.txt/csv", "cannot be written: (File exists|Not a directory). Choose another place"),
    ],
)
def test_a_place_that_cannot_be_written_is_a_sentence(
    world: Project, tmp_path: Path, name: str, place: str, said: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").write_text("former")
    with pytest.raises(FashionKGError, match=said):
        export(name, content_of(world), tmp_path / place)
    assert (tmp_path / "file.txt").read_text() == "former"
    assert {path.name for path in tmp_path.iterdir()} == {"folder", "file.txt"}


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        (
            "gexf",
            {"facts_only": True},
            'The export "gexf" has no option --facts-only. It is for: description, jsonld',
        ),
        ("turtle", {"spreadsheet": True}, 'The export "turtle" has no option --spreadsheet. It is for: csv$'),
    ],
)
def test_an_option_that_a_format_does_not_heed_is_refused(
    world: Project, tmp_path: Path, name: str, options: dict[str, bool], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        export(name, content_of(world, **options), tmp_path / "x")
    assert not list(tmp_path.iterdir())


def test_an_export_that_fails_leaves_the_former_files(world: Project, tmp_path: Path) -> None:
    written = export_all(content_of(world), tmp_path / "out")
    before = {path: path.read_bytes() for path in written}
    (tmp_path / "context.jsonld").write_text("not json")
    content = Content(open_store(world), load_ontology(world), tmp_path / "context.jsonld", facts_only=True)
    with pytest.raises(FashionKGError, match="cannot be used as a JSON-LD context"):
        export_all(content, tmp_path / "out")
    assert {path: path.read_bytes() for path in written} == before
    assert {path.name for path in (tmp_path / "out").iterdir()} == {find(name).file_name for name in names()}
