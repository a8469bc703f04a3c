"""The hands and eyes of somebody who uses relationships or explorer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator

from browser.visits import Visit, lines, read
from fashion_kg.namespaces import BASE

_COUNTS = re.compile(r"(?:([\d,]+) of )?([\d,]+) names?, (?:([\d,]+) of )?([\d,]+) ties?")
_PLACES = """figures => figures.map((figure) => [
  figure.querySelector(".where").textContent,
  figure.querySelector("blockquote bdi").textContent,
])"""

_HAND = """([x, y]) => {
  const at = document.elementFromPoint(x, y);
  return at.closest(".stage") !== null && getComputedStyle(at).cursor === "pointer";
}"""


@dataclass(frozen=True)
class Network:
    """A page of a network that is open."""

    visit: Visit

    @property
    def panel(self) -> Locator:
        return self.visit.page.get_by_role("complementary", name="Details")

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press the button of this name."""
        (within or self.visit.page).get_by_role("button", name=name, exact=True).first.click()

    def counts(self) -> tuple[int, int]:
        """Return how many names and ties the page says that it shows."""
        match = _COUNTS.search(self.visit.page.locator(".counts").inner_text())
        assert match, self.visit.page.locator(".counts").inner_text()
        names, all_names, ties, all_ties = (
            int(each.replace(",", "")) if each else None for each in match.groups()
        )
        found = (all_names if names is None else names, all_ties if ties is None else ties)
        assert found[0] is not None
        assert found[1] is not None
        return found[0], found[1]

    def offers(self, typed: str) -> list[str]:
        """Type into the search; return the names that it offers, as they are written."""
        self.visit.page.get_by_role("combobox", name="Find a name").fill(typed)
        offers = self.visit.page.get_by_role("listbox", name="Find a name").get_by_role("option")
        return lines(offers.all_inner_texts())

    def find(self, typed: str) -> str:
        """Choose the first name that the search offers; return the panel's heading."""
        assert self.offers(typed), f"nothing is offered for {typed}"
        self.visit.page.keyboard.press("Enter")
        return self.heading()

    def heading(self) -> str:
        """Return what the panel is about."""
        return " ".join(self.panel.get_by_role("heading", level=2).inner_text().split())

    def opened(self, filter_name: str) -> Locator:
        """Open a filter; return what it holds."""
        bar = self.visit.page.get_by_role("group", name="Filters", exact=True)
        button = bar.get_by_role("button", name=re.compile(f"^{filter_name}"))
        if button.get_attribute("aria-expanded") != "true":
            button.click()
        return bar.get_by_role("group", name=filter_name, exact=True)

    def tick(self, filter_name: str, choice: str) -> None:
        """Tick a choice of a filter on or off."""
        self.opened(filter_name).locator("label", has_text=choice).first.click()

    def as_list(self, of: str) -> Locator:
        """Turn to the list of names or of ties; return its rows."""
        self.press("List")
        self.press(of, within=self.visit.page.get_by_role("group", name="What the list holds"))
        return self.visit.page.get_by_role("region", name="List").locator("tbody tr")

    def choose_edge(self, one: str, other: str) -> None:
        """Choose a tie in the list."""
        rows = self.as_list("Ties")
        row = rows.filter(has_text=one).filter(has_text=other).first
        row.get_by_role("button", name="Who says so").click()

    def show_edge(self, one: str, other: str) -> None:
        """Go to a tie by the address of the page."""
        ends = "~".join(end.removeprefix(BASE) for end in (one, other))
        self.visit.page.evaluate("hash => { location.hash = hash; }", f"on={ends}")
        self.panel.locator(".kicker", has_text="Tie").wait_for()

    def said(self) -> set[tuple[str, str]]:
        """Return who is quoted in the panel, and with what; everything that is folded is opened first."""
        self.panel.locator("figure").first.wait_for()
        more = self.panel.locator("button.more")
        while more.count():
            more.first.click()
        places = self.panel.locator("figure").evaluate_all(_PLACES)
        return {(source, phrase) for source, phrase in places}

    def points_of_nodes(self, most: int) -> list[tuple[float, float]]:
        """Move the pointer over the picture; return the middles of what it says can be pressed."""
        found = list[tuple[float, float]]()
        box = self.visit.page.locator(".stage").bounding_box()
        assert box
        step = 40
        for down in range(step, int(box["height"]) - step, step):
            for right in range(step, int(box["width"]) - step, step):
                x, y = box["x"] + right, box["y"] + down
                if any(abs(x - a) + abs(y - b) < 2 * step for a, b in found) or not self._is_pressable(x, y):
                    continue
                found.append(self._middle(x, y))
                if len(found) == most:
                    return found
        return found

    def _is_pressable(self, x: float, y: float) -> bool:
        """Whether the pointer is a hand over the picture there."""
        self.visit.page.mouse.move(x, y)
        return bool(self.visit.page.evaluate(_HAND, [x, y]))

    def _middle(self, x: float, y: float) -> tuple[float, float]:
        def reach(right: int, down: int) -> int:
            return next(
                far for far in range(0, 80, 3) if not self._is_pressable(x + right * far, y + down * far)
            )

        x += (reach(1, 0) - reach(-1, 0)) / 2
        y += (reach(0, 1) - reach(0, -1)) / 2
        return x, y

    def chain(self) -> list[str]:
        """Return the names along the path that the panel tells."""
        return lines(self.panel.locator(".chain .chain-name").all_inner_texts())

    def saved(self, offer: str) -> tuple[str, bytes]:
        """Save what is shown in one of the formats offered; return the file's name and content."""
        self.press("Save")
        with self.visit.page.expect_download() as waiting:
            self.visit.page.locator(".save").get_by_role("button", name=re.compile(f"^{offer}")).last.click()
        return read(waiting.value)
