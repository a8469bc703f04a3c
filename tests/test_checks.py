"""Every shape and check query catches what it is for and nothing else; findings say what and where."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from fashion_kg.build import derive_facts
from fashion_kg.checks import exit_code, query_findings, read_check, shacl_findings, validate
from fashion_kg.errors import FindingsError, GraphFinding
from fashion_kg.layout import Project
from fashion_kg.namespaces import CLAIMS_GRAPH, ONTOLOGY, PREFIXES
from fashion_kg.queries import read_header
from fashion_kg.store import EmbeddedStore

HERE = Path(__file__).parent
PROJECT = Project(HERE.parent)
WORLD = HERE / "shapes" / "world.ttl"
TEST = "https://w3id.org/fashion-kg/test/"
COMMENT = PREFIXES["rdfs"] + "comment"
SHAPES = sorted(file.name.removesuffix("-pass.ttl") for file in (HERE / "shapes").glob("*-pass.ttl"))
CHECKS = {file.stem: file for file in PROJECT.check_files}


def quads(file: Path, graph: str) -> list[Quad]:
    """Return a file's quads, those of its default graph in the given graph."""
    kind = RdfFormat.from_extension(file.suffix[1:])
    found = parse(path=file, format=kind, rename_blank_nodes=True)
    here = NamedNode(graph)
    return [
        Quad(q.subject, q.predicate, q.object, here if q.graph_name == DefaultGraph() else q.graph_name)
        for q in found
    ]


@cache
def ontology_quads() -> list[Quad]:
    return [quad for file in PROJECT.ontology_files for quad in quads(file, ONTOLOGY)]


def store_of(*files: Path) -> EmbeddedStore:
    """Return a store of the ontology, the claims in these files, and the facts that follow."""
    store = EmbeddedStore()
    store.add(ontology_quads())
    for file in files:
        store.add(quads(file, CLAIMS_GRAPH))
    derive_facts(store, PROJECT.rule_files)
    return store


@pytest.fixture(scope="module")
def articles(accepted_store: EmbeddedStore) -> EmbeddedStore:
    """The graph of the five articles that were read in full."""
    return accepted_store


# -- shapes -------------------------------------------------------------------------------------


def shape_messages() -> dict[str, set[str]]:
    """For each shape of the data by name: the messages of its constraints."""
    objects = defaultdict(list)
    for triple in parse(path=PROJECT.shape_files[0], format=RdfFormat.TURTLE):
        objects[str(triple.subject), triple.predicate.value].append(triple.object)
    sh = PREFIXES["sh"]
    shapes = [subject for (subject, name), kinds in objects.items() if name == sh + "targetClass" and kinds]
    return {
        shape.strip("<>").rpartition("#")[2]: {
            message.value
            for node in [shape, *map(str, objects[shape, sh + "property"])]
            for message in objects[node, sh + "message"]
        }
        for shape in shapes
    }


def test_every_shape_has_a_pass_and_a_fail_file() -> None:
    assert sorted(shape_messages()) == SHAPES
    assert sorted(f.name.removesuffix("-fail.ttl") for f in (HERE / "shapes").glob("*-fail.ttl")) == SHAPES


@pytest.mark.parametrize("shape", SHAPES)
def test_shape_lets_pass_what_is_right(shape: str) -> None:
    assert shacl_findings(PROJECT.shape_files, store_of(WORLD, HERE / "shapes" / f"{shape}-pass.ttl")) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_shape_catches_what_is_wrong(shape: str) -> None:
    file = HERE / "shapes" / f"{shape}-fail.ttl"
    store = store_of(WORLD, file)
    expected = {
        (q.subject.value, q.object.value)  # type: ignore[union-attr]
        for q in store.quads(CLAIMS_GRAPH)
        if q.predicate.value == COMMENT
    }
    found = {(f.subject, f.cause) for f in shacl_findings(PROJECT.shape_files, store) if f.check == shape}
    missed = {each for each in expected if not any(each[0] == s and c.startswith(each[1]) for s, c in found)}
    surplus = {each for each in found if not any(each[0] == s and each[1].startswith(c) for s, c in expected)}
    assert (missed, surplus) == (set(), set())
    unproven = {
        message for message in shape_messages()[shape] if not any(message.startswith(c) for _, c in expected)
    }
    assert unproven == set(), "each constraint of a shape has a thing in the fail file that breaks it"


def test_shape_finding_names_value_sources_and_severity() -> None:
    findings = shacl_findings(PROJECT.shape_files, store_of(WORLD, HERE / "shapes" / "CreditShape-fail.ttl"))
    (agent,) = [f for f in findings if f.subject == TEST + "agent-is-place"]
    assert str(agent) == (
        f"error: CreditShape: a statement <{TEST}agent-is-place>: "
        f"A credit names exactly one agent; a duo is one agent; here it is <{TEST}city>. "
        "Correct it in the sheets that it comes from, and build again. Sources: Example Press on Winter."
    )
    (brand,) = [
        f
        for f in shacl_findings(
            PROJECT.shape_files, store_of(WORLD, HERE / "shapes" / "CampaignShape-fail.ttl")
        )
        if f.subject == TEST + "brand-is-text"
    ]
    assert (brand.severity, brand.label, brand.sources) == ("error", "Spring", ("Example Press on Winter",))
    assert brand.cause == 'What a campaign is for is a brand; here it is "Maison"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@prefix : <https://example.org/> . :s :p", "this is not valid Turtle"),
        (
            "@prefix sh: <http://www.w3.org/ns/shacl#> . "
            "<urn:shape> a sh:NodeShape ; sh:targetNode <urn:node> ; sh:minCount 1 .",
            "this is not valid SHACL",
        ),
    ],
)
def test_shapes_that_cannot_be_used_are_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FindingsError) as caught:
        shacl_findings([file], store_of(WORLD))
    (finding,) = caught.value.findings
    assert finding.file == str(file)
    assert said in finding.cause


# -- check queries ------------------------------------------------------------------------------


def test_every_check_has_an_example() -> None:
    assert sorted(CHECKS) == sorted(file.stem for file in (HERE / "checks").glob("*.trig"))
    assert len(CHECKS) >= 10


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_check_fires_where_it_should_and_nowhere_else(name: str) -> None:
    example = HERE / "checks" / f"{name}.trig"
    header = read_header(example.read_text(encoding="utf-8"))
    findings = query_findings([CHECKS[name]], store_of(WORLD, example))
    assert {f.subject for f in findings} == {TEST + fires for fires in header["fires"]}
    check = read_check(CHECKS[name])
    assert {(f.check, f.severity, f.remedy) for f in findings} == {(name, check.severity, check.remedy)}


def test_a_brand_that_is_only_proposed_is_not_told_as_unsaid() -> None:
    example = HERE / "checks" / "campaign-without-brand.trig"
    findings = query_findings([CHECKS["campaign-without-brand"]], store_of(example))
    causes = {finding.subject.removeprefix(TEST): finding.cause for finding in findings}
    assert causes == {
        "orphan": "no source says for which brand this campaign is",
        "awaiting": "for which brand this campaign is, is only proposed and awaits review",
    }


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_check_is_quiet_about_a_sound_graph(name: str, articles: EmbeddedStore) -> None:
    findings = query_findings([CHECKS[name]], articles)
    assert [str(f) for f in findings if f.severity != "info"] == []


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_check_speaks_in_sentences(name: str) -> None:
    check = read_check(CHECKS[name])
    assert check.summary.endswith(".")
    assert not check.remedy.endswith(".")


def test_query_finding_names_label_and_sources() -> None:
    example = HERE / "checks" / "undeclared-role.trig"
    findings = query_findings([CHECKS["undeclared-role"]], store_of(WORLD, example))
    assert str(findings[0]) == (
        f"error: undeclared-role: a statement <{TEST}invented>: its role "
        "<https://w3id.org/fashion-kg/role/cloud-painter> is not in the list of roles. "
        "Use a role of ontology/roles.ttl, or add it there. Sources: Example Press on Winter."
    )


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ("SELECT * {}", ["the remedy is missing", "the severity is missing", "the summary is missing"]),
        (
            "#+ summary: S.\n#+ severity: fatal\n#+ remdy: R\nSELECT * {}",
            ['"fatal" is no severity', 'the key "remdy" is unknown', "the remedy is missing"],
        ),
        ("#+ summary: [\n", ["the header is not valid YAML"]),
        ("#+ {summary: S., severity: info, remedy: R}\nSELECT {", ["This is not a SPARQL query"]),
        (
            "#+ {summary: S., severity: info, remedy: R}\nSELECT ?subject {?subject ?p ?o}",
            ["a check is a SELECT query with the columns ?subject and ?message"],
        ),
        (
            "#+ {summary: S., severity: info, remedy: R}\nASK {}",
            ["a check is a SELECT query with the columns ?subject and ?message"],
        ),
    ],
)
def test_checks_that_cannot_be_used_say_why(tmp_path: Path, text: str, causes: list[str]) -> None:
    file = tmp_path / "odd.rq"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FindingsError) as caught:
        query_findings([file], EmbeddedStore())
    for cause, finding in zip(causes, caught.value.findings, strict=True):
        assert finding.cause.startswith(cause)
        assert finding.file == str(file)


# -- all together -------------------------------------------------------------------------------


def test_the_graph_of_the_accepted_articles_has_no_errors(articles: EmbeddedStore) -> None:
    steps: list[str] = []
    findings = validate(PROJECT, articles, steps.append)
    assert [str(f) for f in findings if f.severity != "info"] == []
    assert exit_code(findings, strict=True) == 0
    assert steps[:2] == ["ontology style", "shapes"]
    assert steps[-1] == "reasoning"


def test_findings_come_worst_first() -> None:
    store = store_of(
        WORLD, *(HERE / "checks" / f"{n}.trig" for n in ("campaign-without-brand", "undeclared-role"))
    )
    severities = [finding.severity for finding in validate(PROJECT, store)]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert set(severities) == {"error", "warning", "info"}


@pytest.mark.parametrize(
    ("severities", "plain", "strict"),
    [([], 0, 0), (["info"], 0, 0), (["warning", "info"], 0, 1), (["error"], 1, 1)],
)
def test_exit_code(severities: list[str], plain: int, strict: int) -> None:
    findings = [GraphFinding(severity, "check", "", "", "cause", "Remedy") for severity in severities]
    assert (exit_code(findings), exit_code(findings, strict=True)) == (plain, strict)
