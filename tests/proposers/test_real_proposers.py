"""The optional proposers, as they are: spaCy, LAC, and a tiny language model behind an address."""

from __future__ import annotations

import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from fashion_kg.cli import main
from fashion_kg.extract import Proposer, read_with
from fashion_kg.extract.cleaning import read_text
from fashion_kg.extract.proposers import Setting, proposers
from fashion_kg.extract.proposers._chat import Chat
from fashion_kg.ontology import Ontology
from projects import ROOT
from test_extract import HOUSES, shown

pytestmark = pytest.mark.filterwarnings("default")  # What these libraries warn of is theirs to mend.


def said(proposer: Proposer, text: str) -> set[str]:
    reading = read_with(proposer, read_text(text))
    assert not reading.dropped
    for each in reading.proposals:
        assert text[each.printed.start : each.printed.end].strip()
        assert each.proposer == proposer.name
        assert 0 < each.confidence < 1
    return {shown(each) for each in reading.proposals}


# -- spaCy ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def parsed(ontology: Ontology) -> Proposer:
    return proposers(["spacy"], Setting(ontology, HOUSES))[0]


def test_spacy_names_itself_with_its_weights(parsed: Proposer) -> None:
    assert parsed.name.startswith("fashion-kg spacy 1 (en_core_web_sm")
    assert parsed.name.endswith("3.8.0)")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "Casa Lumen has a new campaign, photographed by Ruth Amsel and styled by Greta Holm.",
            {"photographer: Ruth Amsel @ Casa Lumen", "stylist: Greta Holm @ Casa Lumen"},
        ),
        (
            "The new Casa Lumen campaign stars Mina Okafor and was lensed by Ruth Amsel in London.",
            {"talent: Mina Okafor @ Casa Lumen", "photographer: Ruth Amsel @ Casa Lumen"},
        ),
        (
            "Ruth Amsel photographed the campaign of Casa Lumen on a ferry, with art direction by Anna Bell.",
            {"photographer: Ruth Amsel @ Casa Lumen", "art-director: Anna Bell @ Casa Lumen"},
        ),
        (
            "Mina Okafor fronts the new Casa Lumen campaign, captured through the lens of Ruth Amsel.",
            {"talent: Mina Okafor @ Casa Lumen", "photographer: Ruth Amsel @ Casa Lumen"},
        ),
        (
            "The Casa Lumen campaign stars Mina Okafor, Lea Brandt and Anna Bell on a ferry.",
            {f"talent: {name} @ Casa Lumen" for name in ("Mina Okafor", "Lea Brandt", "Anna Bell")},
        ),
        (
            "Casa Lumen has named Mina Okafor as its global ambassador, the house said.",
            {"[ambassador] global: Mina Okafor @ Casa Lumen"},
        ),
        ("The Casa Lumen campaign was not photographed by Ruth Amsel, the house said.", set()),
        ("Ruth Amsel opened an exhibition in London on Monday, and Greta Holm came to see it.", set()),
    ],
)
def test_spacy_reads_prose(parsed: Proposer, text: str, says: set[str]) -> None:
    assert said(parsed, f"Casa Lumen Goes To Sea\n\n{text}\n") == says


# -- LAC --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tagged(ontology: Ontology) -> Proposer:
    return proposers(["lac"], Setting(ontology, HOUSES))[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "卢门之家推出全新系列广告大片，由张晓明掌镜，刘亦菲出演。",
            {"photographer: 张晓明 @ Casa Lumen", "talent: 刘亦菲 @ Casa Lumen"},
        ),
        ("卢门之家推出全新系列广告大片，在海边拍摄，风很大。", set()),
        ("Casa Lumen unveiled its campaign, photographed by Ruth Amsel, on a ferry at noon.", set()),
    ],
)
def test_lac_finds_names_that_nothing_else_shows(tagged: Proposer, text: str, says: set[str]) -> None:
    assert said(tagged, text + "\n") == says


def test_lac_adds_to_the_rules(ontology: Ontology, tagged: Proposer) -> None:
    (rules,) = proposers(["rules"], Setting(ontology, HOUSES))
    article = read_text("卢门之家推出全新系列广告大片，由张晓明掌镜，风很大，海也很大。\n")
    alone, joined = read_with(rules, article), read_with(rules, article, tagged)
    assert len(joined.proposals) >= len(alone.proposals)
    assert any(each.agent.label == "张晓明" for each in joined.proposals)


# -- a tiny language model --------------------------------------------------------------------------

TEXT = """Balenciaga Goes To Sea

Balenciaga has unveiled its new campaign, photographed by Ruth Amsel and starring Mina Okafor, on a ferry.
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("service") / "log"
    script = Path(__file__).with_name("tiny_service.py")
    with log.open("wb") as errors:
        service = subprocess.Popen(
            [sys.executable, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert service.stdin is not None
        assert service.stdout is not None
        lines = iter(service.stdout.readline, "")
        found = next((line.strip() for line in lines if line.startswith("http://127.0.0.1:")), "")
        assert found, log.read_text(errors="replace")[-2000:]
        yield found
        service.stdin.close()
        service.stdout.close()
        service.wait(20)


def test_a_real_model_answers_in_the_shape_that_was_asked_for(address: str) -> None:
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string", "maxLength": 20}},
        "required": ["name"],
        "additionalProperties": False,
    }
    messages = [
        {"role": "user", "content": "Photographed by Ruth Amsel. Who took the pictures? Answer with JSON."}
    ]
    answer = Chat(address, "smollm2").ask(messages, schema)
    assert answer.text.lstrip().startswith("{")
    assert '"name"' in answer.text


def test_the_command_talks_to_it_and_nothing_comes_of_what_it_makes_up(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "sea.txt"
    text.write_text(TEXT, encoding="utf-8")
    words = ["--proposer", "rules", "--proposer", "endpoint", "--endpoint", address, "--model", "smollm2"]
    start = time.monotonic()
    assert main(["--project", str(ROOT), "extract", str(text), *words]) == 0
    printed = capsys.readouterr()
    print(f"{time.monotonic() - start:.0f} s: {printed.err}")
    assert "fashion-kg: smollm2: " in printed.err
    sheet = tomllib.loads(printed.out)
    assert {"photographer", "talent"} <= {each["role"] for each in sheet["Credit"]}
    for credit in sheet["Credit"]:
        for entry in credit["evidence"]:
            assert TEXT[entry["start"] : entry["end"]] == entry["phrase"]
