"""A made-up project of any size in the shape of the real one: sheets of fictional campaigns and credits."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

ROLES = (
    "photographer",
    "director",
    "stylist",
    "hair-stylist",
    "make-up-artist",
    "casting-director",
    "set-designer",
)


def write_project(
    folder: Path,
    sources: int,
    seed: int = 1,
    *,
    people: int | None = None,
    cast: int = 20,
    products: int = 5,
    sheets: int = 2,
) -> None:
    """Write a project of this many sources, each about one campaign.

    Args:
        folder: where to write it.
        sources: how many sheets.
        seed: of who works with whom.
        people: how many there are; each is credited at least once, as far as there are credits enough.
            None: four a source, drawn at random.
        cast: how many are credited on a campaign.
        products: how many a campaign shows.
        sheets: how many sheets tell of the same campaign, so that statements meet.
    """
    dealt = None if people is None else _deal(people, sources // sheets * cast, seed)
    people, brands = people or max(40, sources * 4), max(4, sources // 8)
    target = folder / "graph" / "sources" / "undated"
    target.mkdir(parents=True, exist_ok=True)
    for number in range(sources):
        campaign, brand = number // sheets, (number // sheets) % brands
        crew = random.Random(f"{seed}-{campaign}")  # noqa: S311 - made-up names, not secrets
        first = campaign * cast
        mine = dealt[first : first + cast] if dealt else crew.sample(range(people), cast)
        credited = list(dict.fromkeys(mine))
        lines = [
            "[source]",
            'kind = "PressArticle"',
            f'label = "Made-up article {number}"',
            'language = ["en"]',
            f'sha256 = "{hashlib.sha256(str(number).encode()).hexdigest()}"',
            "characters = 100000",
            f'wave = "wave-{campaign}"',
            'review = "unreviewed"',
            'reader = "made-up reader"',
            "read = 2031-02-03",
            "[parts]",
            "body = [[0, 100000]]",
            f"[Brand.brand-{brand}]\nlabel = 'Brand {brand}'",
            f"[Campaign.campaign-{campaign}]\nlabel = 'Campaign {campaign}'",
            f"[Season.season-{campaign % 40}]\nlabel = 'Season {campaign % 40}'",
            *(f"[Person.person-{person}]\nlabel = 'Person {person}'" for person in credited),
            *(
                f"[Product.product-{brand}-{each}]\nlabel = 'Product {brand} {each}'"
                for each in range(products)
            ),
        ]
        at = 0

        def evidence(phrase: str) -> str:
            nonlocal at
            at += 40
            place = f'part = "body", paragraph = 1, start = {at}, end = {at + len(phrase)}'
            return f'evidence = [{{ phrase = "{phrase}", {place} }}]'

        for position, person in enumerate(credited):
            role = ROLES[position] if position < len(ROLES) else "model"
            lines += [
                "[[Credit]]",
                f'campaign = "campaign-{campaign}"',
                f'role = "{role}"',
                f'creditedAgent = "person-{person}"',
                evidence(f"Person {person}"),
            ]
        for each in range(products):
            lines += [
                "[[Feature]]",
                f'campaign = "campaign-{campaign}"',
                'featureRelation = "shows"',
                f'featured = "product-{brand}-{each}"',
                evidence(f"Product {brand} {each}"),
            ]
        for name, value in (("brand", f"brand-{brand}"), ("season", f"season-{campaign % 40}")):
            lines += [
                "[[Claim]]",
                f'subject = "campaign-{campaign}"',
                f'property = "{name}"',
                f'value = "{value}"',
                evidence(value),
            ]
        (target / f"made-up-{number}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _deal(people: int, credits: int, seed: int) -> list[int]:
    """Return who is credited, one after the other: everybody once in a while, some far more often."""
    chance = random.Random(seed)  # noqa: S311 - made-up names, not secrets
    deck = list(range(people))
    chance.shuffle(deck)
    # Those who are credited again are drawn by how far in front they stand: few are on many campaigns.
    again = [deck[int(people * chance.random() ** 3)] for _ in range(max(0, credits - people))]
    dealt = deck[:credits] + again
    chance.shuffle(dealt)
    return dealt
