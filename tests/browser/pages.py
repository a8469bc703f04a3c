"""The kinds of page that are looked at, and of what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from browser.worlds import World


@dataclass(frozen=True)
class Named:
    """What a world calls what pages are about."""

    brand: str
    person: str
    campaign: str
    product: str


NAMES = {
    "five": Named("Balenciaga", "Kate Moss", "Closet", "Le City"),
    "world": Named("Maison Orlo", "June Okafor", "Night Market", "Lantern"),
    "hostile": Named("brand/brand", "person/person-1", "campaign/campaign-1", "product/product-1"),
}


@dataclass(frozen=True)
class Made:
    """A page as a command makes it; ``about`` picks what it is about from a world's names."""

    view: str
    title: str
    about: Callable[[Named], tuple[str, ...]]

    def __str__(self) -> str:
        return f"{self.view}-{self.title}".replace(" ", "-")

    def words_in(self, world: World) -> tuple[str, ...]:
        """Return the words after the view's name."""
        return self.about(NAMES[world.name])


def make(world: World, page: Made) -> Path:
    """Make a page of a world, once, and return its file."""
    return world.page(page.view, *page.words_in(world))


NETWORKS = (
    Made("relationships", "all", lambda _: ()),
    Made("explorer", "all", lambda _: ()),
)
PAGES = (
    *NETWORKS,
    Made("relationships", "ego", lambda of: (of.person,)),
    Made("timeline", "brand", lambda of: (of.brand,)),
    Made("timeline", "person", lambda of: (of.person,)),
    Made("matrix", "brands", lambda _: ("brand-agents",)),
    Made("table", "credits", lambda of: ("people/credits", of.person)),
    Made("profile", "person", lambda of: (of.person,)),
    Made("profile", "brand", lambda of: (of.brand,)),
    Made("profile", "campaign", lambda of: (of.campaign,)),
    Made("profile", "product", lambda of: (of.product,)),
)
