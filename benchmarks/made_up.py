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


def write_project(folder: Path, sources: int, seed: int = 1) -> None:
    """Write a project of this many sources, each about one campaign with 20 credits and five products."""
    people, brands = max(40, sources * 4), max(4, sources // 8)
    target = folder / "graph" / "sources" / "undated"
    target.mkdir(parents=True, exist_ok=True)
    for number in range(sources):
        # Two sheets tell of each campaign, so that statements meet.
        campaign, brand = number // 2, (number // 2) % brands
        crew = random.Random(f"{seed}-{campaign}")  # noqa: S311 - made-up names, not secrets
        cast = crew.sample(range(people), 20)
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
            *(f"[Person.person-{person}]\nlabel = 'Person {person}'" for person in cast),
            *(f"[Product.product-{brand}-{each}]\nlabel = 'Product {brand} {each}'" for each in range(5)),
        ]
        at = 0

        def evidence(phrase: str) -> str:
            nonlocal at
            at += 40
            place = f'part = "body", paragraph = 1, start = {at}, end = {at + len(phrase)}'
            return f'evidence = [{{ phrase = "{phrase}", {place} }}]'

        for position, person in enumerate(cast):
            role = ROLES[position] if position < len(ROLES) else "model"
            lines += [
                "[[Credit]]",
                f'campaign = "campaign-{campaign}"',
                f'role = "{role}"',
                f'creditedAgent = "person-{person}"',
                evidence(f"Person {person}"),
            ]
        for each in range(5):
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
