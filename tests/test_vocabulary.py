"""The ontology keeps its own style, declares what it uses, and names no term that does not exist."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, VANN, DefinedNamespace

from fashion_kg.checks import query_findings, style_findings
from fashion_kg.layout import Project
from fashion_kg.namespaces import BASE, ONTOLOGY, PREFIXES
from fashion_kg.store import EmbeddedStore

PROJECT = Project(Path(__file__).parents[1])
FOLDER = PROJECT.root / "ontology"
FKG = PREFIXES["fkg"]
TURTLE = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
DESCRIBED = 'skos:definition "Something made up for a test."@en ; skos:example "One."@en'
SCHEME = f"<{BASE}rank>"


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    merged = rdflib.Graph()
    for file in PROJECT.ontology_files:
        merged.parse(file, format="turtle")
    return merged


def styled(text: str, *, whole: bool = False) -> set[tuple[str, str, str]]:
    """Return check, end of the address and cause of what is found in Turtle, with the ontology or alone."""
    store = EmbeddedStore()
    named = NamedNode(ONTOLOGY)
    for file in PROJECT.ontology_files if whole else ():
        found = parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        store.add(Quad(q.subject, q.predicate, q.object, named) for q in found)
    found = parse(TURTLE + text, format=RdfFormat.TURTLE, rename_blank_nodes=True)
    store.add(Quad(q.subject, q.predicate, q.object, named) for q in found)
    findings = style_findings(PROJECT.style_files, store)
    assert {finding.remedy for finding in findings} <= {"Mend it in the files of the ontology"}
    return {(f.check, f.subject.replace("#", "/").rpartition("/")[2], f.cause) for f in findings}


def test_the_ontology_keeps_its_style() -> None:
    assert styled("", whole=True) == set()


def test_terms_of_other_vocabularies_follow_their_own_style() -> None:
    assert styled("schema:isVariantOf a owl:ObjectProperty . foaf:people a owl:Class .") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'fkg:Hat a owl:Class ; rdfs:label "hat"@en ; {DESCRIBED} .', set()),
        (
            f'fkg:Hats a owl:Class ; rdfs:label "hats"@en ; {DESCRIBED} .',
            {("ClassStyle", "Hats", "A class is named in UpperCamel, in the singular")},
        ),
        (
            f'fkg:top_hat a owl:Class ; rdfs:label "top hat"@en ; {DESCRIBED} .',
            {("ClassStyle", "top_hat", "A class is named in UpperCamel, in the singular")},
        ),
        (
            f'fkg:Hat a owl:Class ; rdfs:label "chapeau"@fr ; {DESCRIBED} .',
            {("LabelStyle", "Hat", "A class or property has a label in English, and one a language")},
        ),
        (
            f'fkg:Hat a owl:Class ; rdfs:label "hat"@en , "cap"@en ; {DESCRIBED} .',
            {("LabelStyle", "Hat", "A class or property has a label in English, and one a language")},
        ),
        (
            'fkg:Hat a owl:Class ; rdfs:label "hat"@en ; skos:definition "What one wears on the head"@en .',
            {
                (
                    "DescriptionStyle",
                    "Hat",
                    "A term has one definition in English, a sentence with its full stop; "
                    'here it is "What one wears on the head"@en',
                ),
                ("DescriptionStyle", "Hat", "A term has one example in English"),
            },
        ),
        (
            f'fkg:Wears a owl:DatatypeProperty ; rdfs:label "wears"@en ; {DESCRIBED} .',
            {
                ("PropertyStyle", "Wears", "A property is named in lowerCamel"),
                (
                    "DomainStyle",
                    "Wears",
                    "A property names the class that it is stated of: rdfs:domain, "
                    "or fkg:claimedOf where it has several uses",
                ),
                ("RangeStyle", "Wears", "A property names what its values are"),
            },
        ),
        (
            f'fkg:wornBy a owl:ObjectProperty ; rdfs:label "worn by"@en ; {DESCRIBED} ; '
            "rdfs:domain fkg:Hat ; rdfs:range fkg:Person ; fkg:claimedOf fkg:Hat ; fkg:statedAs fkg:Credit .",
            {
                (
                    "OnePlaceStyle",
                    "wornBy",
                    "A fact that follows from statements of its own kind cannot be claimed as well",
                )
            },
        ),
        (
            'fkg:Rumour fkg:wording "It is said"@en , "On dit"@fr .',
            {
                ("StatementStyle", "Rumour", "A kind of statement has one wording, in English"),
                (
                    "StatementStyle",
                    "Rumour",
                    'A kind of statement has one wording, in English; here it is "On dit"@fr',
                ),
                ("StatementStyle", "Rumour", "Only a kind of assertion has a wording"),
            },
        ),
        (
            "<https://w3id.org/fashion-kg/mood> a skos:ConceptScheme .",
            {("ListStyle", "mood", "A list of terms has a label")},
        ),
    ],
)
def test_breaches_of_style_are_caught(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert styled(text) == expected


ROLE = f"a fkg:Role ; {DESCRIBED} ; skos:inScheme {SCHEME} ; skos:broader <{BASE}rank/normal>"


@pytest.mark.parametrize(
    ("text", "slug", "cause"),
    [
        (f'{ROLE} ; skos:prefLabel "cloud painter"@en', "cloud-painter", None),
        (
            f'{ROLE} ; skos:prefLabel "cloud painter"@en',
            "CloudPainter",
            "The address of a term ends in a slug in kebab-case",
        ),
        (
            f'{ROLE} ; skos:prefLabel "peintre"@fr',
            "painter",
            "A term has a preferred label in English, and one a language",
        ),
        (
            f'{ROLE} ; skos:prefLabel "painter"@en , "peintre"',
            "painter",
            'A preferred label has its language; here it is "peintre"',
        ),
        (
            f'{ROLE} ; skos:prefLabel "painter"@en ; skos:altLabel "paint"',
            "painter",
            'Another label has its language; here it is "paint"',
        ),
        (
            f'{ROLE} ; skos:prefLabel "painter"@en ; skos:altLabel "painter"@en',
            "painter",
            'No label is both the preferred one and another; here it is "painter"@en',
        ),
        (
            f'a fkg:Role ; {DESCRIBED} ; skos:inScheme {SCHEME} ; skos:prefLabel "painter"@en',
            "painter",
            "A term stands in a group: going up, one reaches a top concept",
        ),
        (
            f'a fkg:Role ; {DESCRIBED} ; skos:broader <{BASE}rank/normal> ; skos:prefLabel "painter"@en',
            "painter",
            "A term stands in one list",
        ),
        (
            f'{ROLE} , fkg:Person ; skos:prefLabel "painter"@en',
            "painter",
            f"What stands above a term is a term; here it is <{FKG}Person>",
        ),
    ],
)
def test_breaches_of_style_in_word_lists_are_caught(text: str, slug: str, cause: str | None) -> None:
    found = styled(f"<{BASE}role/{slug}> {text} .", whole=True)
    assert found == ({("TermStyle", slug, cause)} if cause else set())


def test_a_header_without_version_licence_or_change_note_is_caught() -> None:
    found = styled(f'<{ONTOLOGY}> a owl:Ontology ; dcterms:title "untitled" ; owl:versionInfo "one" .')
    assert {cause for check, _, cause in found if check == "HeaderStyle"} == {
        'The ontology has a title, with its language; here it is "untitled"',
        "The ontology says what it is about",
        "The ontology names one licence by its address",
        "The ontology has one version IRI, which ends in the version",
        'The ontology has one version, of three numbers; here it is "one"',
        "The ontology tells what changed, version by version",
        "The ontology names its preferred prefix",
    }


# -- what the files hold ------------------------------------------------------------------------


def test_version_iri_version_and_change_notes_agree(graph: rdflib.Graph) -> None:
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    version = str(graph.value(ontology, OWL.versionInfo))
    assert str(ontology) == ONTOLOGY
    assert str(graph.value(ontology, OWL.versionIRI)) == f"{ONTOLOGY}/{version}"
    assert any(str(note).startswith(f"{version} (") for note in graph.objects(ontology, SKOS.changeNote))


def test_no_two_roles_share_a_label_in_a_language() -> None:
    store = EmbeddedStore()
    for file in PROJECT.ontology_files:
        found = parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        store.add(Quad(q.subject, q.predicate, q.object, NamedNode(ONTOLOGY)) for q in found)
    assert query_findings([FOLDER / "checks" / "label-of-two-roles.rq"], store) == []


VOCABULARIES: tuple[type[DefinedNamespace], ...] = (DCTERMS, FOAF, ORG, PROV, SDO, SKOS, VANN)


def test_every_term_of_other_vocabularies_exists(graph: rdflib.Graph) -> None:
    """RDFLib carries the lists of terms of these vocabularies."""
    used = set(graph.subjects()) | set(graph.predicates()) | set(graph.objects())
    unknown = {
        str(node)
        for node in used
        for vocabulary in VOCABULARIES
        if isinstance(node, rdflib.URIRef)
        and (local := str(node).removeprefix(str(vocabulary))) not in (str(node), "")
        and local not in vocabulary
    }
    assert unknown == set()
    assert sum(1 for node in used if str(node).startswith(str(SDO))) > 20


def test_everything_that_is_used_is_declared(graph: rdflib.Graph) -> None:
    """OWL 2 DL asks for it: every class and property, and each for one kind of property alone."""
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    declared = {kind: set(graph.subjects(RDF.type, kind)) for kind in kinds}
    own = (str(OWL), str(RDF), str(RDFS))
    properties = {p for p in graph.predicates() if not str(p).startswith(own)}
    for relation in (RDFS.subPropertyOf, OWL.inverseOf, OWL.onProperty):
        properties |= set(graph.objects(None, relation))
    classes = {c for c in graph.objects(None, RDF.type) if not str(c).startswith(own)}
    for relation in (RDFS.subClassOf, RDFS.domain, OWL.disjointWith, OWL.someValuesFrom):
        classes |= {c for c in graph.objects(None, relation) if isinstance(c, rdflib.URIRef)}
    assert classes - declared[OWL.Class] == set()
    by_kind = [declared[kind] for kind in sorted(kinds - {OWL.Class})]
    assert properties - set().union(*by_kind) == set()
    assert sum(map(len, by_kind)) == len(set().union(*by_kind))


def test_values_that_sources_claim_are_never_functional(graph: rdflib.Graph) -> None:
    """A reasoner would hold two years for one."""
    assert set(graph.subjects(RDF.type, OWL.FunctionalProperty)) == set()
    assert set(graph.subjects(RDF.type, OWL.InverseFunctionalProperty)) == set()


def test_every_part_of_a_wording_is_a_property(graph: rdflib.Graph) -> None:
    import re

    wording = rdflib.URIRef(FKG + "wording")
    for _, text in graph.subject_objects(wording):
        for name in re.findall(r"\{(\w+)\}", str(text)):
            assert (rdflib.URIRef(FKG + name), RDFS.label, None) in graph, name
