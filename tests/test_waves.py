"""Press waves and copies: what is proposed of made-up articles, why, and what counts once it is accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Ran
from fashion_kg.build import build, read_project
from fashion_kg.cli import main
from fashion_kg.conflicts import find_conflicts
from fashion_kg.curating.proposed_waves import Proposals, propose
from fashion_kg.curating.recording import record
from fashion_kg.curating.shared_wording import LONGEST, Worded, overlaps
from fashion_kg.curating.witnesses import witnesses
from fashion_kg.errors import FindingsError
from fashion_kg.texts import texts_by_hash
from fashion_kg.waves import read_waves
from projects import SmallProject, holds

CAST = "Ada Example, Ben Sample, Cleo Muster, Dov Beispiel and Eve Exemple"
PEOPLE = {name: name.split()[0].lower() for name in CAST.replace(" and ", ", ").split(", ")}
RELEASE = (
    "Maison Orrery returns to the salt flats for a campaign that trades studio polish for weather. "
    "Shot over three mornings before the tide came in, the pictures follow a caravan of mirrored trunks "
    "whose reflections keep swallowing the horizon. "
    "The house calls it a postcard from a place that no map will admit to knowing. "
)
REWRITTEN = (
    "There is wind in the new Orrery pictures, and plenty of it. The team drove out at dawn and waited. "
    "In them a caravan of mirrored trunks whose reflections keep swallowing the horizon crosses wet sand, "
    "which the label describes as a postcard from a place that no map will admit to knowing. We are charmed. "
)
OTHER = (
    "Everybody had expected a film this time, yet the brand printed posters and pasted them on ferries. "
    "Our reporter counted forty on one pier, each signed by hand and already fading in the sun. "
)
THIRD = "Nobody at the archive could say when the bag was made, and the ledgers end two winters earlier. "
QUOTE = "“I wanted the sea to look as bored as we all were that winter,” the designer said. "
FOOTER = "Subscribe to our newsletter now and never miss another story about the houses that you love most. "


def article(
    small: SmallProject,
    source_id: str,
    body: str,
    names: str = "",
    published: str = "",
    campaign: str = "salt",
    more: str = "",
    language: str = "en",
) -> None:
    """Write a sheet and its text: a body, and a cast that is credited in the order of ``names``."""
    text = f"{body}\nStarring {names}.\n" if names else f"{body}\n"
    entities = f'[Campaign.{campaign}]\nlabel = "{campaign.title()}"\n[Brand.orrery]\nlabel = "Orrery"\n'
    statements = ""
    for name in names.replace(" and ", ", ").split(", ") if names else []:
        start = text.index(name)
        paragraph = text[:start].count("\n") + 1
        label = next((known for known in PEOPLE if known.split()[0] == name.split()[0]), name)
        slug = PEOPLE.get(label, "someone")
        entities += f'[Person.{slug}]\nlabel = "{label}"\n'
        statements += (
            f'[[Credit]]\ncampaign = "{campaign}"\nrole = "model"\ncreditedAgent = "{slug}"\n'
            f'evidence = [{{ phrase = "{name}", part = "body", paragraph = {paragraph}, '
            f'start = {start}, end = {start + len(name)}, creditText = "{name}" }}]\n'
        )
    if not names:
        word = body.split()[0]
        statements = (
            f'[[Claim]]\nsubject = "{campaign}"\nproperty = "brand"\nvalue = "orrery"\nevidence = '
            f'[{{ phrase = "{word}", part = "body", paragraph = 1, start = 0, end = {len(word)} }}]\n'
        )
    header = (
        f'[source]\nkind = "PressArticle"\nlabel = "The {source_id}"\nlanguage = ["{language}"]\n'
        f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"\ncharacters = {len(text)}\n'
        'review = "accepted"\nreader = "the editors"\nread = 2031-12-01\n'
        + (f'published = "{published}"\n' if published else "")
        + f"{more}\n[parts]\nbody = [[0, {len(text)}]]\n"
    )
    small.write(f"texts/{source_id}.txt", text)
    folder = published[:4] or "undated"
    small.write(f"graph/sources/{folder}/{source_id}.toml", header + entities + statements)


def proposed(small: SmallProject) -> Proposals:
    sheets, _ = read_project(small.project, small.ontology)
    folder = small.project.texts
    texts = texts_by_hash(folder) if folder.is_dir() else {}
    found = witnesses(sheets, small.ontology, {sha256: each.content for sha256, each in texts.items()})
    ids = [source.id for source in sheets.sources]
    return propose(found, read_waves(small.project.waves_file, ids, "graph/waves.toml"))


def groups(small: SmallProject) -> list[tuple[str, ...]]:
    return [tie.sources for tie in proposed(small).waves]


# -- what is proposed, and what is not --------------------------------------------------------------


def test_a_copy_is_of_one_wave_and_the_later_is_the_copy(small: SmallProject) -> None:
    article(small, "first", RELEASE, published="2031-02-03")
    article(small, "second", RELEASE + OTHER, published="2031-02-05")
    found = proposed(small)
    assert [tie.sources for tie in found.waves] == [("first", "second")]
    (copy,) = found.copies
    assert copy.sources == ("second", "first")
    assert "100% of the shorter text stands in the other" in copy.reasons
    assert copy.reasons[-1] == "it appeared 2 days later"
    assert found.waves[0].name == "salt"


def test_of_copies_without_dates_nobody_knows_which_was_first(small: SmallProject) -> None:
    article(small, "first", RELEASE)
    article(small, "second", RELEASE + OTHER)
    found = proposed(small)
    assert groups(small) == [("first", "second")]
    assert found.copies == []
    assert [(pair.one, pair.other) for pair in found.unsure] == [("first", "second")]


@pytest.mark.parametrize(
    ("line", "copies"),
    [
        ("Source: The Example Gazette", [("second", "first")]),
        ("Fonte: Example Gazette", [("second", "first")]),
        ("via Example Gazette", [("second", "first")]),
        ("Example Gazetteによると", [("second", "first")]),
        ("We met the editor of Example Gazette at the show", []),
        ("Source: our own reporters, who read neither Example Gazette nor others", []),
    ],
)
def test_a_credit_line_says_who_copies_whom(
    line: str, copies: list[tuple[str, str]], small: SmallProject
) -> None:
    named = '[Organization.gazette]\nlabel = "Example Gazette"\n'
    article(small, "first", RELEASE, more='publisher = "gazette"')
    sheet = small.root / "graph" / "sources" / "undated" / "first.toml"
    sheet.write_text(sheet.read_text(encoding="utf-8") + named, encoding="utf-8")
    article(small, "second", OTHER + "\n" + line)
    found = proposed(small)
    assert [tie.sources for tie in found.copies] == copies
    assert [tie.sources for tie in found.waves] == ([("first", "second")] if copies else [])


def test_a_rewritten_release_is_of_its_wave_and_no_copy(small: SmallProject) -> None:
    article(small, "first", RELEASE, published="2031-02-03")
    article(small, "second", REWRITTEN, published="2031-02-05")
    found = proposed(small)
    assert [tie.sources for tie in found.waves] == [("first", "second")]
    assert not found.copies
    assert not found.unsure


def test_one_quotation_is_of_one_announcement(small: SmallProject) -> None:
    article(small, "first", OTHER + QUOTE)
    article(small, "second", QUOTE + RELEASE)
    found = proposed(small)
    (wave,) = found.waves
    assert "they share the quotation “" in wave.reasons[0]
    assert not found.copies
    assert not found.unsure


def test_a_translation_is_not_found_by_its_wording(small: SmallProject) -> None:
    article(small, "first", RELEASE)
    article(
        small,
        "second",
        "Maison Orrery revient aux salines pour une campagne qui préfère le temps au vernis du studio.",
        language="fr",
    )
    assert proposed(small).pairs == []


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        (CAST, CAST, True),
        (CAST, "Eve Exemple, Ben Sample, Cleo Muster, Dov Beispiel and Ada Example", False),
        ("Ada Example, Ben Sample and Cleo Muster", "Ada Example, Ben Sample and Cleo Muster", False),
    ],
)
def test_names_in_the_same_order(mine: str, theirs: str, together: bool, small: SmallProject) -> None:
    article(small, "first", OTHER, mine, published="2031-02-03")
    article(small, "second", REWRITTEN, theirs, published="2031-02-09")
    assert bool(groups(small)) == together
    # The sheets alone say so, too.
    for file in small.project.texts.iterdir():
        file.unlink()
    assert bool(groups(small)) == together


def test_the_same_misspelling(small: SmallProject) -> None:
    article(small, "first", OTHER, "Ada Exampel", published="2031-02-03")
    article(small, "second", REWRITTEN, "Ada Exampel", published="2031-02-09")
    (wave,) = proposed(small).waves
    assert "both print ada as “Ada Exampel”" in wave.reasons[0]


def test_names_and_a_campaign_in_common_are_no_wave(small: SmallProject) -> None:
    article(small, "first", OTHER, "Ada Example and Ben Sample", published="2031-02-03")
    article(small, "second", REWRITTEN, "Ada Example and Ben Sample", published="2031-02-03")
    assert groups(small) == []


def test_what_pages_of_all_sorts_have_in_common_does_not_count(small: SmallProject) -> None:
    for number, body in enumerate((RELEASE, OTHER, REWRITTEN.replace("caravan", "train"))):
        article(small, f"s{number}", body + FOOTER * 3, campaign=f"matter-{number}")
    assert groups(small) == []


def test_a_footer_of_two_pages_on_different_matters_is_no_wave(small: SmallProject) -> None:
    article(small, "first", OTHER + FOOTER, campaign="one")
    article(small, "second", RELEASE + FOOTER, campaign="other")
    assert groups(small) == []


def test_a_campaign_a_year_later_is_another_announcement(small: SmallProject) -> None:
    article(small, "first", OTHER + QUOTE, published="2031-02-03")
    article(small, "second", QUOTE + RELEASE, published="2032-02-03")
    assert groups(small) == []


def test_chinese_and_japanese_need_no_blanks() -> None:
    text = "攝影師在鹽湖等了三個早晨直到潮水退去鏡子裡只剩下天空與一條沒有名字的路"
    (found,) = overlaps({"a": Worded(text), "b": Worded(f"據悉,{text[4:]}。")}, least=3)
    assert found[:2] == ("a", "b")
    assert found[2].share > 0.8


# -- hostile texts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n" * 99, "one", "a b c d", "\0\0", "=" * 10_000, "\ud7ff\U0010ffff", "½ ² ①"],
    ids=repr,
)
def test_texts_of_no_words_share_nothing(text: str) -> None:
    assert list(overlaps({"a": Worded(text), "b": Worded(text), "c": Worded(RELEASE)}, least=1)) == []


def test_a_word_repeated_for_ever_costs_little() -> None:
    long = "fashion " * 400_000
    found = list(overlaps({"a": Worded(long), "b": Worded(long), "c": Worded(RELEASE)}, least=1))
    assert [each[:2] for each in found] == [("a", "b")]
    assert found[0][2].words == LONGEST


def test_many_copies_hang_together_without_comparing_all_with_all() -> None:
    texts = {f"s{number:04}": Worded(RELEASE, frozenset({"salt"})) for number in range(500)}
    pairs = [(one, other) for one, other, _ in overlaps(texts, least=3)]
    assert len(pairs) == 499


# -- written down, decided, taken back --------------------------------------------------------------

DECIDED = 'decidedBy = "the editors"\ndecided = 2031-12-02\n'


@pytest.fixture
def copied(small: SmallProject) -> SmallProject:
    """Two articles, of which the second is a copy of the first; both date a bag, and a third contradicts."""
    bag = '[Product.bag]\nlabel = "Bag"\n'
    event = (
        '[[ProductEvent]]\nproduct = "bag"\neventKind = "released"\ndate = "{}"\n'
        'evidence = [{{ phrase = "{}", part = "body", paragraph = 1, start = 0, end = {} }}]\n'
    )
    bodies = (("first", RELEASE, "2000"), ("second", RELEASE + OTHER, "2000"), ("third", THIRD, "2001"))
    for day, (source_id, body, date) in enumerate(bodies, 3):
        article(small, source_id, body, published=f"2031-02-0{day}")
        sheet = small.root / "graph" / "sources" / "2031" / f"{source_id}.toml"
        word = body.split()[0]
        text = sheet.read_text(encoding="utf-8") + bag + event.format(date, word, len(word))
        sheet.write_text(text, encoding="utf-8")
    return small


def voices(small: SmallProject) -> list[int]:
    (conflict,) = find_conflicts(small.graph(), small.project.query_folders)
    return [value.waves for value in conflict.values]


def decide(small: SmallProject, word: str) -> None:
    file = small.project.waves_file
    text = file.read_text(encoding="utf-8").replace('review = "proposed"\n', f'review = "{word}"\n{DECIDED}')
    file.write_text(text, encoding="utf-8")


def test_a_proposal_counts_once_it_is_accepted_and_no_longer_when_it_is_taken_back(
    copied: SmallProject,
) -> None:
    assert voices(copied) == [2, 1]
    record(copied.project.waves_file, proposed(copied))
    undecided = copied.project.waves_file.read_text(encoding="utf-8")
    assert voices(copied) == [2, 1]
    assert holds(copied.graph(), "source:second fkg:pressWave ?wave . source:first fkg:pressWave ?other "
                 "FILTER(?wave != ?other)")  # fmt: skip
    decide(copied, "accepted")
    assert voices(copied) == [1, 1]
    graph = copied.graph()
    assert holds(graph, "source:second prov:wasDerivedFrom source:first ; fkg:pressWave ?wave . "
                 "source:first fkg:pressWave ?wave")  # fmt: skip
    assert groups(copied) == []
    copied.project.waves_file.write_text(undecided, encoding="utf-8")
    assert voices(copied) == [2, 1]
    decide(copied, "rejected")
    assert voices(copied) == [2, 1]
    assert (proposed(copied).waves, proposed(copied).copies) == ([], [])


def test_writing_twice_writes_nothing_twice_and_keeps_what_was_decided(copied: SmallProject) -> None:
    file = copied.project.waves_file
    record(file, proposed(copied))
    decide(copied, "rejected")
    before = file.read_text(encoding="utf-8")
    record(file, proposed(copied))
    assert file.read_text(encoding="utf-8") == before


def test_a_copy_counts_with_what_it_copies_down_the_chain(copied: SmallProject) -> None:
    sheets = copied.root / "graph" / "sources" / "2031"
    for copy, origin in (("second", "first"), ("third", "second")):
        sheet = sheets / f"{copy}.toml"
        text = sheet.read_text(encoding="utf-8")
        sheet.write_text(
            text.replace("\n[parts]", f'derivedFrom = ["{origin}"]\n\n[parts]'), encoding="utf-8"
        )
    graph = copied.graph()
    assert holds(graph, "source:third fkg:pressWave <https://w3id.org/fashion-kg/wave/first>")
    assert voices(copied) == [1, 1]


def test_what_is_copied_is_of_the_wave_that_its_copy_names(copied: SmallProject) -> None:
    sheet = copied.root / "graph" / "sources" / "2031" / "second.toml"
    text = sheet.read_text(encoding="utf-8")
    more = 'derivedFrom = ["first"]\nwave = "salt-flats"\n\n[parts]'
    sheet.write_text(text.replace("\n[parts]", more), encoding="utf-8")
    wave = "<https://w3id.org/fashion-kg/wave/salt-flats>"
    assert holds(copied.graph(), f"source:first fkg:pressWave {wave} . source:second fkg:pressWave {wave}")


def test_sheets_that_name_one_wave_are_one_voice_though_none_copies_another(copied: SmallProject) -> None:
    for name in ("first", "second"):
        sheet = copied.root / "graph" / "sources" / "2031" / f"{name}.toml"
        text = sheet.read_text(encoding="utf-8")
        sheet.write_text(text.replace("\n[parts]", 'wave = "salt-flats"\n\n[parts]'), encoding="utf-8")
    assert voices(copied) == [1, 1]
    assert not holds(copied.graph(), "?copy prov:wasDerivedFrom ?origin . ?origin fkg:pressWave ?wave")


def test_sources_without_a_wave_stand_alone(copied: SmallProject) -> None:
    for name in ("first", "second", "third"):
        wave = f"<https://w3id.org/fashion-kg/wave/{name}>"
        assert holds(copied.graph(), f"source:{name} fkg:pressWave {wave}")


WAVE = '[[wave]]\nname = "salt"\nsources = ["first", "second"]\nreview = "accepted"\n'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (WAVE, "it is accepted, but not said by whom and when"),
        (WAVE.replace("accepted", "acepted") + DECIDED, 'Did you mean "accepted"?'),
        (WAVE.replace('"second"', '"secnd"') + DECIDED, 'there is no source "secnd". Did you mean "second"?'),
        (WAVE.replace(', "second"', "") + DECIDED, "it is about first alone. Name another one"),
        (WAVE.replace("salt", "Salt Flats") + DECIDED, '"Salt Flats" cannot be the name of a wave'),
        (WAVE + DECIDED + 'mood = "blue"\n', 'the key "mood" is unknown'),
        ("[[waves]]\n", 'there is no table "waves". Did you mean "wave"?'),
        ("[[copy]]\nsource = 'first'\n", 'the key "origin" is missing'),
        (WAVE + DECIDED + WAVE.replace("salt", "ash") + DECIDED, 'first already belongs to the wave "salt"'),
        (
            f'[[copy]]\nsource = "first"\norigin = "second"\nreview = "accepted"\n{DECIDED}'
            f'[[copy]]\nsource = "second"\norigin = "first"\nreview = "accepted"\n{DECIDED}',
            "the chain of what it copies leads back to where it began",
        ),
        (
            WAVE + DECIDED
            + WAVE.replace("salt", "ash").replace('"first", "second"', '"third", "fourth"') + DECIDED
            + f'[[copy]]\nsource = "third"\norigin = "second"\nreview = "accepted"\n{DECIDED}',
            'it, what it copies and what copies it are said to be of "salt" and of "ash"',
        ),
        ("[[wave]\n", "waves.toml"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_told(content: str, said: str, copied: SmallProject) -> None:
    article(copied, "fourth", QUOTE)
    copied.write("graph/waves.toml", content)
    with pytest.raises(FindingsError) as caught:
        build(copied.project)
    assert said in str(caught.value)
    assert "graph/" in str(caught.value)


# -- the command ------------------------------------------------------------------------------------


@pytest.fixture
def ask(copied: SmallProject, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*words: str | Path) -> Ran:
        capsys.readouterr()
        code = main(["--project", str(copied.root), "waves", *map(str, words)])
        return Ran(code, *capsys.readouterr())

    return run


def test_the_command_tells_and_writes_only_when_asked(ask: Callable[..., Ran], copied: SmallProject) -> None:
    ran = ask()
    assert ran.code == 0
    assert ran.out.startswith("wave salt: first, second\n  - first, second: 100% of the shorter text ")
    assert "\ncopy: second from first\n" in ran.out
    assert ran.out.endswith("\n1 wave and 1 copy proposed.\n")
    assert ran.err == (
        "3 sources compared, 3 of them with their texts.\n"
        'Decide with: fashion-kg waves --same SOURCE SOURCE --by "your name", or --apart\n'
    )
    assert not copied.project.waves_file.exists()
    told = "graph/waves.toml: 2 await a decision. Nothing in it counts until review says accepted"
    assert told in ask("--write").err
    assert copied.project.waves_file.read_text(encoding="utf-8").count('review = "proposed"') == 2
    again = ask()
    before = "Of those proposed before, 2 await a decision in graph/waves.toml.\n"
    assert again.out.endswith(f"0 waves and 0 copies proposed.\n{before}")
    assert told in ask("--write").err
    decide(copied, "rejected")
    assert "await" not in ask().out
    build(copied.project)
    assert ask("--format", "csv").out.splitlines()[0] == "kind,name,sources,reasons"


def test_what_is_quoted_is_short(ask: Callable[..., Ran], copied: SmallProject) -> None:
    long = QUOTE.replace("sea", "sea and the land and all the towns between")
    article(copied, "fourth", long + THIRD)
    article(copied, "fifth", long + REWRITTEN)
    ask("--write")
    for line in copied.project.waves_file.read_text(encoding="utf-8").splitlines():
        for quoted in line.split("“")[1:]:
            assert len(quoted.split("”")[0].split()) <= 12


# -- decided at the command line ----------------------------------------------------------------------

ANA = ("--by", "Ana Curator")


def test_two_tell_one_story_and_neither_copies_the_other(
    ask: Callable[..., Ran], copied: SmallProject
) -> None:
    assert voices(copied) == [2, 1]
    ran = ask("--same", "second", "first", *ANA, "--reason", "one release")
    assert ran.code == 0
    assert ran.out == (
        "one wave, salt: first, second\n"
        "To take it back: fashion-kg waves --undecided first second\n"
        "Wrote graph/waves.toml. Next: fashion-kg build\n"
    )
    assert voices(copied) == [1, 1]
    graph = copied.graph()
    assert not holds(graph, "?copy prov:wasDerivedFrom ?origin . ?copy fkg:pressWave ?wave")
    (tie,) = read_waves(copied.project.waves_file, ["first", "second"], "").waves
    assert (tie.review, tie.decided_by, tie.reason) == ("accepted", "Ana Curator", "one release")
    assert ask("--undecided", "first", "second").out.startswith("taken back, was accepted: first, second\n")
    assert "[[wave]]" not in copied.project.waves_file.read_text(encoding="utf-8")
    assert voices(copied) == [2, 1]


def test_a_wave_about_nothing_in_common_is_named_after_its_first_source(
    ask: Callable[..., Ran], copied: SmallProject
) -> None:
    article(copied, "fourth", QUOTE, campaign="ash")
    assert ask("--same", "first", "fourth", *ANA).out.startswith("one wave, first: first, fourth\n")
    assert holds(copied.graph(), "source:fourth fkg:pressWave <https://w3id.org/fashion-kg/wave/first>")


def test_a_wave_grows_by_a_block_of_its_own(ask: Callable[..., Ran], copied: SmallProject) -> None:
    ask("--same", "first", "second", "--name", "salt-flats", *ANA)
    before = copied.project.waves_file.read_bytes()
    assert ask("--same", "second", "third", *ANA).out.startswith("one wave, salt-flats: second, third\n")
    assert copied.project.waves_file.read_bytes().startswith(before)
    assert voices(copied) == [1, 1]
    ask("--undecided", "second", "third")
    assert copied.project.waves_file.read_bytes().rstrip() == before.rstrip()


def test_what_was_proposed_is_decided_in_its_own_block_and_awaits_again(
    ask: Callable[..., Ran], copied: SmallProject
) -> None:
    ask("--write")
    file = copied.project.waves_file
    proposed_before = file.read_text(encoding="utf-8")
    assert ask("--same", "salt", *ANA).code == 0
    assert file.read_text(encoding="utf-8").count("[[wave]]") == 1
    assert voices(copied) == [1, 1]
    ask("--undecided", "salt")
    assert file.read_text(encoding="utf-8") == proposed_before
    ask("--apart", "salt", *ANA)
    assert voices(copied) == [2, 1]
    assert groups(copied) == []


def test_who_says_it_is_one_story_is_not_asked_which_copies_which(
    ask: Callable[..., Ran], copied: SmallProject
) -> None:
    article(copied, "fourth", REWRITTEN * 2)
    article(copied, "fifth", REWRITTEN * 2 + QUOTE)
    assert "unsure which: fifth, fourth" in ask().out
    ask("--same", "fourth", "fifth", *ANA)
    assert "unsure which: fifth, fourth" not in ask().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--same", "first", "second"), "A decision says who decides: --by NAME."),
        (("--same", "first", "secnd", *ANA), 'There is no source or wave "secnd". Did you mean "second"?'),
        (("--same", "first", *ANA), "first alone is one voice already. Name another source beside it."),
        (("--same", "first", "second", "--name", "Salt", *ANA), '"Salt" cannot name a wave here.'),
        (("--same", "first", "second", "--name", "third", *ANA), 'There is a wave "third" of other sources.'),
        (("--same", "first", "second", "--apart", "first", "third"), "--same and --apart do not go together"),
        (("--same", "first", "second", "--format", "json", *ANA), "--same decides, and lists nothing."),
        (("--same", "first", "second", "--write"), "--same and --write do not go together"),
        (("--undecided", "first", "second"), "Nothing is decided in graph/waves.toml on just these sources."),
        (("--reason", "so"), "--reason is for a decision."),
    ],
)
def test_a_decision_that_cannot_be_made_is_told(
    words: tuple[str, ...], said: str, ask: Callable[..., Ran], copied: SmallProject
) -> None:
    ran = ask(*words)
    assert ran.code == 2
    assert said in ran.err
    assert not copied.project.waves_file.exists()


def test_what_another_decision_says_is_not_contradicted(
    ask: Callable[..., Ran], copied: SmallProject
) -> None:
    article(copied, "fourth", QUOTE)
    ask("--same", "first", "second", *ANA)
    ask("--same", "third", "fourth", "--name", "ash", *ANA)
    before = copied.project.waves_file.read_bytes()
    ran = ask("--same", "second", "third", *ANA)
    assert (
        "They are of 2 waves: ash, of fourth, third (fashion-kg waves --undecided fourth third); " in ran.err
    )
    assert "They are of one wave already: salt" in ask("--same", "first", "second", *ANA).err
    again = ask("--same", "first", "fourth", "third", "second", *ANA)
    assert again.code == 2
    assert copied.project.waves_file.read_bytes() == before
    ask("--undecided", "first", "second")
    sheet = copied.root / "graph" / "sources" / "2031" / "second.toml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace("\n[parts]", 'derivedFrom = ["first"]\n\n[parts]'), encoding="utf-8")
    refused = ask("--apart", "first", "second", *ANA)
    assert refused.code == 2
    assert (
        "first and second stay one voice: first, of first, second (what they copy, derivedFrom" in refused.err
    )


def test_a_wave_gets_no_name_by_which_a_source_stands_alone(small: SmallProject) -> None:
    article(small, "salt", OTHER)
    article(small, "first", RELEASE, published="2031-02-03")
    article(small, "second", RELEASE + THIRD, published="2031-02-05")
    (wave,) = proposed(small).waves
    assert (wave.sources, wave.name) == (("first", "second"), "salt-2")


def test_a_wave_that_is_decided_anew_does_not_join_others_that_got_its_name(
    ask: Callable[..., Ran], copied: SmallProject
) -> None:
    article(copied, "fourth", QUOTE)
    article(copied, "fifth", OTHER * 2)
    assert ask("--same", "fourth", "fifth", *ANA).out.startswith("one wave, salt: fifth, fourth\n")
    assert ask("--apart", "first", "second", *ANA).code == 0
    assert ask("--same", "first", "second", *ANA).out.startswith("one wave, salt-2: first, second\n")
    graph = copied.graph()
    assert holds(graph, "source:first fkg:pressWave ?wave . source:second fkg:pressWave ?wave")
    assert not holds(graph, "source:first fkg:pressWave ?wave . source:fourth fkg:pressWave ?wave")


@pytest.mark.usefixtures("copied")
def test_a_proposed_wave_may_be_given_the_name_that_it_has(ask: Callable[..., Ran]) -> None:
    ask("--write")
    ran = ask("--same", "salt", "--name", "salt", *ANA)
    assert ran.out.startswith("one wave, salt: first, second\n")


def test_a_wave_that_is_called_as_its_first_source_can_be_named(
    ask: Callable[..., Ran], copied: SmallProject
) -> None:
    article(copied, "fourth", QUOTE, campaign="ash")
    ask("--same", "first", "fourth", *ANA)
    assert ask("--undecided", "first").out.startswith("taken back, was accepted: first, fourth\n")


def test_a_name_of_several_blocks_means_none_of_them(ask: Callable[..., Ran], copied: SmallProject) -> None:
    ask("--same", "first", "second", "--name", "salt-flats", *ANA)
    ask("--same", "second", "third", *ANA)
    before = copied.project.waves_file.read_bytes()
    ran = ask("--apart", "salt-flats", *ANA)
    assert 'several blocks called "salt-flats": first, second; second, third. Name the sources' in ran.err
    assert copied.project.waves_file.read_bytes() == before
