"""Claim sheets as a whole. What is wrong with one: tests/bad. What follows in the graph: test_triples."""

from __future__ import annotations

import datetime as dt

from fashion_kg.build import read_project
from fashion_kg.claims import DateSpan, Reference, Text, Value
from fashion_kg.namespaces import BASE
from fashion_kg.sheets.documents import languages_of
from fashion_kg.sheets.references import sort_key
from fashion_kg.sheets.toml_tables import TomlFile
from fashion_kg.sources import read_sheets
from projects import SmallProject


def test_the_base_of_bad_input_is_read_whole(base: SmallProject) -> None:
    said: list[str] = []
    sheets = read_sheets(base.project.sheets, base.ontology, base.project.relative, said.append)
    assert said == [
        "graph/sources/2031/the-loom-harbour-lights.toml",
        "graph/sources/undated/sable-post-harbour.toml",
    ]
    assert (sheets.findings, sheets.unreadable) == ([], [])
    loom, post = sheets.sources
    assert (loom.id, loom.kind, loom.wave, loom.review) == (
        "the-loom-harbour-lights",
        "PressArticle",
        "harbour-lights",
        "accepted",
    )
    assert loom.published == DateSpan.parse("2031-02-03")
    assert loom.read == dt.date(2031, 3, 1)
    assert (loom.publisher, loom.author, loom.line) == ("the-loom", ("tamsin-vale",), 1)
    assert dict(loom.parts)["body"] == ((93, 268), (270, 327))
    assert (post.published, post.publisher, post.wave) == (None, None, "")


def test_a_statement_keeps_its_evidence_and_where_it_stands(base: SmallProject) -> None:
    statement = read_project(base.project, base.ontology)[0].statements[0]
    assert (statement.kind, statement.place, statement.line) == ("Credit", "[[Credit]] 1", 59)
    assert statement.get("role") == Reference(BASE + "role/photographer")
    assert [(each.part, each.paragraph, each.credit_text) for each in statement.evidence] == [
        ("body", 1, "Ines Calder"),
        ("credits", 1, "Ines Calder"),
    ]


def test_what_several_sheets_declare_is_joined(small: SmallProject) -> None:
    small.sheet("first", '[Group.pair]\nlabel = "The Pair"\nalt = "Pair"\nhidden = "Piar"\n')
    small.sheet("second", '[Duo.pair]\nlabel = { en = "The Pair", fr = "La Paire" }\nalt = ["Pair", "P."]\n')
    sheets = read_sheets(small.project.sheets, small.ontology)
    assert sheets.findings == []
    [entity] = sheets.entities.values()
    assert entity.class_name == "Duo"
    assert entity.labels == (Text("The Pair", "en"), Text("La Paire", "fr"))
    assert entity.alternatives == (Text("Pair", "en"), Text("P.", "en"))
    assert entity.hidden == (Text("Piar", "en"),)
    assert entity.sources == ("first", "second")


def test_sheets_that_lack_the_same_thing_are_no_twins(small: SmallProject) -> None:
    for name in ("first", "second"):
        sheet = small.sheet(name, "")
        lines = sheet.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if not line.startswith(("label", "sha256"))]
        sheet.write_text("\n".join(kept), encoding="utf-8")
    findings = read_sheets(small.project.sheets, small.ontology).findings
    assert {finding.cause for finding in findings} == {
        f'the key "{key}" is missing' for key in ("label", "sha256")
    }


def test_what_a_broken_sheet_declares_still_counts(small: SmallProject) -> None:
    """Nobody else is blamed for what is wrong with it."""
    broken = small.sheet("broken", '[Person.ada]\nlabel = "艾達"\n', language="zh-Hant")
    broken.write_text(broken.read_text(encoding="utf-8").replace("[parts]", "[part]"), encoding="utf-8")
    small.sheet(
        "sound",
        '[Person.ada]\nlabel = "Ada"\n[Campaign.night]\nlabel = "Night"\n[[Credit]]\ncampaign = "night"\n'
        'role = "model"\ncreditedAgent = "ada"\nevidence = [«Ada»]\n',
        more='derivedFrom = "broken"',
    )
    findings = read_sheets(small.project.sheets, small.ontology).findings
    assert {finding.file.rpartition("/")[2] for finding in findings} == {"broken.toml"}


def test_languages_as_far_as_they_are_well_written(small: SmallProject) -> None:
    file = small.write("x.toml", '[source]\nlanguage = ["EN", "english", 3, "zh-hant"]\n')
    assert languages_of(TomlFile(file, "x.toml")) == ("en", "zh-Hant")
    assert languages_of(TomlFile(small.write("y.toml", "source = 3\n"), "y.toml")) == ()


def test_keys_of_values_differ_where_the_values_do() -> None:
    values: list[Value] = [
        Reference("a"),
        Text("a"),
        Text("a", "en"),
        Text('a"@en'),
        Text("<a>"),
        DateSpan.parse("2031"),
    ]
    assert len({sort_key(value) for value in values}) == len(values)
    assert sort_key(Text("a", "EN")) == sort_key(Text("a", "en"))


def test_what_another_sheet_declares_leaves_a_short_reference_alone(small: SmallProject) -> None:
    credit = (
        '[Campaign.show]\nlabel = "Show"\n[[Credit]]\ncampaign = "show"\nrole = "photographer"\n'
        'creditedAgent = "prism"\nevidence = [«Prism shot it»]\n'
    )
    small.sheet("first", f'[Person.prism]\nlabel = "Prism"\n{credit}')
    small.sheet("second", '[Organization.prism]\nlabel = "Prism"\n')
    sheets = read_sheets(small.project.sheets, small.ontology)
    assert sheets.findings == []
    assert sheets.statements[0].get("creditedAgent") == Reference(BASE + "person/prism")
    # A sheet that declares neither has to say which.
    small.sheet("third", credit)
    (finding,) = read_sheets(small.project.sheets, small.ontology).findings
    assert finding.cause == '"prism" can be organization/prism or person/prism'
