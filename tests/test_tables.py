"""Tables through mappings: what each row states, what is left out, newer editions, and what goes wrong."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import command
from fashion_kg.answers.provenance import statements
from fashion_kg.cli import main
from fashion_kg.errors import FashionKGError, FindingsError, UsageError
from fashion_kg.names import Names
from fashion_kg.tables.comparing import ChangedRow, Changes, RowSaid, compare
from fashion_kg.tables.dates import read_date
from fashion_kg.tables.engine import engine_python
from fashion_kg.tables.importing import Imported, Wanted, import_table
from fashion_kg.tables.mappings import find_mapping, mapping_names, read_mapping
from fashion_kg.tables.reading import SourceTableFile, first_words
from fashion_kg.views._reading import read_statements
from projects import ROOT, TESTS, SmallProject, holds, rows

TABLES = TESTS / "tables"


def _engine_is_there() -> bool:
    try:
        return bool(engine_python())
    except UsageError:
        return False


needs_engine = pytest.mark.skipif(
    not _engine_is_there(), reason="Morph-KGC has an environment of its own: make dev"
)


def take(small: SmallProject, table: str | Path, mapping: str, **more: object) -> Imported:
    file = TABLES / table if isinstance(table, str) else table
    wanted = Wanted(file, mapping, **more)  # type: ignore[arg-type]
    return import_table(small.project, wanted, lambda _: None)


def reasons(imported: Imported) -> list[tuple[int, str, str, str]]:
    return [(each.row, each.column, each.reason, each.what) for each in imported.left_out]


def said(small: SmallProject) -> set[str]:
    """Return every statement in words, by a build of what the import wrote."""
    found = rows(small.graph(), "SELECT ?words { ?s fkg:evidence ?e ; rdfs:label ?words }")
    return {row["words"] for row in found}


# -- the delivered mappings -------------------------------------------------------------------------


def test_every_delivered_mapping_can_be_read(small: SmallProject) -> None:
    names = mapping_names(small.project)
    assert set(names) >= {
        "creative-director-tenures",
        "brand-ambassadors",
        "runway-castings",
        "collection-shows",
        "handbags",
        "credits",
    }
    for file in names.values():
        mapping = read_mapping(file, small.ontology)
        assert mapping.statements, file
        assert set(mapping.key_columns) <= set(mapping.table_columns), file


@needs_engine
def test_tenures(small: SmallProject) -> None:
    imported = take(small, "tenures.csv", "creative-director-tenures")
    assert said(small) == {
        "Ada Example is founder of Maison Exemple, from 1952, until 1985",
        "Ben Sample is creative director of Maison Exemple, from 2001",
        "Mina Muster is founder of Casa Muster, from 2010",
        "Mina Muster is creative director of Casa Muster, from 2010",
        "Tom Specimen is designer of Casa Muster",
        "Ada & Ben Duo is design director of Maison Exemple, from 2021",
        "Ada & Ben Duo is design director of Maison Exemple, from 2022",
    }
    assert reasons(imported) == [
        (5, "title", "the cell is empty", "row"),
        (6, "title", "no role of the vocabulary", "row"),
        (7, "designerLabel", "not a name", "row"),
        (8, "start_year", "no date: it is not written YYYY, YYYY-MM or YYYY-MM-DD", "value"),
        (9, "end_year", "end before start", "row"),
    ]
    assert (imported.rows, imported.rows_stating, imported.statements) == (11, 7, 7)
    assert (
        imported.things.new["Ada & Ben Duo"] == "group/ada-and-ben-duo"
        or imported.things.new["Ada & Ben Duo"] == "group/ada-ben-duo"
    )


@needs_engine
def test_a_row_leads_back_to_its_cell(small: SmallProject) -> None:
    take(small, "tenures.csv", "creative-director-tenures", label="Houses and posts")
    store = small.graph()
    (found,) = statements(store, small.project.query_folders, Names(store, small.ontology).find("Ben Sample"))
    (place,) = [each for each in found.places if each.where.endswith("designerLabel")]
    assert (place.source, place.where, place.phrase, place.date_text) == (
        "Houses and posts",
        "row 3, column designerLabel",
        "Ben Sample",
        "present",
    )
    assert found.review == "unreviewed"
    # Pages say it, too.
    shown = read_statements(store, small.ontology, [found.iri])[found.iri].places
    assert (3, "designerLabel", "Ben Sample") in [
        (each.paragraph, each.column, each.phrase) for each in shown
    ]
    # A title that was read as two posts stays as it is printed.
    assert holds(
        store,
        """?e fkg:row 4 ; fkg:column "title" ; oa:hasSelector/oa:exact "founder and creative director" .
           ?t fkg:evidence ?e ; fkg:agent person:mina-muster""",
    )
    # Two rows that disagree are both kept, and they conflict.
    assert holds(store, "?one fkg:agent group:ada-ben-duo ; fkg:conflictsWith ?other")


@needs_engine
def test_ambassadors_rest_on_the_address_that_announced_them(small: SmallProject) -> None:
    imported = take(small, "ambassadors.csv", "brand-ambassadors")
    assert reasons(imported) == [
        (5, "role", "no kind of ambassador of the vocabulary", "row"),
        (7, "source_url", "no web address", "value"),
    ]
    found = rows(
        small.graph(),
        """SELECT ?words ?kind ?label ?url {
           ?s a fkg:Ambassadorship ; rdfs:label ?words ; fkg:evidence ?e . ?e oa:hasSource ?source .
           ?source rdfs:label ?label . ?s fkg:agent/rdf:type ?class . ?class fkg:pathSegment ?kind .
           OPTIONAL { ?source schema:url ?url } } ORDER BY ?words ?kind""".replace(
            "rdf:type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        ),
    )
    told = {(row["words"].partition(" is ")[0], row["kind"], row.get("url", "")) for row in found}
    assert told == {
        ("Ada Example", "person", "https://le-fil.example/2031/ada.html"),
        ("Ben Sample", "person", "https://le-fil.example/2031/ada.html"),
        ("Die Muster", "group", "https://the-paper.example/?p=12"),
        ("Mina Muster", "person", ""),
        ("Ari Sample", "person", ""),
    }
    assert len(imported.sheets) == 3


@needs_engine
def test_castings_without_a_header(small: SmallProject) -> None:
    imported = take(small, "castings.csv", "runway-castings")
    assert imported.left_out == []
    assert said(small) == {
        "Ada Example appeared on the runway, at Maison Exemple Collection 2 New York, for Maison Exemple",
        "Ada Example appeared on the runway, for Casa Muster",
        "Ben Sample appeared on the runway, at Casa Muster SS 2031 Paris, for Casa Muster",
    }


@needs_engine
def test_shows_read_brand_and_season_from_the_address(small: SmallProject) -> None:
    imported = take(small, "shows.jsonl", "collection-shows")
    assert said(small) == {
        "Maison Exemple Pre-Fall 2031: brand Maison Exemple",
        "Maison Exemple Pre-Fall 2031: season Pre-Fall 2031",
        "Maison Exemple Pre-Fall 2031 was designed by Ada Example",
        "Casa Muster Spring 2031 Ready-to-Wear: brand Casa Muster",
        "Casa Muster Spring 2031 Ready-to-Wear: season Spring 2031",
        "Casa Muster Tokyo Fall 2030: brand Casa Muster",
        "Casa Muster Tokyo Fall 2030: season Fall 2030",
        "Casa Muster Tokyo Fall 2030 was designed by Mina Muster",
        "Casa Muster Tokyo Fall 2030 was designed by Tom Specimen",
    }
    assert reasons(imported) == [
        (2, "designer_final", "the cell is empty", "statement"),
        (4, "URL", "not of the form that the mapping reads", "row"),
    ]


@needs_engine
def test_handbags(small: SmallProject) -> None:
    take(small, "handbags.csv", "handbags")
    name = "CASA MUSTER Sack 30"
    assert said(small) == {
        f"{name}: brand CASA MUSTER",
        f"{name}: colour Blue",
        f"{name}: colour White",
        f"{name}: colour Black",
        f"{name}: material Togo",
        f"{name}: material Swift",
        f"{name}: material Epsom",
        f"{name}: component Gold hardware",
    }


@needs_engine
def test_credits_and_their_template(small: SmallProject, capsys: pytest.CaptureFixture[str]) -> None:
    imported = take(small, "credits.csv", "credits")
    assert said(small) == {
        "Ada Example is credited as photographer on Night Market",
        "Ben Sample is credited as model on Night Market",
        "Example Films is credited as producer on Night Market",
        "Night Market: brand Maison Exemple",
        "Night Market: season Spring 2031",
        "Night Market: launched 2031-02",
    }
    assert reasons(imported) == [(4, "role", "no role of the vocabulary", "row")]
    target = small.root / "mine.csv"
    assert main(["--project", str(small.root), "import", "--template", str(target)]) == 0
    assert "fashion-kg import" in capsys.readouterr().out
    assert target.read_text() == (TABLES / "credits.csv").read_text().splitlines(keepends=True)[0]
    assert main(["--project", str(small.root), "import", "--template", str(target)]) == 2
    assert "is there already" in capsys.readouterr().err


@needs_engine
def test_a_credit_that_is_begun_and_not_made_is_told(small: SmallProject) -> None:
    head = "campaign,brand,season,launched,role,person,group,organization,source\n"
    lines = (
        "Night Market,Maison Exemple,,,stylist,,,,",
        "Night Market,Maison Exemple,,,,Ada Example,,,",
        "Night Market,Maison Exemple,,,,,,,",
        "Night Market,,,,stylist,,,,",
        "Night Market,,,,,,Ada & Ben,,",
        "Night Market,,,,,,,,",
    )
    imported = take(small, small.write("mine.csv", head + "\n".join(lines) + "\n"), "credits")
    nobody = "the cell is empty, and so are those of group, organization"
    assert reasons(imported) == [
        (2, "person", nobody, "statement"),
        (3, "role", "the cell is empty", "statement"),
        (5, "person", nobody, "row"),
        (6, "role", "the cell is empty", "row"),
        (7, "", "no statement is complete in it", "row"),
    ]
    assert (imported.rows, imported.rows_stating) == (6, 3)
    assert said(small) == {"Night Market: brand Maison Exemple"}


@needs_engine
def test_an_empty_template_has_no_rows_yet(small: SmallProject, capsys: pytest.CaptureFixture[str]) -> None:
    target = small.root / "mine.csv"
    main(["--project", str(small.root), "import", "--template", str(target)])
    capsys.readouterr()
    assert main(["--project", str(small.root), "import", str(target), "--mapping", "credits"]) == 1
    told = capsys.readouterr().out
    assert "Nothing was written, for the table has no rows yet. Fill it in." in told
    assert "shifted" not in told


# -- names ------------------------------------------------------------------------------------------


@needs_engine
def test_names_meet_known_things_aliases_and_decisions(small: SmallProject) -> None:
    small.sheet(
        "diary",
        """
[Brand.maison-exemple]
label = "Maison Exemple"
alt = ["Exemple"]
[Person.ben-sample]
label = "Ben Sample"
[Person.benny]
label = "Benny"
hidden = "Bén Sample"
[Person.tom-specimen]
label = "Thomas Specimen"
[Person.tom-one]
label = "Tom"
[Brand.ada-example]
label = "Ada Example"
[[Claim]]
subject = "tom-one"
property = "name"
value = "Tom Specimen"
evidence = [«Tom Specimen»]
""",
    )
    small.write(
        "graph/identity.toml",
        '[[same]]\nkeep = "person/ben-sample"\nmerge = ["person/benny"]\nreason = "One man"\n'
        'decidedBy = "us"\ndecided = 2031-01-01\n',
    )
    table = small.write(
        "t.csv",
        ",title,fashion_houseLabel,designerLabel,start_year,end_year\n"
        "0,founder,EXEMPLE,Ben Sample,,\n1,founder,Exemple,Tom Specimen,,\n2,founder,Exemple,Ada Example,,\n",
    )
    imported = take(small, table, "creative-director-tenures")
    assert imported.things.met == {
        "Ben Sample": "person/ben-sample",
        "EXEMPLE": "brand/maison-exemple",
        "Exemple": "brand/maison-exemple",
        "Tom Specimen": "person/tom-one",
    }
    assert imported.things.new == {"Ada Example": "person/ada-example"}, "a house of that name is no person"


@needs_engine
def test_a_name_of_several_things_is_left_to_a_person(small: SmallProject) -> None:
    small.sheet("diary", '[Person.ada]\nlabel = "Ada Example"\n[Person.ada-two]\nlabel = "Ada Éxample"\n')
    imported = take(small, "tenures.csv", "creative-director-tenures")
    assert imported.things.unsure == {"Ada Example": "person/ada or person/ada-two"}
    assert (2, "designerLabel", "several things have this name: person/ada or person/ada-two", "row") in (
        reasons(imported)
    )


# -- evidence ---------------------------------------------------------------------------------------


@needs_engine
def test_every_cell_that_gave_a_part_of_a_statement_is_evidence(small: SmallProject) -> None:
    take(small, "ambassadors.csv", "brand-ambassadors")
    store = small.graph()
    found = rows(
        store,
        """SELECT ?column ?cell ?date { ?s fkg:agent person:ben-sample ; fkg:evidence ?e .
           ?e fkg:row 3 ; fkg:column ?column ; oa:hasSelector/oa:exact ?cell .
           OPTIONAL { ?e fkg:dateText ?date } } ORDER BY ?column""",
    )
    assert found == [
        {"column": "announced_date", "cell": "2031-02", "date": "2031-02"},
        {"column": "house_id", "cell": "maison_exemple"},
        {"column": "person", "cell": "Ben Sample"},
        {"column": "role", "cell": "brand ambassador (first-ever, with Ada)"},
    ]


# -- several in one cell ------------------------------------------------------------------------------

CREDITS = "campaign,brand,season,launched,role,person,group,organization,source\n"


def credits(small: SmallProject, *who: str) -> Imported:
    """Import a credit a row; who is credited is given as the cells of person, group and organization."""
    text = "".join(f"Night Market,,,,photographer,{cells},\n" for cells in who)
    return take(small, small.write("several.csv", CREDITS + text), "credits")


@needs_engine
def test_several_in_one_cell_are_several_each_with_its_own_name_as_evidence(small: SmallProject) -> None:
    imported = credits(small, "Ada Example; Ben Sample;,,", ",Two & Two; Ox & Ass,")
    assert not imported.left_out
    assert said(small) == {
        f"{name} is credited as photographer on Night Market"
        for name in ("Ada Example", "Ben Sample", "Two & Two", "Ox & Ass")
    }
    assert holds(
        small.graph(),
        """person:ben-sample a fkg:Person . ?credit fkg:creditedAgent person:ben-sample ; fkg:evidence ?e .
           ?e fkg:row 2 ; fkg:column "person" ; oa:hasSelector/oa:exact "Ben Sample" .""",
    )


@needs_engine
@pytest.mark.parametrize(
    "cell",
    [
        "Ada Example & Ben Sample,,",
        "Ada Example / Ben Sample,,",
        "Ada Example/Ben Sample,,",
        '"Ada Example, Ben Sample",,',
        "Ada Example and Ben Sample,,",
        "Ada Example und Ben Sample,,",
        "田中一、鈴木二,,",
        ",One Two / Three Four,",
        ",,One Films | Two Films",
    ],
)
def test_what_looks_like_several_is_told_by_row_and_made_into_nobody(cell: str, small: SmallProject) -> None:
    imported = credits(small, cell)
    ((row, column, reason, what),) = reasons(imported)
    assert (row, what) == (2, "row")
    assert column in ("person", "group", "organization")
    assert reason.startswith('it looks like several names: write a row for each, or ";" between them')
    assert list(imported.things.new) == ["Night Market"]


@needs_engine
@pytest.mark.parametrize(
    "cell",
    [
        '"Example, Ada",,',
        "Ada Example-Sample,,",
        "Dana Ortega y Costa,,",
        ",Two & Two,",
        ",,Salt/Water Films",
    ],
)
def test_one_name_is_one(cell: str, small: SmallProject) -> None:
    assert len(credits(small, cell).things.new) == 2  # the campaign, and who is credited


@needs_engine
def test_a_mapping_may_have_several_separators_and_a_duo_that_is_known_stays_one(
    small: SmallProject,
) -> None:
    text = find_mapping(small.project, "credits").read_text(encoding="utf-8")
    person = "map:newThing fkg:Person ; map:separator "
    mapping = small.write(
        "graph/mappings/own.ttl", text.replace(f'{person}";"', f'{person}";" , " / " , "&"')
    )
    table = small.write(
        "own.csv", f"{CREDITS}Night Market,,,,photographer,Ada Example / Ben Sample & Cy Specimen,,,\n"
    )
    take(small, table, str(mapping))
    assert len(said(small)) == 3
    undivided = small.write("graph/mappings/bare.ttl", text.replace(' ; map:separator ";"', ""))
    (left,) = take(small, small.write("bare.csv", table.read_bytes()), str(undivided)).left_out
    assert "let the mapping say what stands between them (map:separator)" in left.reason


# -- newer editions ---------------------------------------------------------------------------------


def files(small: SmallProject) -> dict[str, bytes]:
    folder = small.root / "graph"
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


@needs_engine
def test_the_same_table_again_changes_nothing(small: SmallProject) -> None:
    take(small, "tenures.csv", "creative-director-tenures")
    before = files(small)
    again = take(small, "tenures.csv", "creative-director-tenures")
    assert again.changes is not None
    assert again.changes == Changes(unchanged=7)
    assert files(small) == before


@needs_engine
def test_a_corrected_cell_is_one_changed_row(small: SmallProject, capsys: pytest.CaptureFixture[str]) -> None:
    table = small.write("mine.csv", (TABLES / "credits.csv").read_bytes())
    take(small, table, "credits")
    newer = table.read_text(encoding="utf-8").replace("Ben Sample", "Ben Sampel")
    table.write_text(newer.replace("Example Films,", "Example Films,https://le-fil.example/films"))
    code = main(["--project", str(small.root), "import", str(table), "--mapping", "credits"])
    told = capsys.readouterr().out
    assert code == 0
    assert "        2  rows changed\n        0  rows new\n        0  rows gone, retired\n" in told
    assert (
        "changed, as it was → as it is\n"
        "  row 3: person: Ben Sample → Ben Sampel\n"
        "  row 5: source: (nothing taken) → https://le-fil.example/films\n"
    ) in told
    assert "retired, as they were" not in told
    renewed = {name: content for name, content in files(small).items() if "mine" in name}
    for name in renewed:
        (small.root / "graph" / name).unlink()
    take(small, table, "credits")
    assert renewed == {name: content for name, content in files(small).items() if "mine" in name}


def said_by(*cells: str, first: int = 2) -> dict[str, RowSaid]:
    """Return an edition: rows of three columns, whose key is all that stands in them."""
    rows_of = (dict(zip("abc", row.split(), strict=True)) for row in cells)
    return {row: RowSaid(number, row.encode(), found) for number, (row, found)
            in enumerate(zip(cells, rows_of, strict=True), first)}  # fmt: skip


@pytest.mark.parametrize(
    ("was", "now", "changed", "new", "gone"),
    [
        ("x y anna|x y bert|x y carl", "x y anna|x y berta|x y carl", ["bert→berta"], 0, []),
        ("x y anna|x y bert|x y carl", "x y anna|x y dora|x y carl", ["bert→dora"], 0, []),
        ("x y anna|x y bert|x y carl", "x y anna|x y carl|x y dora", [], 1, ["bert"]),
        ("x y anna|x y bernard|x y carl", "x y anna|x y carl|x y bernhard", ["bernard→bernhard"], 0, []),
        ("x y anna|x y bert", "x y berta|x y anne", ["anna→anne", "bert→berta"], 0, []),
        ("x y anna|x y bert", "x z dora|x y bert", [], 1, ["anna"]),
        ("x y anna", "x y anna|x y anne", [], 1, []),
    ],
)
def test_a_row_is_changed_where_one_cell_differs_in_its_place_or_is_nearly_alike(
    was: str, now: str, changed: list[str], new: int, gone: list[str]
) -> None:
    found = compare(said_by(*was.split("|")), said_by(*now.split("|")))
    assert sorted(f"{cell[1]}→{cell[2]}" for row in found.changed for cell in row.cells) == changed
    assert (found.new, [row.cells["c"] for row in found.gone]) == (new, gone)


def test_rows_whose_one_cell_is_wholly_another_are_compared_by_their_place() -> None:
    found = compare(said_by("x y ada", "x y ben"), said_by("x y cleo", "x y dov"))
    assert [(row.number, row.before) for row in found.changed] == [(2, 2), (3, 3)]


def test_many_rows_that_are_alike_but_for_one_cell_are_compared_in_a_moment() -> None:
    earlier = said_by(*(f"x y old{number}" for number in range(20_000)))
    later = said_by(*(f"x y new{number}" for number in range(20_000)))
    found = compare(earlier, later)
    assert (len(found.changed), found.new, found.gone) == (20_000, 0, [])


@needs_engine
def test_a_newer_edition_updates_adds_and_retires(small: SmallProject) -> None:
    table = small.write("tenures.csv", (TABLES / "tenures.csv").read_bytes())
    take(small, table, "creative-director-tenures")
    sheet = small.root / "graph/sources/undated/tenures.toml"
    sheet.write_text(sheet.read_text().replace('review = "unreviewed"', 'review = "accepted"'))
    lines = table.read_text().splitlines()
    newer = [line for line in lines if not line.startswith("2,")]  # Mina Muster goes; the rows move up
    newer = [line.replace("2001,present", "2001,2009") for line in newer]
    newer.append("11,founder,Maison Neuve,Zoë Neu,2031,")
    table.write_text("\n".join(newer) + "\n")
    again = take(small, table, "creative-director-tenures")
    assert again.changes is not None
    assert (again.changes.unchanged, again.changes.new) == (5, 1)
    (changed,) = again.changes.changed
    assert changed == ChangedRow(3, 3, (("end_year", "", "2009"),))
    (gone,) = again.changes.gone
    assert (gone.number, dict(gone.cells)) == (
        4,
        {
            "designerLabel": "Mina Muster",
            "fashion_houseLabel": "Casa Muster",
            "title": "founder and creative director",
            "start_year": "2010",
        },
    )
    told = said(small)
    assert "Ben Sample is creative director of Maison Exemple, from 2001, until 2009" in told
    assert "Zoë Neu is founder of Maison Neuve, from 2031" in told
    assert not any("Mina" in words for words in told)
    assert 'review = "unreviewed"' in sheet.read_text(), "what changed is to be reviewed anew"
    assert not holds(small.graph(), "person:mina-muster ?p ?o")


@needs_engine
def test_a_newer_edition_keeps_what_people_wrote(
    small: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    table = small.write("faces.csv", (TABLES / "ambassadors.csv").read_bytes())
    sheets = take(small, table, "brand-ambassadors").sheets
    for sheet in sheets:
        text = sheet.read_text().replace('review = "unreviewed"', 'review = "accepted"')
        text = re.sub(r'reader = ".*"', 'reader = "Ada"', text)
        sheet.write_text(text + "published = 2031-02-03  # as its page says\n")
        for file in (sheet, sheet.with_suffix(".csv")):
            (small.root / "graph/sources/2031").mkdir(exist_ok=True)
            file.rename(small.root / "graph/sources/2031" / file.name)
    sheets = list(small.project.sheets)
    words = ["--project", str(small.root), "import", str(table), "--mapping", "brand-ambassadors"]
    before = files(small)
    assert main(words) == 0
    assert "Nothing changed: every sheet is as it was." in capsys.readouterr().out
    assert files(small) == before
    table.write_text(table.read_text().replace("friend of the house", "global ambassador"))
    assert main(words) == 0
    told = {sheet.name: sheet.read_text() for sheet in sheets}
    for name, text in told.items():
        assert "published = 2031-02-03  # as its page says\n" in text
        state, reader = ("unreviewed", "fashion-kg ") if "the-paper" in name else ("accepted", "Ada")
        assert f'review = "{state}"' in text
        assert f'reader = "{reader}' in text
    assert sum('"accepted"' in text for text in told.values()) == 2


class Killed(BaseException):
    """What stands for a process that ends at once."""


@needs_engine
def test_what_a_killed_import_left_half_done_is_put_back(
    small: SmallProject, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = small.write("faces.csv", (TABLES / "ambassadors.csv").read_bytes())
    take(small, table, "brand-ambassadors")
    before = files(small)
    table.write_text("".join(table.read_text().replace("2031", "2032").splitlines(keepends=True)[:3]))
    replace = Path.replace
    moved: list[Path] = []

    def killed(file: Path, target: Path) -> Path:
        if "import-" in str(file) and "graph" in str(target):
            if moved:
                raise Killed
            moved.append(file)
        return replace(file, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        with pytest.raises(Killed):
            take(small, table, "brand-ambassadors")
    assert files(small) != before
    words = ["--project", str(small.root), "import", str(table), "--mapping", "brand-ambassadors"]
    assert main([*words, "--dry-run"]) == 0
    assert "putting back" in capsys.readouterr().err
    assert files(small) == before
    assert not list((small.root / "build").glob("import-*"))
    assert main(words) == 0
    assert len(small.project.sheets) == 1


@needs_engine
def test_a_source_that_no_row_names_any_more_is_taken_away(small: SmallProject) -> None:
    table = small.write("faces.csv", (TABLES / "ambassadors.csv").read_bytes())
    assert len(take(small, table, "brand-ambassadors").sheets) == 3
    table.write_text("".join(table.read_text().splitlines(keepends=True)[:3]))
    again = take(small, table, "brand-ambassadors")
    assert len(again.sheets) == 1
    assert len(again.removed) == 2
    assert sorted(small.project.sheets) == again.sheets
    assert len(small.project.row_files) == 1


@needs_engine
def test_a_dry_run_writes_nothing(small: SmallProject, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["import", str(TABLES / "tenures.csv"), "--mapping", "creative-director-tenures", "--dry-run"]
    report = small.root / "left-out.csv"
    assert main(["--project", str(small.root), *words, "--report", str(report)]) == 0
    told = capsys.readouterr().out
    assert "Nothing was written; it would be graph/sources/undated/tenures.toml." in told
    assert re.search(r"11  rows read\n +7  rows that state something\n +4  rows left out", told)
    assert files(small) == {}
    assert not list((small.root / "build").glob("import-*"))
    found = list(csv.DictReader(io.StringIO(report.read_text())))
    assert [row["row"] for row in found] == ["5", "6", "7", "8", "9"]
    assert found[3] == {
        "row": "8",
        "column": "start_year",
        "cell": "2019?",
        "reason": "no date: it is not written YYYY, YYYY-MM or YYYY-MM-DD",
        "left out": "value",
    }


# -- formats ----------------------------------------------------------------------------------------

LISTS: list[list[object]] = [
    ["", "title", "fashion_houseLabel", "designerLabel", "start_year", "end_year"],
    [0, "founder", "Maison Exemple", "Ada Example", 1952, 1985.0],
    [1, "founder", "Casa Muster", "Mina Muster", None, None],
]


def _records() -> list[dict[str, object]]:
    return [dict(zip(map(str, LISTS[0]), row, strict=True)) for row in LISTS[1:]]


@needs_engine
@pytest.mark.parametrize(
    "suffix", ["csv", "csv.gz", "tsv", "json", "jsonl", "parquet", "xlsx", "semicolon.csv"]
)
def test_every_format_says_the_same(small: SmallProject, suffix: str) -> None:
    table = small.root / f"houses.{suffix}"
    if suffix.endswith("json"):
        table.write_text(json.dumps(_records()))
    elif suffix == "jsonl":
        table.write_text("\n".join(json.dumps(record) for record in _records()))
    elif suffix == "parquet":
        polars = pytest.importorskip("polars")
        polars.DataFrame(_records()).write_parquet(table)
    elif suffix == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.Workbook()
        for row in LISTS:
            book.active.append(row)
        book.save(table)
    else:
        mark = {"tsv": "\t", "semicolon.csv": ";"}.get(suffix, ",")
        text = "\ufeff" + "\r\n".join(mark.join("" if c is None else str(c) for c in row) for row in LISTS)
        if suffix.endswith("gz"):
            import gzip

            table.write_bytes(gzip.compress(text.encode()))
        else:
            table.write_text(text)
    imported = take(small, table, "creative-director-tenures", source_id="houses")
    assert imported.left_out == []
    assert said(small) == {
        "Ada Example is founder of Maison Exemple, from 1952, until 1985",
        "Mina Muster is founder of Casa Muster",
    }


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2031", "2031"),
        ("2031-02", "2031-02"),
        ("2031-02-03", "2031-02-03"),
        ("2031-02-03 00:00:00", "2031-02-03"),
        ("February 2031", "2031-02"),
        ("3rd Feb 2031", "2031-02-03"),
        ("Feb. 3, 2031", "2031-02-03"),
        ("2030..2031", "2030..2031"),
    ],
)
def test_dates_that_are_one_for_everybody(text: str, date: str) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    "text", ["2019?", "03/02/2031", "c. 2010", "present", "31", "2031-13", "Ma 2031", "0"]
)
def test_dates_that_are_not(text: str) -> None:
    with pytest.raises(ValueError, match=r"year|written|day"):
        read_date(text)


def test_a_long_cell_is_quoted_by_its_beginning() -> None:
    assert first_words("a b c d", 3) == "a b c"
    with pytest.raises(FashionKGError):
        first_words("時" * 30, 12)


# -- bad input --------------------------------------------------------------------------------------

HEADER = ",title,fashion_houseLabel,designerLabel,start_year,end_year\n"


def refused(small: SmallProject, text: str | bytes, name: str = "bad.csv", **more: object) -> str:
    before = files(small)
    table = small.write(name, text)
    with pytest.raises((FindingsError, UsageError)) as error:
        take(small, table, "creative-director-tenures", **more)
    assert files(small) == before, "nothing changes"
    return str(error.value)


@needs_engine
def test_shifted_columns_stop_the_import(small: SmallProject) -> None:
    shifted = HEADER + "".join(f"{n},founder,Maison {n},Ada {n},x,1999,2000\n" for n in range(8))
    assert '8 of 8 rows are unfit, such as "7 cells, where the table has 6 columns"' in refused(
        small, shifted
    )
    moved = HEADER + "".join(f"{n},Maison {n},founder,Ada {n},1999,2000\n" for n in range(8))
    told = refused(small, moved)
    assert 'in the column "title", 8 of 8 cells are unfit, such as "Maison 0"' in told
    assert "See whether columns are shifted" in told
    table = small.write("bad.csv", moved.replace("Maison 3", "founder"))
    imported = take(small, table, "creative-director-tenures", dirty=True)
    assert imported.rows_stating == 1


SHIFTED = "campaign,brand,season,launched,role,person,group,organization,source\n" + "".join(
    f",Night Market {n},Maison Exemple,Spring 2031,2031-02,photographer,Ada {n},,\n" for n in range(4)
)


@needs_engine
def test_a_table_that_states_nothing_says_why_and_writes_nothing(
    small: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    table, report = small.write("mine.csv", SHIFTED), small.root / "left-out.csv"
    words = ["--project", str(small.root), "import", str(table), "--mapping", "credits", "--report"]
    assert main([*words, str(report)]) == 1
    told = capsys.readouterr().out
    assert "4  row: campaign: the cell is empty" in told
    assert "Nothing was written, for no row states anything. See whether columns are shifted." in told
    assert list(csv.reader(io.StringIO(report.read_text())))[1:] == [
        [str(row), "campaign", "", "the cell is empty", "row"] for row in (2, 3, 4, 5)
    ]
    assert files(small) == {}
    # Nor does it retire what an earlier edition said.
    take(small, "credits.csv", "credits", source_id="mine")
    before = files(small)
    assert main([*words, str(report)]) == 1
    assert files(small) == before


@needs_engine
def test_a_needed_column_that_is_mostly_empty_stops_the_import(small: SmallProject) -> None:
    table = small.write(
        "mine.csv",
        SHIFTED + SHIFTED.partition("\n")[2] + "Night Market,,,,photographer,Ada,,,\n",
    )
    with pytest.raises(FindingsError) as error:
        take(small, table, "credits")
    assert 'in 8 of 9 rows, the column "campaign", which is needed, is empty' in str(error.value)
    assert "See whether columns are shifted" in str(error.value)
    assert files(small) == {}
    assert take(small, table, "credits", dirty=True).rows_stating == 1


@needs_engine
def test_the_report_runs_nothing_in_a_spreadsheet(small: SmallProject) -> None:
    header = HEADER.replace(",title", "=cmd(),title")
    text = header + "0,founder,Maison Exemple,Ada,＝1+1,\n1,founder,Maison Exemple,Ben,2001,\n"
    table, report = small.write("t.csv", text + '"=1",founder,Maison,Cy,,\n'), small.root / "left-out.csv"
    words = ["import", str(table), "--mapping", "creative-director-tenures", "--report", str(report)]
    assert main(["--project", str(small.root), *words]) == 0
    found = list(csv.DictReader(io.StringIO(report.read_text())))
    assert [(row["column"], row["cell"]) for row in found] == [("'=cmd()", ""), ("start_year", "'＝1+1")]


@needs_engine
def test_a_few_bad_rows_are_left_out_alone(small: SmallProject) -> None:
    table = small.write(
        "t.csv",
        HEADER
        + "0,founder,Maison Exemple,Ada Example,1999,\n"
        + "1,founder,Maison Exemple,=HYPERLINK(1),1999,\n"
        + "2,founder,Maison Exemple,Ben,1999\n"
        + '3,founder,Maison Exemple,"Two\nlines",1999,\n'
        + f"4,founder,Maison Exemple,{'x' * 2001},1999,\n"
        + "\n,,,,,\n"
        + "5,founder,Maison Exemple,Null,1999,\n"
        + "6,founder,Maison Exemple,nan,1999,\n",
    )
    imported = take(small, table, "creative-director-tenures")
    assert reasons(imported) == [
        (3, "designerLabel", "a formula stands in place of its result", "row"),
        (4, "", "5 cells, where the table has 6 columns", "row"),
        (5, "designerLabel", "a cell holds control characters or several lines", "row"),
        (6, "designerLabel", "a cell has 2,001 characters", "row"),
    ]
    assert {words.partition(" is ")[0] for words in said(small)} == {"Ada Example", "Null", "nan"}


@needs_engine
def test_a_formula_in_a_workbook_is_left_out(small: SmallProject) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in [*LISTS, [2, "founder", "Maison Neuve", '=CONCATENATE("A","da")', None, None]]:
        book.active.append(row)
    book.save(small.root / "t.xlsx")
    imported = take(small, small.root / "t.xlsx", "creative-director-tenures")
    assert reasons(imported) == [(4, "designerLabel", "a formula stands in place of its result", "row")]


@needs_engine
def test_headers_that_do_not_fit(small: SmallProject) -> None:
    twice = refused(small, HEADER.replace("end_year", "title") + "1,2,3,4,5,6\n")
    assert 'the heading "title" stands over columns 2 and 6' in twice
    lacks = refused(small, HEADER.replace("designerLabel", "designerLabl") + "1,2,3,4,5,6\n")
    assert 'no column "designerLabel", which the mapping reads. If "designerLabl" is meant, call it' in lacks
    assert "it is empty" in refused(small, "")


@needs_engine
def test_files_that_cannot_be_read(small: SmallProject) -> None:
    assert "not UTF-8" in refused(small, HEADER.encode() + b"1,founder,Chlo\xe9,A,,\n")
    if importlib.util.find_spec("openpyxl"):
        assert "cannot be read" in refused(small, b"no workbook", "bad.xlsx")
    assert "is no table that can be read" in refused(small, "x", "bad.docx")
    assert "cannot be read" in refused(small, "{}", "bad.json")
    assert "cannot be read" in refused(small, b"not packed", "bad.csv.gz")
    with pytest.raises(UsageError, match="There is no file"):
        take(small, small.root / "absent.csv", "creative-director-tenures")


def _read_through(table: Path) -> str:
    with pytest.raises(FindingsError) as error, SourceTableFile(table).opened() as (_, found):
        list(found)
    return str(error.value)


def test_hostile_files_are_told_and_not_followed(small: SmallProject) -> None:
    assert "record 2 is no object" in _read_through(small.write("t.jsonl", '{"a": 1}\n[1]\n'))
    deep = "[" * 100_000 + "]" * 100_000
    assert "lists in lists" in _read_through(small.write("t.json", deep))
    assert "lists in lists" in _read_through(small.write("deep.jsonl", f'{{"a": 1}}\n{{"a": {deep}}}\n'))
    import gzip
    import random

    packed = bytearray(gzip.compress(b"a,b\n" + random.Random(1).randbytes(90_000).hex().encode()))  # noqa: S311
    packed[len(packed) // 2 : len(packed) // 2 + 400] = b"\xff" * 400
    assert re.search(
        r"damaged|cannot be read|breaks off", _read_through(small.write("t.csv.gz", bytes(packed)))
    )


def test_a_workbook_that_is_damaged_in_its_middle_is_told(small: SmallProject) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    import zipfile

    book = openpyxl.Workbook()
    for row in LISTS:
        book.active.append(row)
    book.save(small.root / "good.xlsx")
    bad = small.root / "bad.xlsx"
    with zipfile.ZipFile(small.root / "good.xlsx") as good, zipfile.ZipFile(bad, "w") as out:
        for name in good.namelist():
            content = good.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b'<row r="3"', b"<row <<<")
            out.writestr(name, content)
    assert "cannot be read" in _read_through(bad)


def test_a_list_that_ends_in_itself_ends(small: SmallProject) -> None:
    good = (ROOT / "graph/mappings/creative-director-tenures.ttl").read_text()
    rdf = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    ring = "map:headings _:a ; map:keyColumn"
    file = small.write(
        "m.ttl", good.replace("map:keyColumn", ring, 1) + f'\n_:a {rdf}first> "a" ; {rdf}rest> _:a .\n'
    )
    assert read_mapping(file, small.ontology).headings == ("a",)


@needs_engine
def test_names_that_differ_in_letters_that_a_slug_loses_are_two(small: SmallProject) -> None:
    rows_ = "".join(
        f"{n},founder,Maison Exemple,{name},,\n" for n, name in enumerate(["王 Lee", "李 Lee", "Lée"])
    )
    imported = take(small, small.write("t.csv", HEADER + rows_), "creative-director-tenures")
    assert len({words.partition(" is ")[0] for words in said(small)}) == 3
    assert imported.things.new["Lée"] == "person/lee"
    assert re.fullmatch(r"person/lee-[a-z2-7]{6}", imported.things.new["王 Lee"])


@needs_engine
def test_addresses_of_names_in_other_scripts_can_be_read_and_stay_once_they_are_given(
    small: SmallProject,
) -> None:
    names = ["Мина Окафор", "김하늘", "ミナ・オカフォル", "Łucja Żal", "مينا"]
    rows_ = "".join(f"{n},founder,Maison Exemple,{name},,\n" for n, name in enumerate(names))
    table = small.write("t.csv", HEADER + rows_)
    imported = take(small, table, "creative-director-tenures")
    slugs = [imported.things.new[name].removeprefix("person/") for name in names]
    assert [slug.rpartition("-")[0] for slug in slugs] == [
        "mina-okafor",
        "kim-haneul",
        "mina-okaforu",
        "lucja-zal",
        "n",
    ]
    # As an older release of this program, or of its libraries, may have written it.
    sheet = small.root / "graph/sources/undated/t.csv"
    sheet.write_text(sheet.read_text().replace(slugs[1], "n-abcdefgh"))
    again = take(small, table, "creative-director-tenures")
    assert again.things.new["김하늘"] == "person/n-abcdefgh"
    assert again.changes == Changes(unchanged=5)


def test_mappings_that_cannot_be_used(small: SmallProject) -> None:
    with pytest.raises(UsageError, match='Did you mean "handbags"'):
        find_mapping(small.project, "handbag")
    good = (ROOT / "graph/mappings/creative-director-tenures.ttl").read_text()
    for old, new, told in [
        ('rml:source "rows.csv"', 'rml:source "/etc/passwd"', "it reads something else than the table"),
        ("rml:reference ", "rml:refrence ", 'Did you mean "reference"'),
        ("fkg:Tenure ;", "fkg:Tenur ;", 'no kind of statement "Tenur". Did you mean "Tenure"'),
        ("fkg:house ;", "fkg:hose ;", 'Tenure has no field "hose". Did you mean "house"'),
        ("fkg:house ;", "fkg:start ;", "Tenure needs house"),
        ("map:newThing fkg:Brand", "map:newThing fkg:Bran", 'there is no class "Bran"'),
        ('map:keyColumn "fashion_houseLabel" , "designerLabel" , "title" ;', "", "no map:keyColumn"),
        ('"(?i)present|', '"(?i)(present|', "is no regular expression"),
        ('/tenure"', '"', "its subject is not a row"),
        (
            "rml:predicateObjectMap",
            "rml:functionExecution <#f> ; rml:predicateObjectMap",
            "functionExecution",
        ),
        ("<> a map:TableMapping", "<> a map:Table", "a mapping is one map:TableMapping"),
        ("@prefix map:", "prefix: map", "the mapping cannot be read"),
    ]:
        assert old in good
        file = small.write("m.ttl", good.replace(old, new, 1))
        with pytest.raises(FindingsError) as error:
            read_mapping(file, small.ontology)
        assert told in str(error.value), new


@needs_engine
def test_ids_that_are_taken_or_none(small: SmallProject) -> None:
    small.sheet("tenures", '[Person.ada]\nlabel = "Ada"\n')
    with pytest.raises(UsageError, match='"tenures" is a sheet that no import wrote'):
        take(small, "tenures.csv", "creative-director-tenures")
    with pytest.raises(UsageError, match="cannot be the id"):
        take(small, "tenures.csv", "creative-director-tenures", source_id="No Slug")
    take(small, "tenures.csv", "creative-director-tenures", source_id="posts")
    with pytest.raises(UsageError, match="a sheet that the mapping creative-director-tenures wrote"):
        take(small, "handbags.csv", "handbags", source_id="posts")


@needs_engine
def test_a_label_that_another_sheet_has_stops_it_and_changes_nothing(small: SmallProject) -> None:
    small.sheet("houses", '[Person.ada]\nlabel = "Ada"\n')
    before = files(small)
    with pytest.raises(FindingsError, match="is also labelled"):
        take(small, "tenures.csv", "creative-director-tenures", label="The houses")
    assert files(small) == before
    assert not list((small.root / "build").glob("import-*"))


@needs_engine
def test_an_interrupted_import_loses_nothing(small: SmallProject) -> None:
    take(small, "tenures.csv", "creative-director-tenures", source_id="big")
    before = files(small)
    table = small.root / "big.csv"
    table.write_text(HEADER + "".join(f"{n},founder,Maison {n},Ada {n},1999,\n" for n in range(30_000)))
    words = ["--project", str(small.root), "import", str(table), "--mapping", "creative-director-tenures"]
    process = subprocess.Popen(
        command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "rows read" in line:
            break
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "what was there before is unchanged" in told
    assert files(small) == before
    assert not list((small.root / "build").glob("import-*"))


@needs_engine
def test_without_a_mapping_the_choices_are_told(
    small: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--project", str(small.root), "import", str(TABLES / "tenures.csv")]) == 2
    assert "--mapping and one of: brand-ambassadors, collection-shows, creative-director-tenures" in (
        capsys.readouterr().err
    )


def test_where_the_engine_is_not_it_is_told_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("FASHION_KG_MORPH_KGC", raising=False)
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    with pytest.raises(UsageError, match=r"-m venv .*morph-kgc\n.* -m pip install morph-kgc"):
        engine_python.__wrapped__()
    monkeypatch.setenv("FASHION_KG_MORPH_KGC", str(tmp_path / "python"))
    with pytest.raises(UsageError, match="which is no Python"):
        engine_python.__wrapped__()


HOSTILE = [
    'back\\slash" . <urn:x> <urn:y> "z',
    "__import__('os').system('true')",
    "{brand}",
    "<script>alert(1)</script>",
    "100% sure",
    "'; DROP TABLE x; --",
    "a\u202eb",
]


@needs_engine
def test_hostile_cells_are_names_and_nothing_else(small: SmallProject) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    for number, text in enumerate(HOSTILE):
        writer.writerow([number, "founder", "Maison Exemple", text, "", ""])
    table = small.write("t.csv", HEADER + out.getvalue())
    assert take(small, table, "creative-director-tenures").left_out == []
    found = rows(small.graph(), "SELECT ?n { ?p a fkg:Person ; skos:prefLabel ?n }")
    assert {row["n"] for row in found} == set(HOSTILE)


@given(st.text(max_size=40))
def test_any_text_can_be_a_csv(text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "t.csv"
        file.write_text("a,b\n" + text, encoding="utf-8", errors="replace")
        try:
            with SourceTableFile(file, needed=("a",)).opened() as (columns, found):
                numbers = [row.number for row in found]
        except FindingsError:
            return
        assert columns == ("a", "b")
        assert numbers == sorted(set(numbers))


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from fashion_kg.cli import main\n"
        "try: main(['import', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pyoxigraph', 'rdflib', 'openpyxl', 'pyarrow', 'pandas', 'trafilatura'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "--mapping" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
