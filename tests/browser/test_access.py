"""Everybody can use every page: screen readers, keyboards, phones, paper, the dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser.pages import PAGES, Made, make
from browser.visits import Visit
from browser.worlds import World
from fashion_kg import __version__

Visiting = Callable[..., Visit]
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
# The letters of the pictures that are shown: where, what, from where to where, and how high.
_LETTERS = """() => [...document.querySelectorAll("figure svg text")]
    .filter((text) => text.checkVisibility() && text.textContent.trim())
    .map((text) => {
      const { left, right, height } = text.getBoundingClientRect();
      return [text.closest("svg").getAttribute("class"), text.textContent, left, right, height];
    })"""
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_axe_finds_nothing_serious(visit: Visiting, five: World, axe: str, page: Made, look: str) -> None:
    opened = visit(make(five, page), **LOOKS[look])
    assert opened.violations(axe) == []
    if look == "phone":
        assert opened.overflow() <= 0


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_hostile_names_break_no_layout_on_a_phone(visit: Visiting, hostile: World, page: Made) -> None:
    assert visit(make(hostile, page), **PHONE).overflow() <= 0


@pytest.mark.parametrize(("width", "shown"), [(360, "narrow"), (601, "broad"), (1280, "broad")])
def test_the_pictures_of_a_profile_are_whole_and_legible(
    visit: Visiting, five: World, width: int, shown: str
) -> None:
    (profile,) = (page for page in PAGES if str(page) == "profile-brand")
    opened = visit(make(five, profile), viewport={"width": width, "height": 740})
    drawn = opened.page.evaluate(_LETTERS)
    assert {where for where, *_ in drawn} == {f"chart {shown}", f"ego {shown}"}
    for where, text, left, right, high in drawn:
        assert left >= 0 and right <= width, (where, text)  # noqa: PT018 - one thing: where it stands
        assert high >= 9, (where, text)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_paper_shows_what_the_page_is_about(visit: Visiting, five: World, page: Made) -> None:
    opened = visit(make(five, page))
    opened.page.emulate_media(media="print")
    heading = opened.page.locator("h1")
    assert heading.is_visible()
    assert opened.page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    sheet: bytes = opened.page.pdf(format="A4")
    assert sheet.startswith(b"%PDF")


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_keyboard_reaches_every_control_and_sees_where_it_is(
    visit: Visiting, five: World, page: Made
) -> None:
    opened = visit(make(five, page))
    controls = "button:visible, input:visible, select:visible, summary:visible, a[href]:visible"
    wanted = min(60, opened.page.locator(controls).count())
    reached: list[str] = []
    for _ in range(wanted):
        opened.page.keyboard.press("Tab")
        told = opened.page.evaluate(
            """() => {
              const at = document.activeElement;
              const style = getComputedStyle(at);
              const seen = style.outlineStyle !== "none" || style.boxShadow !== "none";
              return [at.tagName, at.getAttribute("aria-label") ?? at.textContent.trim().slice(0, 40), seen];
            }"""
        )
        if told[0] == "BODY":
            break
        assert told[2], f"{told[0]} {told[1]} has the focus, and nobody sees it"
        reached.append(told[1])
    assert len(set(reached)) >= min(5, wanted), reached


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_says_what_it_shows(visit: Visiting, five: World, page: Made) -> None:
    opened = visit(make(five, page))
    about = opened.page.get_by_role("button", name="About", exact=True)
    if about.count():
        about.click()
    said = opened.page.locator("main").inner_text()
    for each in ("CC0 1.0", f"fashion-kg view {page.view}", "5 sources", "build", __version__):
        assert each in said, f"{each} is not said"


def test_axe_finds_what_it_should(visit: Visiting, axe: str, tmp_path: Path) -> None:
    file = tmp_path / "poor.html"
    file.write_text(
        "<!DOCTYPE html><html lang=en data-ready><title>Poor</title><main><h1>x</h1><button></button></main>"
        "<script></script>",
        encoding="utf-8",
    )
    assert [each for each in visit(file).violations(axe) if each.startswith("button-name (critical)")]
