"""What the extractor says of things: products, places, titles, seasons and dates."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from fashion_kg.claims import Text
from fashion_kg.extract import Campaign, Remark, Thing, read_with
from fashion_kg.extract.cleaning import read_text
from fashion_kg.extract.dates import date_printed
from fashion_kg.extract.rules import Rules
from fashion_kg.extract.seasons import season_named
from fashion_kg.extract.words import languages, read_words
from fashion_kg.ontology import Ontology
from projects import ROOT
from test_extract import HOUSES

FOLDER = ROOT / "tests" / "things"


@pytest.fixture(scope="module")
def rules(ontology: Ontology) -> Rules:
    return Rules(ontology, HOUSES)


def cases() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for file in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            yield f"{file.stem}: {case['name']}", case["text"], tuple(case["says"])


CASES = list(cases())


def shown(each: Remark) -> str:
    fields = dict(each.fields)
    if each.kind == "Feature":
        campaign = fields["campaign"]
        assert isinstance(campaign, Campaign)
        return f"{fields['featureRelation']}: {named(fields['featured'])} @ {campaign.house.label}"
    if each.kind == "ProductEvent":
        year = f" ({fields['date']})" if "date" in fields else ""
        return f"{fields['eventKind']}: {named(fields['product'])}{year}"
    return f"{fields['property']} of {named(fields['subject'])}: {named(fields['value'])}"


def named(value: Campaign | Thing | Text | str) -> str:
    if isinstance(value, Campaign):
        return f"{value.house.label} {season_named(value.season)}"
    return value.label if isinstance(value, Thing) else value.value if isinstance(value, Text) else value


@pytest.mark.parametrize(("name", "text", "says"), CASES, ids=[name for name, _, _ in CASES])
def test_an_article_says_this_of_things_and_nothing_else(
    rules: Rules, name: str, text: str, says: tuple[str, ...]
) -> None:
    reading = read_with(rules, read_text(text))
    assert {shown(each) for each in reading.remarks} == set(says), name
    for each in reading.remarks:
        assert 0 < each.confidence < 1
        if each.dated is not None:
            assert each.span.start <= each.dated.start < each.dated.end <= each.span.end


def test_every_language_has_its_cases() -> None:
    spoken = set(languages()) & set(read_words("products"))
    assert {file.stem for file in FOLDER.glob("*.toml")} == spoken


# -- what a campaign is called, and its season ----------------------------------------------------------

SHOT = "It was photographed by Ruth Amsel, on a ferry that crosses the bay twice a day."


def campaigns(rules: Rules, text: str) -> set[tuple[str, str, str]]:
    proposals = read_with(rules, read_text(text)).proposals
    credits = [each.campaign for each in proposals if each.kind == "Credit"]
    return {(each.house.label, each.title, season_named(each.season)) for each in credits}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Casa Lumen’s campaign titled “Salt and Wind” is out. {SHOT}", "Salt and Wind"),
        (f"Casa Lumen’s new campaign, dubbed Salt and Wind, is out at last. {SHOT}", "Salt and Wind"),
        (f"Casa Lumen is back with its “It’s Salt” campaign. {SHOT}", "It’s Salt"),
        (f"“Salt and Wind”: the new campaign of Casa Lumen\n\nCasa Lumen is back. {SHOT}", "Salt and Wind"),
        (f"The campaign of Casa Lumen is out. “It was a joy,” said Oda Vail. {SHOT}", ""),
        (f"The “Spring 2031” campaign of Casa Lumen is out, and it is all about boats. {SHOT}", ""),
        (
            "La campagne de Casa Lumen, intitulée “Sel et Vent”, a été photographiée par Ruth Amsel.",
            "Sel et Vent",
        ),
        (
            "La nuova campagna di Casa Lumen, dal titolo “Sale e Vento”, è stata fotografata da Ruth Amsel.",
            "Sale e Vento",
        ),
        (
            "La nueva campaña de Casa Lumen, titulada “Sal y Viento”, ha sido fotografiada por Ruth Amsel.",
            "Sal y Viento",
        ),
        (
            "A nova campanha da Casa Lumen, intitulada “Sal e Vento”, foi fotografada por Ruth Amsel.",
            "Sal e Vento",
        ),
        (
            "Die Kampagne von Casa Lumen mit dem Titel „Salz und Wind“ wurde von Ruth Amsel fotografiert.",
            "Salz und Wind",
        ),
        (
            "カーサ・ルーメンが「塩と風」と題したキャンペーンを公開。撮影はRuth Amselが担当。",
            "塩と風",
        ),
        (
            "카사루멘이 ‘소금과 바람’ 캠페인을 공개했다. 포토그래퍼 루스 암젤(Ruth Amsel)이 촬영했다.",
            "소금과 바람",
        ),
        ("卢门之家推出《盐与风》广告大片，由摄影师Ruth Amsel掌镜，画面安静，只有一艘渡轮。", "盐与风"),
    ],
)
def test_a_printed_title_is_the_campaigns(rules: Rules, text: str, title: str) -> None:
    found = campaigns(rules, text + "\n")
    assert found, "nobody is credited"
    assert {each[1] for each in found} == {title}


@pytest.mark.parametrize(
    ("text", "season"),
    [
        (f"Casa Lumen’s Cruise 2031 campaign is out, and so are the boats of the bay. {SHOT}", "Cruise 2031"),
        (f"Casa Lumen Pre-Fall 2031 Campaign\n\nCasa Lumen is back. {SHOT}", "Pre-Fall 2031"),
        (f"Casa Lumen’s spring campaign is out, and so are the boats of the bay. {SHOT}", ""),
        (
            f"Casa Lumen’s Resort 2031 campaign is out. {SHOT} Its Pier bag came with Fall 2029.",
            "Resort 2031",
        ),
        (
            "カーサ・ルーメンの2031-32年秋冬広告キャンペーン。撮影はルース・アムゼル(Ruth Amsel)が担当。",
            "Fall/Winter 2031-32",
        ),
        (
            "La campagne Croisière 2031 de Casa Lumen a été photographiée par Ruth Amsel sur un bateau.",
            "Cruise 2031",
        ),
    ],
)
def test_one_season_holds_for_the_whole_article(rules: Rules, text: str, season: str) -> None:
    assert {each[2] for each in campaigns(rules, text + "\n")} == {season}


def test_a_list_of_credits_is_of_the_newest_season_where_an_older_one_is_told_too(rules: Rules) -> None:
    text = (
        "Casa Lumen has unveiled its Fall 2031 campaign, shot by Ruth Amsel on salt flats. It is light.\n\n"
        "Amsel is no stranger to the house, having been to its Spring 2028 campaign’s set as a guest.\n\n"
        "Hair: Femi Roos\nMake-up: Greta Holm\n"
    )
    assert {each[2] for each in campaigns(rules, text)} == {"Fall 2031"}


def test_two_houses_keep_their_own_titles_and_seasons(rules: Rules) -> None:
    text = (
        "Casa Lumen\n\nCasa Lumen’s campaign “Salt and Wind” for spring 2031 was shot by Ruth Amsel.\n\n"
        "Atelier Marrow\n\nAtelier Marrow’s fall 2031 campaign was photographed by Peer Lund.\n"
    )
    assert campaigns(rules, text) == {
        ("Casa Lumen", "Salt and Wind", "Spring 2031"),
        ("Atelier Marrow", "", "Fall 2031"),
    }


# -- dates ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "Ruth Vail, creative director of Casa Lumen since 2019, likes boats.",
            {"Ruth Vail": ["start 2019"]},
        ),
        (
            "Ruth Vail, creative director of Casa Lumen from 2005 to present, likes boats.",
            {"Ruth Vail": ["start 2005"]},
        ),
        ("Ruth Vail, creative director of Casa Lumen, likes boats.", {"Ruth Vail": []}),
        (
            "Former creative director Ines Calder (2005–2012) of Casa Lumen was there.",
            {"Ines Calder": ["start 2005", "end 2012"]},
        ),
        ("Former creative director Ines Calder of Casa Lumen was there.", {}),
        (
            "Casa Lumen’s former creative director Ines Calder left in 2012 and Ruth Vail took over in 2013.",
            {"Ines Calder": ["end 2012"]},
        ),
        (
            "Mina Okafor was named global brand ambassador for Casa Lumen in March 2024.",
            {"Mina Okafor": ["announced 2024-03"]},
        ),
        (
            "On 4 March 2024, Casa Lumen announced Mina Okafor as its brand ambassador.",
            {"Mina Okafor": ["announced 2024-03-04"]},
        ),
        ("Casa Lumen announced Mina Okafor as its brand ambassador on Monday.", {"Mina Okafor": []}),
    ],
)
def test_dates_are_as_printed_and_each_persons_own(
    rules: Rules, text: str, dates: dict[str, list[str]]
) -> None:
    proposals = read_with(rules, read_text(text + "\n")).proposals
    found = {
        each.agent.label: [f"{date.field} {date.date}" for date in each.dates]
        for each in proposals
        if each.kind != "Credit"
    }
    assert found == dates


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("March 2019", "2019-03"),
        ("le 4 mars 2019", "2019-03-04"),
        ("2019年3月4日", "2019-03-04"),
        ("soon", ""),
    ],
)
def test_a_date_says_as_much_as_is_printed(printed: str, date: str) -> None:
    assert date_printed(printed.lower()) == date


@pytest.mark.parametrize(
    "text",
    [
        "Casa Lumen relaunches its Le Faro bag with help from Mina Okafor, Lea Brandt and Ruth Amsel.\n",
        "Casa Lumen shows bags like Mina Okafor and the Le Faro bag. The campaign stars Mina Okafor.\n",
    ],
)
def test_people_are_no_products(rules: Rules, text: str) -> None:
    remarks = read_with(rules, read_text(text)).remarks
    things = {value.label for each in remarks for _, value in each.fields if isinstance(value, Thing)}
    assert "Le Faro" in things
    assert not things & {"Mina Okafor", "Lea Brandt", "Ruth Amsel"}
