"""The traps that the other tests here rely on do spring."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.visits import Visit

POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src {0}">'
READY = "<script>document.documentElement.dataset.ready = 'yes'; {0}</script>"


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ("<img src=x onerror=pwned(1)>", "sprang the trap 1"),
        ("<script>pwned(2)</script>", "sprang the trap 2"),
        ("<script>pwned = 3</script>", "set the trap"),
        ("<script>alert(4)</script>", "called alert(4)"),
        ("<img src=https://elsewhere.invalid/5>", "asked for https://elsewhere.invalid/5"),
        ("<script>fetch('https://elsewhere.invalid/6').catch(() => 0)</script>", "asked for https://elsew"),
        ("<link rel=stylesheet href=7.css>", "7.css"),
        ("<script>console.error('eight')</script>", "console error: eight"),
        ("<script>console.warn('nine')</script>", "console warning: nine"),
        ("<script>throw new Error('ten')</script>", "error: ten"),
        ("<script>Object.prototype.eleven = 11</script>", "gave every object eleven"),
        ("<script>setTimeout(() => document.body.append(new Image()))</script>", "grew <img>"),
        (
            "<p id=p></p><script>setTimeout(() => p.setAttribute('onclick', 'x'))</script>",
            "grew P onclick",
        ),
        (
            "<p id=p></p><script>setTimeout(() => p.innerHTML = \"<a href=' javascript:x'>y</a>\")</script>",
            "grew <a",
        ),
        (POLICY.format("'unsafe-inline'") + "<style>p { color: red }</style>", "broke the policy style-src"),
        (POLICY.format("'unsafe-inline'") + "<p style='color: red'>", "broke the policy style-src"),
        ("<iframe srcdoc=x></iframe>", "has foreign markup"),
    ],
)
def test_what_a_page_must_not_do_is_told(
    chromium: Browser, tmp_path: Path, markup: str, complaint: str
) -> None:
    file = tmp_path / "evil.html"
    late = READY.format("")
    file.write_text(f"<!DOCTYPE html>{markup}<body>{late}", encoding="utf-8")
    visit = Visit.of(chromium, file)
    visit.page.wait_for_timeout(200)
    complaints = visit.complaints()
    visit.close()
    assert any(complaint in each for each in complaints), complaints


def test_a_page_that_does_nothing_is_told_of_by_nobody(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "good.html"
    file.write_text(f"<!DOCTYPE html><body><p>pwned(1)</p>{READY.format('')}", encoding="utf-8")
    visit = Visit.of(chromium, file)
    complaints = visit.complaints()
    visit.close()
    assert complaints == []
