"""The extractor: what each grammar finds in invented articles, and what it must not find."""

from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from fashion_kg.claims import Entity, Text
from fashion_kg.errors import UsageError
from fashion_kg.extract import Article, Campaign, Name, Proposal, Span, addresses, borne_out, read_with
from fashion_kg.extract.addresses import fetch, public_addresses
from fashion_kg.extract.cleaning import date_in, language_of, read_text
from fashion_kg.extract.grammars import HOUSE, OTHER, PERSON, SINGLE, TITLE
from fashion_kg.extract.pages import MAX_BYTES, is_page, read_article
from fashion_kg.extract.phrases import _span
from fashion_kg.extract.reading import prepare
from fashion_kg.extract.rules import Rules
from fashion_kg.extract.words import languages
from fashion_kg.ontology import Ontology
from projects import ROOT

FOLDER = ROOT / "tests" / "extract"
MARKS = {"Ambassadorship": "[ambassador] ", "Tenure": "[tenure] "}


def house(slug: str, label: str, *others: tuple[str, str]) -> tuple[str, Entity]:
    iri = f"https://w3id.org/fashion-kg/brand/{slug}"
    alternatives = tuple(Text(value, language) for value, language in others)
    return iri, Entity(iri, "Brand", (Text(label, "en"),), alternatives)


HOUSES = dict(
    [
        house(
            "casa-lumen",
            "Casa Lumen",
            ("カーサ・ルーメン", "ja"),
            ("카사루멘", "ko"),
            ("卢门之家", "zh-Hans"),
        ),
        house("atelier-marrow", "Atelier Marrow"),
        house("oda-vail", "Oda Vail"),
    ]
)


@pytest.fixture(scope="module")
def rules(ontology: Ontology) -> Rules:
    return Rules(ontology, HOUSES)


def cases() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for file in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            yield f"{file.stem}: {case['name']}", case["text"], tuple(case["says"])


CASES = list(cases())


def said(rules: Rules, text: str) -> set[str]:
    reading = read_with(rules, read_text(text))
    assert not reading.dropped
    return {shown(each) for each in reading.proposals}


def shown(each: Proposal) -> str:
    name = each.agent.gloss or each.agent.label
    return f"{MARKS.get(each.kind, '')}{each.role}: {name} @ {each.campaign.house.label}"


@pytest.mark.parametrize(("name", "text", "says"), CASES, ids=[name for name, _, _ in CASES])
def test_an_article_says_this_and_nothing_else(
    rules: Rules, name: str, text: str, says: tuple[str, ...]
) -> None:
    assert said(rules, text) == set(says), name


ROWS = {
    "ja": ("カーサ・ルーメンのキャンペーンには、", "ナオミ・ラスン", "、", "などがいるかもしれない。"),
    "ko": ("카사루멘의 광고 캠페인에는 ", "나오미 브라슨", ", ", " 등이 있을지도 모른다."),
    "zh": ("卢门之家的广告中，", "Naomi Bason", "、", "等人也许都在那里。"),
}


@pytest.mark.parametrize("language", sorted(ROWS))
def test_a_row_of_names_takes_no_time(rules: Rules, language: str) -> None:
    before, name, mark, after = ROWS[language]
    said(rules, before + name + after)  # What is read of the grammar once is no part of it.
    start = time.process_time()
    said(rules, before + mark.join([name] * 60) + after)
    assert time.process_time() - start < 1


HOUSES_IN_A_ROW = {
    "de": (
        "Die Kampagne von {} wurde irgendwo gezeigt.",
        " Das ist nicht für die anderen und auch mit Bild.",
    ),
    "en": (
        "The campaign was made for {} and others.",
        " It is not the first of them, and that was in the bay.",
    ),
    "fr": (
        "La campagne a été faite pour {} et d’autres.",
        " Elle est dans la ville avec des images du port.",
    ),
    "it": (
        "La campagna è stata fatta per {} e altri.",
        " Non è la prima che si vede nella città con gli altri.",
    ),
    "pl": ("Kampania została zrobiona dla {} i innych.", " To nie jest pierwsza, a zdjęcia są na promie."),
    "ru": ("Кампания была сделана для {} и других.", " Это не первая, и она была снята в городе."),
}


@pytest.mark.parametrize("language", sorted(HOUSES_IN_A_ROW))
def test_a_row_of_houses_takes_no_time(rules: Rules, language: str) -> None:
    row, rest = HOUSES_IN_A_ROW[language]
    rest *= 20  # So much of the line is in its language that the names do not hide it.
    said(rules, row.format("Casa Lumen") + rest)  # What is read of the grammar once is no part of it.
    text = row.format(", ".join(["Casa Lumen"] * 100)) + rest
    assert read_text(text).languages == (language,)
    start = time.process_time()
    said(rules, text)
    assert time.process_time() - start < 0.5


LINES = {
    "words": "港の近くの小さな家で写真を見た女優" * 600,
    "words and a bracket": "港の近くの小さな家で写真を見た女優" * 600 + "(hair)",
    "one sound": "ア" * 4_000,
    "one sign": "港" * 10_000 + "[photo]",
    "one letter": "A" * 10_000 + "(hair)",
}


@pytest.mark.parametrize("line", LINES.values(), ids=list(LINES))
def test_a_line_without_blanks_takes_no_time(rules: Rules, line: str) -> None:
    said(rules, "カーサ・ルーメンの新キャンペーンを公開。\n撮影：")
    start = time.process_time()
    said(rules, "カーサ・ルーメンの新キャンペーンを公開。\n撮影：" + line)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("撮影：佐藤美咲、のん", {"佐藤美咲", "のん"}),
        ("撮影：ルース アムゼル、佐藤みさき", {"ルース アムゼル", "佐藤みさき"}),
        ("撮影：マリア・佐藤、佐藤エリカ", {"マリア・佐藤", "佐藤エリカ"}),
        ("撮影：港の近くの小さな家で", set()),
        ("撮影：自宅で", set()),
        ("モデル：歌手のミリンを迎える", {"ミリン"}),
        ("포토그래퍼: 김하늘, 루스 암젤", {"김하늘", "루스 암젤"}),
        ("포토그래퍼: 항구 근처의 작은 집에서", set()),
        ("摄影师：露丝·阿姆塞尔", {"露丝·阿姆塞尔"}),
        ("摄影师：由她的朋友拍摄", set()),
    ],
)
def test_words_behind_a_label_are_names_only_if_they_have_the_shape_of_one(
    rules: Rules, row: str, names: set[str]
) -> None:
    hangul = any("가" <= char <= "힣" for char in row)
    first = "카사루멘의 새 캠페인 공개." if hangul else "カーサ・ルーメンの新キャンペーンを公開。"
    first = "卢门之家的全新廣告大片。" if row.startswith("摄") else first
    assert set(credited(rules, f"{first}\n{row}")) == names


# -- whose campaign, and who is meant ------------------------------------------------------------------

PAIR = "The Casa Lumen x Atelier Marrow campaign is out, and it is as quiet as the bay at noon."
BOTH = ("Casa Lumen", "Atelier Marrow")


def credited(rules: Rules, text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in read_with(rules, read_text(text)).proposals:
        found.setdefault(each.agent.label, set()).add(each.campaign.house.label)
    return found


def test_only_the_credits_of_a_campaign_of_two_houses_are_those_of_both(rules: Rules) -> None:
    alone = "Casa Lumen has a campaign, shot by Ruth Amsel."
    later = "Casa Lumen's fall campaign was styled by Greta Holm."
    text = f"{alone} The Casa Lumen x Atelier Marrow campaign is out too, shot by Lea Brandt.\n\n{later}"
    houses = {"Ruth Amsel": {"Casa Lumen"}, "Lea Brandt": set(BOTH), "Greta Holm": {"Casa Lumen"}}
    assert credited(rules, text) == houses


@pytest.mark.parametrize(
    ("text", "houses"),
    [
        (f"{PAIR} It was shot by Lea Brandt.", set(BOTH)),
        (f"{PAIR}\n\nPhotographer: Lea Brandt", set(BOTH)),
        (
            f"Casa Lumen x Atelier Marrow\n\nThe campaign is out.\n\n{'So it is. ' * 9}Shot by Lea Brandt.",
            set(BOTH),
        ),
        (f"Casa Lumen x Oda Vail\n\n{PAIR}\n\n{'So it is. ' * 9}It was shot by Lea Brandt.", {"Casa Lumen"}),
    ],
    ids=["the sentence before", "a list below", "the headline", "a headline, and a third house"],
)
def test_what_names_two_houses_as_one_counts_near_by(rules: Rules, text: str, houses: set[str]) -> None:
    assert credited(rules, text) == {"Lea Brandt": houses}


def campaigns(rules: Rules, text: str) -> dict[str, tuple[str, str]]:
    """Return season and title of the campaign in which each agent has a credit."""
    proposals = read_with(rules, read_text(text)).proposals
    return {each.agent.label: (each.campaign.season.lower(), each.campaign.title) for each in proposals}


def test_a_campaign_is_one_by_its_season_and_by_its_title(rules: Rules) -> None:
    night, day = ("spring 2024", "Night Market"), ("fall 2023", "Day Ferry")
    text = """The Spring 2024 campaign of Casa Lumen, titled “Night Market”, was shot by Ruth Amsel.

The campaign “Night Market” stars Mina Okafor. For the Spring/Summer 2024 campaign, Bo Lind did the styling.
"""
    both = """
The Fall 2023 campaign of Casa Lumen, titled “Day Ferry”, was shot by Jon Falk.

The Fall/Winter 2023-24 campaign of Casa Lumen stars Ida Lind. The Spring 2024 campaign stars Tomo Sato.
"""
    one = {"Ruth Amsel": night, "Mina Okafor": night, "Bo Lind": night}
    assert campaigns(rules, text) == one
    assert campaigns(rules, text + both) == one | {"Jon Falk": day, "Ida Lind": day, "Tomo Sato": night}


def test_a_title_is_not_that_of_another_season(rules: Rules) -> None:
    text = """The Spring 2024 campaign of Casa Lumen, titled “Night Market”, was shot by Ruth Amsel.

The Fall 2023 campaign of Casa Lumen was shot by Jon Falk.
"""
    found = campaigns(rules, text)
    assert found == {"Ruth Amsel": ("spring 2024", "Night Market"), "Jon Falk": ("fall 2023", "")}


def test_a_word_for_one_of_two_people_is_not_the_photographer(rules: Rules) -> None:
    stars = "She stars in the Atelier Marrow campaign."
    met = "met the singer Lea Brandt."
    assert "talent: Ruth Amsel @ Atelier Marrow" in said(rules, f"Actress Ruth Amsel {met} {stars}")
    for first in ("Photographer", "The photographer", "Yesterday the make-up artist"):
        assert not {each for each in said(rules, f"{first} Ruth Amsel {met} {stars}") if "talent" in each}


# -- names and marks as they are printed ---------------------------------------------------------------


@pytest.mark.parametrize("mark", [PERSON, HOUSE, SINGLE, TITLE, OTHER])
def test_the_characters_that_stand_for_names_are_blanks_in_a_text(rules: Rules, mark: str) -> None:
    campaign = f"Search{mark} The Casa Lumen campaign was shot by Ruth Amsel. {mark} More{mark}{mark}."
    assert said(rules, campaign) == {"photographer: Ruth Amsel @ Casa Lumen"}
    said(rules, f"Search{mark} The Casa Lumen campaign was shot by {mark} Ruth Amsel.")
    said(rules, f"The jeweller {mark}Varnholt has a campaign, shot by {mark}Ruth{mark}Amsel.")


@pytest.mark.parametrize(
    ("text", "role", "people"),
    [
        (
            "The Casa Lumen campaign was shot by Ruth Amsel (of Oslo), Duvall and Greta Holm.",
            "photographer",
            {"Ruth Amsel", "Duvall", "Greta Holm"},
        ),
        ("The Casa Lumen campaign stars “Mo”, Solvei and Lea Brandt.", "talent", {"Solvei", "Lea Brandt"}),
    ],
)
def test_a_name_of_one_word_may_stand_behind_a_mark(
    rules: Rules, text: str, role: str, people: set[str]
) -> None:
    assert said(rules, text) == {f"{role}: {name} @ Casa Lumen" for name in people}


@pytest.mark.parametrize(
    "printed", ["カーサ・ルーメン", "カーサ·ルーメン", "カーサ　ルーメン", "カーサルーメン"]
)
def test_a_name_of_the_graph_is_found_with_any_mark_between_its_words(rules: Rules, printed: str) -> None:
    text = f"{printed}の新キャンペーンは、フォトグラファーの佐藤美咲が撮影した。{printed}"
    found = {each.campaign.house for each in read_with(rules, read_text(text)).proposals}
    assert found == {Name("Casa Lumen", "https://w3id.org/fashion-kg/brand/casa-lumen")}


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u2028", ", \u00a0"])
def test_no_white_space_ends_what_carries_a_fact(rules: Rules, blank: str) -> None:
    article = read_text(f"Casa Lumen has a new campaign, shot by Ruth Amsel{blank}on a ferry.")
    sentence = prepare(article, rules._grammars, rules._known).sentences[0]
    match = re.search(rf"shot by {PERSON}\W+", sentence.shadow.text)
    assert match
    at = sentence.shadow.text.index(PERSON)
    span = _span(sentence, match, match.start(), at, first=True)
    assert article.text[span.start : span.end] == "shot by Ruth Amsel"


def test_every_grammar_has_its_cases() -> None:
    assert {file.stem for file in FOLDER.glob("*.toml")} == set(languages())


@pytest.mark.parametrize(("name", "text", "says"), CASES, ids=[name for name, _, _ in CASES])
def test_every_proposal_stands_where_it_says(
    rules: Rules, name: str, text: str, says: tuple[str, ...]
) -> None:
    article = read_text(text)
    for proposal in read_with(rules, article).proposals:
        printed = text[proposal.printed.start : proposal.printed.end]
        assert printed.strip(), name
        assert 0 < proposal.confidence <= 1
        assert len(says) > 0


# -- whoever proposes, the text decides ---------------------------------------------------------------


def made_up(article: Article, phrase: str, printed: str, label: str) -> Proposal:
    start, at = article.text.find(phrase), article.text.find(printed)
    campaign = Campaign(Name("Casa Lumen"))
    spans = Span(start, start + len(phrase)), Span(at, at + len(printed))
    return Proposal("Credit", "photographer", Name(label), campaign, *spans, "a model", "en", 0.9)


class Talkative:
    """A proposer that says what it was told to say."""

    name = "talkative 1"
    notes = ("It talks",)

    def __init__(self, *proposals: Proposal) -> None:
        self.proposals = proposals

    def propose(self, article: Article) -> tuple[Proposal, ...]:
        assert article.text
        return self.proposals


def test_what_the_text_does_not_bear_out_is_dropped() -> None:
    article = read_text(
        "Casa Lumen has a new campaign, shot by Ruth Amsel on a ferry that nobody else took.\n\nMore."
    )
    right = made_up(article, "shot by Ruth Amsel", "Ruth Amsel", "Ruth Amsel")
    elsewhere = made_up(article, "shot by Ruth Amsel", "Casa Lumen", "Ruth Amsel")
    invented = made_up(article, "shot by Ruth Amsel", "Ruth Amsel", "Peer Lund")
    long = made_up(article, article.text[:83], "Ruth Amsel", "Ruth Amsel")
    nowhere = made_up(article, "shot by Peer Lund", "Ruth Amsel", "Ruth Amsel")
    reading = read_with(Talkative(right, elsewhere, invented, long, nowhere), article)
    wrong = (elsewhere, invented, long, nowhere)
    assert reading.proposals == (replace(right, proposer=Talkative.name),)
    assert set(reading.dropped) == {replace(each, proposer=Talkative.name) for each in wrong}
    assert reading.notes == ("It talks",)
    assert list(borne_out(article, [right])) == [right]


# -- cleaning -----------------------------------------------------------------------------------------

PAGE = """\
• Latest
Casa Lumen Goes To Sea

January 4, 2031
Another House Opens A Shop

January 3, 2031
THE GLASS
  • NEWS
    • Campaigns
    • Shows
No Result
View All Result

Casa Lumen Goes To Sea

The house returns to the harbour where it all began

January 4, 2031
in Campaigns, Casa Lumen, Ruth Amsel
Share on FacebookShare on Twitter
Casa Lumen Ferry Bag
Courtesy of Casa Lumen

Casa Lumen has unveiled its new campaign, photographed by Ruth Amsel, on a ferry that crosses the bay daily.

View this post on Instagram

See also
Lea Brandt By Peer Lund For Another House

The bag comes in two sizes, and both of them float, as the house found out when the wind turned at noon.

Tags: casa lumenferryruth amsel
Related Posts

Another House, Photographed By Peer Lund
Comments 2

  1. tomo says:
    photographed by nobody I know
Subscribe To Our Newsletter
"""


def test_menus_links_and_comments_are_not_the_article(rules: Rules) -> None:
    article = read_text(PAGE)
    kept = {line.part: article.text[line.start : line.end] for line in reversed(article.lines)}
    assert article.title == kept["headline"] == "Casa Lumen Goes To Sea"
    assert article.published == "2031-01-04"
    assert kept["standfirst"].startswith("The house returns")
    assert kept["tag"].startswith("in Campaigns")
    assert kept["caption"].startswith(("Casa Lumen Ferry", "Courtesy"))
    whole = " ".join(article.text[line.start : line.end] for line in article.lines)
    assert "Peer Lund" not in whole
    assert "nobody" not in whole
    assert "Newsletter" not in whole
    assert said(rules, PAGE) == {"photographer: Ruth Amsel @ Casa Lumen"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("April 11th, 2031", "2031-04-11"),
        ("le 5 février 2031", "2031-02-05"),
        ("22.09.2031", "2031-09-22"),
        ("2031-06-26", "2031-06-26"),
        ("2031年6月3日", "2031-06-03"),
        ("3 de março de 2031", "2031-03-03"),
        ("99.99.2031", None),
    ],
)
def test_dates(text: str, day: str | None) -> None:
    assert date_in(text) == day


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("Paris, 14 January 2025 - ", "2025-01-14"),
        ("PARIS (Jan. 14, 2025) — ", "2025-01-14"),
        ("NEW YORK, Jan. 14, 2025 /Lumen Wire/ -- ", "2025-01-14"),
        ("[Milan, Tuesday 14 January 2025] ", "2025-01-14"),
        ("Paris, le 14 janvier 2025 – ", "2025-01-14"),
        ("Mailand, 14. Januar 2025 – ", "2025-01-14"),
        ("Milano, 14 gennaio 2025. ", "2025-01-14"),
        ("Madrid, 14 de enero de 2025.- ", "2025-01-14"),
        ("Rio de Janeiro, 14 de janeiro de 2025 – ", "2025-01-14"),
        ("Warszawa, 14 stycznia 2025 r. – ", "2025-01-14"),
        ("Москва, 14 января 2025 г. — ", "2025-01-14"),
        ("（巴黎，2025年1月14日）", "2025-01-14"),
        ("파리, 2025년 1월 14일 — ", "2025-01-14"),
        ("On 14 January 2025 – the day of the show – ", None),
        ("Born in Oslo on 4 March 1990 - ", None),
        ("The pictures of 14 January 2025: ", None),
        ("Paris, 14 January 2025 (Lumen Wire) ", "2025-01-14"),
        ("14 January 2025 Paris – ", "2025-01-14"),
        ("Founded 3 May 1921: ", None),
        ("Since 14 January 1925 – ", None),
        ("Ruth Amsel (14 March 1931) and the sea: ", None),
        ("Ruth Amsel (14 March 1931 – 2 May 2011) loved the sea. ", None),
    ],
)
def test_a_date_line_is_the_day_of_its_article(opening: str, day: str | None) -> None:
    rest = (
        "Casa Lumen has a new campaign, and the house has asked Ruth Amsel to shoot it on a ferry in the fog."
    )
    assert read_text(f"A ferry in the fog\n\n{opening}{rest}\n").published == day


def test_each_line_has_its_language() -> None:
    article = read_text(
        "卢门之家推出全新系列廣告大片,以創意視角展示成衣、飾品和新款運動鞋,並推出全新陶瓷咖啡杯。\n\n"
        "Casa Lumen announces the launch of a series made with the photographer Ruth Amsel in London.\n"
    )
    assert [line.language for line in article.lines] == ["zh", "en"]
    assert set(article.languages) == {"zh", "en"}
    assert language_of("Die neue Kampagne ist von der Fotografin und dem Haus für den Herbst gemacht") == "de"


# -- what is no article -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        ("\ufeff \n".encode(), "is empty"),
        (b"x" * (MAX_BYTES + 1), "has more than 10 MB, and an article may have 10 MB"),
        (b"PK\x03\x04\x00\x00", "is no text"),
        ("Shot by Ruth Amsel\nund für".encode() + b"\xfc\xe9", "not UTF-8: line 2"),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        read_article(content, "given.txt")


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا بكم في الحملة الجديدة التي صورها المصور في باريس مع مجموعة من النجوم والعارضات\n",
        "Ｃａｓａ　Ｌｕｍｅｎ　ｈａｓ　ａ　ｎｅｗ　ｃａｍｐａｉｇｎ\n",
        "|||||\n:::\n– – –\n",
        "photographed by " * 2000,
        "A " * 20000 + ",",
        "Photographer | " + "Anna Bell, " * 3000,
        "(" * 5000 + "“" * 5000,
    ],
    ids=["right-to-left", "full-width", "marks", "a loop", "capitals", "a long list", "brackets"],
)
def test_odd_texts_come_to_an_end_and_prove_nothing(rules: Rules, text: str) -> None:
    reading = read_with(rules, read_article(text.encode(), "odd.txt"))
    assert not [each for each in reading.proposals if each.kind != "Credit"]


# -- pages and addresses ------------------------------------------------------------------------------


def test_a_page_is_told_from_a_text() -> None:
    assert is_page(b"<!DOCTYPE html><html><body><p>x</p></body></html>")
    assert not is_page(b"A < B, said <Ruth>. No page.")


def test_an_article_is_taken_out_of_a_page(rules: Rules) -> None:
    pytest.importorskip("trafilatura")
    prose = (
        "Casa Lumen has unveiled its new campaign, photographed by Ruth Amsel, on a ferry in the bay. " * 3
    )
    page = (
        "<html lang='en'><head><title>Casa Lumen Goes To Sea</title>"
        "<meta property='og:site_name' content='The Glass'>"
        "<meta property='article:published_time' content='2021-01-04T10:00:00Z'></head><body>"
        "<nav><ul><li>Shot by Peer Lund</li></ul></nav><script>alert('photographed by Bo Ek')</script>"
        f"<article><h1>Casa Lumen Goes To Sea</h1><p>{prose}</p><p>{prose}</p></article>"
        "<div class='comments'><p>photographed by nobody</p></div></body></html>"
    )
    article = read_article(page.encode(), "page.html")
    assert article.title == "Casa Lumen Goes To Sea"
    assert article.published == "2021-01-04"
    assert article.outlet == "The Glass"
    proposals = read_with(rules, article).proposals
    assert {shown(each) for each in proposals} == {"photographer: Ruth Amsel @ Casa Lumen"}


def test_a_page_of_few_words_keeps_its_lines(rules: Rules) -> None:
    page = (
        "<html><body><nav><a href='/'>Home</a></nav><article><h1>Casa Lumen Spring 2031 Campaign</h1>"
        "<p class='byline'>By Pia Holm</p><ul><li><b>Photography</b> Ruth Amsel</li>"
        "<li><b>Hair</b> Kenji Oda</li></ul></article></body></html>"
    )
    proposals = read_with(rules, read_article(page.encode(), "given.html")).proposals
    assert {(each.role, each.agent.label) for each in proposals} == {
        ("photographer", "Ruth Amsel"),
        ("hair-stylist", "Kenji Oda"),
    }


def test_captions_and_lists_of_a_page_are_read(rules: Rules) -> None:
    pytest.importorskip("trafilatura")
    prose = "Casa Lumen has a new campaign, and it is a quiet one, with much water and very few words. " * 3
    page = (
        "<html lang='en'><head><title>Casa Lumen Goes To Sea</title></head><body><article>"
        f"<h1>Casa Lumen Goes To Sea</h1><p>{prose}</p>"
        "<figure><img src='a.jpg'><figcaption>Mina Okafor for Casa Lumen</figcaption></figure>"
        "<ul><li><b>Hair</b> Kenji Oda</li><li><b>Makeup</b> Sana Iqbal</li></ul>"
        f"<p>{prose}</p></article></body></html>"
    )
    proposals = read_with(rules, read_article(page.encode(), "page.html")).proposals
    assert {shown(each) for each in proposals} == {
        "talent: Mina Okafor @ Casa Lumen",
        "hair-stylist: Kenji Oda @ Casa Lumen",
        "make-up-artist: Sana Iqbal @ Casa Lumen",
    }


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://",
        "nothing",
        "http://user@example.org/",
        "http://[::1",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="no web address"):
        fetch(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "0.0.0.0",  # noqa: S104
        "localhost",
        "224.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "fec0::1",
        "ff0e::1",
    ],
)
def test_a_private_address_is_never_asked(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(UsageError, match="not on the public web"):
        fetch(f"http://[{host}]/" if ":" in host else f"http://{host}/")


def test_a_redirect_to_a_private_address_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(url: str, _: object) -> addresses._Answer:
        public_addresses(url.split("/")[2], 80)
        return addresses._Answer(302, "http://127.0.0.1/secret", b"", "")

    monkeypatch.setattr(addresses, "_ask", ask)
    with pytest.raises(UsageError, match="not on the public web"):
        fetch("http://1.1.1.1/")
