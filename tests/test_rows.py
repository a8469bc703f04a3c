"""Lines of tables beside their sheets: what they say, where it stands, and what is wrong with them."""

from __future__ import annotations

import hashlib

import pytest

from fashion_kg.answers.provenance import statements
from fashion_kg.build import read_project
from fashion_kg.errors import FindingsError
from fashion_kg.names import Names
from projects import SmallProject, holds

SHEET = f"""[source]
kind = "SourceTable"
label = "The list of houses"
language = ["en"]
sha256 = "{hashlib.sha256(b"a table").hexdigest()}"
columns = ["who", "house", "since"]
review = "unreviewed"
reader = "the importer"
read = 2031-03-01
"""
HEADER = "kind,key,slug,label,row,column,phrase,creditText,dateText,agent,house,tenureRole,start\n"
LINES = """Person,,ada-example,Ada Example,,,,,,,,,
Brand,,maison-exemple,Maison Exemple,,,,,,,,,
Tenure,k1,,,2,who,ADA EXAMPLE,ADA EXAMPLE,,person/ada-example,brand/maison-exemple,founder,2030
Tenure,k2,,,7,who,Ada Example,,,person/ada-example,brand/maison-exemple,founder,2030
"""


def write(small: SmallProject, lines: str = LINES, sheet: str = SHEET, header: str = HEADER) -> None:
    small.write("graph/sources/undated/houses.toml", sheet)
    small.write("graph/sources/undated/houses.csv", header + lines)


def test_rows_that_say_the_same_are_evidence_for_one_statement(small: SmallProject) -> None:
    write(small)
    store = small.graph()
    assert holds(
        store,
        """?tenure a fkg:Tenure ; fkg:agent person:ada-example ; fkg:evidence ?one , ?two .
           ?one fkg:row 2 ; fkg:column "who" ; fkg:creditText "ADA EXAMPLE" ; oa:hasSelector ?quote , ?cell .
           ?two fkg:row 7 . ?quote oa:exact "ADA EXAMPLE" .
           ?cell a oa:FragmentSelector ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> "cell=2,1" ;
             dcterms:conformsTo <http://tools.ietf.org/rfc/rfc7111> .
           FILTER NOT EXISTS { ?one fkg:paragraph ?paragraph }""",
    )
    assert holds(store, "person:ada-example fkg:heldPostAt brand:maison-exemple")


def test_why_tells_the_row_and_the_column(small: SmallProject) -> None:
    write(small)
    store = small.graph()
    found = Names(store, small.ontology).find("Ada Example")
    (said,) = statements(store, small.project.query_folders, found)
    assert [(place.part, place.where, place.phrase) for place in said.places] == [
        ("table", "row 2, column who", "ADA EXAMPLE"),
        ("table", "row 7, column who", "Ada Example"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Tenure,k1,,,2,", "Tenure,k1,,,two,", 'houses.csv:4: [[Tenure]], row: "two" is not the number'),
        ("2,who,ADA", "2,whom,ADA", 'the table has no column "whom". Did you mean "who"?'),
        ("ADA EXAMPLE,ADA EXAMPLE", ",ADA EXAMPLE", "the cell's text is missing"),
        ("ADA EXAMPLE,ADA", "a b c d e f g h i j k l m,ADA", "13 words are more than the 12"),
        ("founder,2030\nTenure", "foundr,2030\nTenure", 'no role "foundr". Did you mean "founder"?'),
        ("founder,2030\nTenure", "founder,soon\nTenure", '"soon" is not a date'),
        ("founder,2030\nTenure", "founder\nTenure", "the line has 12 cells, the header 13"),
        ("Person,,ada", "Persn,,ada", 'there is no class "Persn". Did you mean "Person"?'),
        ("Person,,ada-example,", "Person,,Ada,", '"Ada" cannot name a thing'),
        ("Person,,ada-example,", "Person,,ada,", 'no Agent "person/ada-example" is declared'),
        (
            "Person,,ada-example,Ada Example,,,,,,,",
            "Person,,ada-example,,,,,,,,",
            'the key "label" is missing',
        ),
    ],
)
def test_a_line_that_is_wrong_is_told(small: SmallProject, old: str, new: str, told: str) -> None:
    assert LINES.count(old) == 1
    write(small, LINES.replace(old, new))
    with pytest.raises(FindingsError) as error:
        read_project(small.project, small.ontology)
    assert told in str(error.value)
    assert len({str(finding) for finding in error.value.findings}) == len(error.value.findings)


def test_a_field_of_another_kind_is_told(small: SmallProject) -> None:
    write(
        small,
        LINES.replace("\n", ",\n").replace("2030,\nTen", "2030,x\nTen"),
        header=HEADER[:-1] + ",subject\n",
    )
    with pytest.raises(FindingsError, match='the key "subject" is unknown'):
        read_project(small.project, small.ontology)


def test_a_header_that_is_not_ours_is_told(small: SmallProject) -> None:
    write(small, header="who,house\n")
    with pytest.raises(FindingsError, match="the header does not begin with kind,key"):
        read_project(small.project, small.ontology)


def test_lines_without_a_sheet_and_a_sheet_without_lines_are_told(small: SmallProject) -> None:
    small.write("graph/sources/undated/houses.csv", HEADER + LINES)
    with pytest.raises(FindingsError, match="the file is not read"):
        read_project(small.project, small.ontology)
    (small.root / "graph/sources/undated/houses.csv").unlink()
    small.write("graph/sources/undated/houses.toml", SHEET)
    with pytest.raises(FindingsError, match="the file cannot be read"):
        read_project(small.project, small.ontology)


def test_two_columns_of_one_name_are_told(small: SmallProject) -> None:
    write(small, sheet=SHEET.replace('"who", "house"', '"who", "who"'))
    with pytest.raises(FindingsError, match='two columns are called "who"'):
        read_project(small.project, small.ontology)


def test_a_table_has_no_parts(small: SmallProject) -> None:
    write(small, sheet=SHEET + "\n[parts]\nbody = [[0, 9]]\n")
    with pytest.raises(FindingsError, match="a table has columns and no"):
        read_project(small.project, small.ontology)
