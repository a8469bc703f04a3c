"""The pages as files, without a browser: what stands in the markup, and what does not."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from html.parser import HTMLParser

import pytest

from browser.pages import PAGES, Made, make
from browser.worlds import HOSTILE_ADDRESSES, HOSTILE_TEXTS, TRAP, World


class Markup(HTMLParser):
    """The elements of a page, as a parser sees them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_one_file_that_asks_for_nothing(five: World, page: Made) -> None:
    text = make(five, page).read_text(encoding="utf-8")
    markup = Markup(text)
    for tag, attributes in markup.elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form", "audio", "video"), tag
        assert not {"src", "srcset", "style", "background", "poster"} & set(attributes), (tag, attributes)
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
    (policy,) = (
        attributes["content"]
        for tag, attributes in markup.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    assert rules["default-src"] == ["'none'"]
    script = text.rpartition("<script>")[2].partition("</script>")[0]
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert rules["script-src"] == [f"'sha256-{digest}'"]
    assert not [each for rule in rules.values() for each in rule if "unsafe" in each or "http" in each]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_no_name_and_no_phrase_is_markup(hostile: World, page: Made) -> None:
    text = make(hostile, page).read_text(encoding="utf-8")
    markup = Markup(text)
    assert "iframe" not in {tag for tag, _ in markup.elements}
    blocks = sum(attributes.get("type") == "application/octet-stream" for _, attributes in markup.elements)
    assert sum(tag == "script" for tag, _ in markup.elements) == blocks + 1
    for each in (*HOSTILE_TEXTS, *HOSTILE_ADDRESSES):
        if TRAP in each and any(sign in each for sign in "<>\"'&"):
            assert each not in text, each


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_same_graph_gives_the_same_page(five: World, page: Made) -> None:
    made = make(five, page)
    again = made.with_suffix(".again.html")
    done = five.command("view", page.view, *page.words_in(five), "--out", str(again))
    assert done.code == 0, done.err
    assert again.read_bytes() == made.read_bytes()
