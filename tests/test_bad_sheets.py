"""What a curator gets wrong, and what fashion-kg says: tests/bad/<case>.toml against tests/golden/<case>.txt.

A case is a few changes to the sound project in tests/bad/base. To look at a message anew after changing it:
``pytest tests/test_bad_sheets.py --write-golden``, then read the difference as a curator would at midnight.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Callable

import pytest
from pyoxigraph import Literal, QuerySolutions

from fashion_kg.build import build, check_texts, read_project
from fashion_kg.errors import FashionKGError, FindingsError, UsageError
from fashion_kg.names import Names
from fashion_kg.queries import find_query
from fashion_kg.store import EmbeddedStore
from projects import TESTS, SmallProject, edit

CASES = sorted(file.stem for file in (TESTS / "bad").glob("*.toml"))


def complaint(small: SmallProject) -> str:
    """Return what is said of a project that cannot be built; nothing may have been built."""
    with pytest.raises(FindingsError) as caught:
        _read(small)
    assert not small.project.build_folder.exists()
    return str(caught.value)


def _read(small: SmallProject) -> None:
    if (small.root / "ontology").exists():
        build(small.project)
    else:
        check_texts(small.project, read_project(small.project, small.ontology)[0])


def test_the_base_is_sound(base: SmallProject) -> None:
    assert build(base.project).texts_checked == 2


@pytest.mark.parametrize("case", CASES)
def test_bad_sheet(case: str, base: SmallProject, golden: Callable[[str, str], None]) -> None:
    edit(base.root, TESTS / "bad" / f"{case}.toml")
    message = complaint(base)
    assert str(base.root) not in message
    golden(case, message)


@pytest.mark.parametrize("case", CASES)
def test_every_finding_names_its_place_its_cause_and_a_remedy(case: str) -> None:
    for finding in (TESTS / "golden" / f"{case}.txt").read_text(encoding="utf-8").splitlines():
        assert re.match(r"(graph|ontology)/\S+( \S+)*\.(toml|ttl|rq):\d+: ", finding), finding
        assert finding.endswith((".", "?", "…")), finding
        assert not re.search(r"[.?]\.$|None|NamedNode|Error|base 10", finding), finding


def test_each_golden_text_belongs_to_a_case() -> None:
    # Those of judgements belong to test_dedupe.
    judged = {file.stem for file in (TESTS / "golden").glob("dedupe-*.txt")}
    assert {file.stem for file in (TESTS / "golden").glob("*.txt")} == {*CASES, *SPECIAL, *judged}


# -- what cannot be written down as a change to a sheet ---------------------------------------------

SPECIAL = (
    "broken-question",
    "full-disk",
    "injected-parameter",
    "invalid-utf-8",
    "kind-of-no-class",
    "malformed-question",
    "ten-megabytes",
    "unreadable",
)


def test_a_sheet_of_ten_megabytes(base: SmallProject, golden: Callable[[str, str], None]) -> None:
    base.write("graph/sources/undated/all-of-it.toml", b"# " + b"x" * 10_000_000)
    golden("ten-megabytes", complaint(base))


def test_invalid_utf8(base: SmallProject, golden: Callable[[str, str], None]) -> None:
    sheet = base.root / "graph/sources/2031/the-loom-harbour-lights.toml"
    sheet.write_bytes(sheet.read_text(encoding="utf-8").encode("latin-1"))
    golden("invalid-utf-8", complaint(base))


def test_a_sheet_that_cannot_be_opened(base: SmallProject, golden: Callable[[str, str], None]) -> None:
    (base.root / "graph/sources/undated/gone.toml").symlink_to("nowhere.toml")
    golden("unreadable", complaint(base))
    with pytest.raises(FindingsError):
        build(base.project)


def test_a_question_that_is_no_sparql(base: SmallProject, golden: Callable[[str, str], None]) -> None:
    base.write(
        "queries/people/muses.rq",
        "#+ summary: Who poses\nSELECT ?agent WHERE {\n  ?agent fkg:appearsIn ?c\n}\n",
    )
    query = find_query("people/muses", [base.root / "queries"])
    with pytest.raises(UsageError) as caught:
        base.graph().query(query.bind({}))
    golden("broken-question", str(caught.value))


def test_a_question_with_a_malformed_header(base: SmallProject, golden: Callable[[str, str], None]) -> None:
    base.write(
        "queries/people/muses.rq",
        "#+ summry: Who poses\n#+ parameters:\n#+   brand: {kind: brand}\n#+ example: none\n"
        "SELECT * WHERE { ?s ?p ?o }\n",
    )
    with pytest.raises(FindingsError) as caught:
        find_query("people/muses", [base.root / "queries"])
    golden("malformed-question", str(caught.value).replace(f"{base.root}/", ""))


def test_a_parameter_of_no_kind(base: SmallProject, golden: Callable[[str, str], None]) -> None:
    base.write(
        "queries/people/credits.rq",
        "#+ summary: Credits\n#+ parameters:\n#+   brand: {kind: house}\n#+   who: {kind: persn}\n"
        "SELECT * WHERE { VALUES ?brand { UNDEF } VALUES ?who { UNDEF } ?s ?p ?brand }\n",
    )
    names = Names(base.graph(), base.ontology)
    with pytest.raises(FindingsError) as caught:
        names.terms(find_query("people/credits", [base.root / "queries"]), {})
    golden("kind-of-no-class", str(caught.value).replace(f"{base.root}/", ""))


def test_a_parameter_that_tries_to_be_sparql(base: SmallProject, golden: Callable[[str, str], None]) -> None:
    base.write(
        "queries/people/credits.rq",
        "#+ summary: Credits\n#+ parameters: {agent: {kind: agent}, text: {kind: text}}\n"
        "SELECT * WHERE { VALUES ?agent { UNDEF } VALUES ?text { UNDEF } ?s ?p ?agent }\n",
    )
    store = base.graph()
    query, names = find_query("people/credits", [base.root / "queries"]), Names(store, base.ontology)
    hostile = 'Ruo Lin" } } ; DROP ALL ; SELECT * { ?s ?p "'
    with pytest.raises(UsageError) as caught:
        names.terms(query, {"agent": hostile})
    golden("injected-parameter", str(caught.value))
    before = len(store)
    answer = store.query(query.bind(names.terms(query, {"agent": "Ruo Lin", "text": hostile})))
    assert isinstance(answer, QuerySolutions)
    assert {str(row["text"]) for row in answer} == {str(Literal(hostile))}
    assert len(store) == before


def test_a_full_disk_in_words(
    base: SmallProject, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a really full disk does: test_build."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(EmbeddedStore, "save", refuse)
    with pytest.raises(FashionKGError) as caught:
        build(base.project)
    golden("full-disk", str(caught.value).replace(f"{base.root}/", ""))


def test_a_text_that_is_not_utf8(base: SmallProject) -> None:
    content = "Caf\xe9".encode("latin-1")
    base.write("texts/odd.txt", content)
    sheet = base.root / "graph/sources/2031/the-loom-harbour-lights.toml"
    text = sheet.read_text(encoding="utf-8")
    digest = hashlib.sha256(content).hexdigest()
    sheet.write_text(re.sub(r'sha256 = "\w+"', f'sha256 = "{digest}"', text), encoding="utf-8")
    assert complaint(base) == (
        "graph/sources/2031/the-loom-harbour-lights.toml:1: [source], sha256: byte 3 of the text with this "
        "SHA-256 is not UTF-8. Save the text as UTF-8, and read its SHA-256 and positions anew."
    )


@pytest.mark.parametrize(
    "content",
    [
        "x = " + "[" * 20_000,
        "x = " + "9" * 5_000,
        "[source]\nlabel = 1\n[[Credit]]\n[Person]\nx = 3",
        "source = 3",
    ],
)
def test_strange_sheets_are_told_not_thrown(content: str, base: SmallProject) -> None:
    base.write("graph/sources/undated/strange.toml", content)
    assert "graph/sources/undated/strange.toml:1: " in complaint(base)


def test_a_byte_order_mark_is_no_error(base: SmallProject) -> None:
    sheet = base.root / "graph/sources/2031/the-loom-harbour-lights.toml"
    sheet.write_bytes(b"\xef\xbb\xbf" + sheet.read_bytes().replace(b"\n", b"\r\n"))
    assert build(base.project).sources == 2
