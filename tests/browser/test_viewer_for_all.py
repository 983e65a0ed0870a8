"""The viewer with hostile data, for those who hear it, and on a phone."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import (
    expect,
)
from web.hostile_folder import COMMUNITY, SETTLEMENT, code, write

from browser.conftest import Come, Write
from browser.driving import AIDARSKA, PHONE
from browser.test_hostile_data import EVALUATED, payloads, shown
from browser.test_reach import violations
from browser.viewing import (
    OVERFLOWING,
    RECORDS,
    details,
    turns,
)
from projectmap.data.load import load
from projectmap.i18n import LANGUAGES
from projectmap.model.register import Register
from projectmap.query.view import View
from projectmap.viewer import Mode


def test_hostile_texts_are_shown_and_never_run(alone: Come, made: Write, tmp_path: Path) -> None:
    """A script that runs opens a dialog, which the reader hears."""
    texts = payloads()
    hostile = load(write(tmp_path / "geodata", texts))
    reader = alone("en")
    page = reader.open(made(View(lang="en"), of=hostile))
    reader.expect_drawn(2 * len(texts))

    def harmless() -> None:
        assert EVALUATED not in page.evaluate("() => document.body.innerText")
        assert not reader.heard

    for number, text in enumerate(texts):
        page.locator("[data-part=list]").click()
        link = page.locator(f'#list [lang=en] a[data-project="H-{number}"]').first
        assert shown(text) in shown(link.inner_text())
        link.click()
        expect(details(page).locator("h2")).to_have_text(shown(text))
        for fact in range(5):
            assert shown(text) in shown(details(page).locator("dd").nth(fact).inner_text())
        assert shown(text) in shown(details(page).locator(".sources li").inner_text())
        page.locator("[data-part=map]").click()
        path = page.locator(f'path.community[data-katottg="{code(number, COMMUNITY)}"]')
        assert shown(text) in shown(path.get_attribute("aria-label") or "")
        path.focus()
        page.keyboard.press("Enter")
        assert shown(text) in shown(details(page).locator("h2").inner_text())
        page.locator("#here .status-box summary").click()
        assert shown(text) in shown(page.locator("#here .status-box li").inner_text())
        for item in page.locator("#here ul.records").all():
            assert shown(text) in shown(item.inner_text())
        harmless()
    names = page.locator("#filters [data-facet=sector] .name").all_inner_texts()
    assert {shown(name) for name in names} == {shown(text) for text in texts}
    page.locator("[data-part=partners]").click()
    aloud = page.locator("path.partnership").evaluate_all(
        "lines => lines.map(line => line.getAttribute('aria-label'))"
    )
    assert all(any(shown(text) in shown(one) for one in aloud) for text in texts)
    # A settlement's place, whose text names the community; as in the pages, and in a card.
    for mode in (Mode.EXPLORE, Mode.EMBED):
        page = reader.open(made(View(lang="en"), mode=mode, of=hostile))
        for number, text in enumerate(texts):
            reader.turn_to(f"lang=en&place={code(number, SETTLEMENT)}")
            expect(page.locator("#chosen h2")).to_be_visible()
            assert shown(page.locator("#chosen h2").inner_text()) == shown(text)
            if mode is Mode.EXPLORE:
                assert shown(page.locator("#chosen .kicker").inner_text()) == shown(
                    reader.t("settlement in the {name} community", name=text)
                )
            # The status is that of the community.
            whose = page.locator("#side :has(+ .status-box):visible")
            assert shown(whose.inner_text()) == shown(reader.t("{name} community", name=text))
            harmless()
    page = reader.open(made(View(lang="en", q=texts[0][:60]), mode=Mode.STAGE, of=hostile))
    expect(page.locator("#stage-panel h2")).to_contain_text(shown(texts[0])[:50])
    harmless()
    assert page.evaluate(OVERFLOWING)[0] == []


HERE = View(community=(AIDARSKA,))
"""A view of few records: axe looks at hidden details, too."""


LOOKS: dict[str, tuple[View, str | None, Mode, tuple[str, ...]]] = {
    "a view": (HERE, None, Mode.EXPLORE, (
        f"asof=2022-03-04&place={AIDARSKA}", "kind=need", "part=partners&partnership=R011",
        "part=list&project=LUH-001",
    )),
    "a story": (View(), "water", Mode.EXPLORE, ("part=about&sector=water",)),
    "a stage": (View(), "oblast", Mode.STAGE, (
        "step=1", "step=3", "step=5&theme=dark", "step=3&theme=dark",
    )),
    "embedded": (HERE, None, Mode.EMBED, ("", f"place={AIDARSKA}")),
}  # fmt: skip
"""By file: what it shows, and where in it to look, the languages by turns."""


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_axe_finds_nothing_serious(
    alone: Come, made: Write, look: tuple[View, str | None, Mode, tuple[str, ...]]
) -> None:
    view, story, mode, hashes = look
    found = []
    reader = alone("en")
    page = reader.open(made(view, story, mode), "lang=en")
    for number, hash_ in enumerate(hashes):
        language = LANGUAGES[number % 2]
        reader.turn_to(f"lang={language}&{hash_}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        for drawn in page.locator(".map:visible").all():
            expect(drawn).to_have_attribute("data-shown", re.compile(r"\d"))
        found += [f"{language} {hash_}: {line}" for line in violations(page.main_frame)]
    assert not found, "\n".join(found)


WIDE = """() => {
    const beyond = [...document.querySelectorAll("body *")].filter(one => {
        const box = one.getBoundingClientRect();
        if (!box.width || !box.height || box.right <= innerWidth + 1) return false;
        for (let at = one; at && at !== document.documentElement; at = at.parentElement)
            if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return false;
        return !one.closest(".sr-only, .leaflet-map-pane, canvas");
    });
    return [document.documentElement.scrollWidth, beyond.map(one => one.outerHTML.slice(0, 120))];
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_nothing_is_wider_than_the_screen(
    alone: Come, made: Write, register: Register, language: str
) -> None:
    reader = alone(language, viewport=PHONE, is_mobile=True, has_touch=True)
    page = reader.open(made(View(), "oblast"), f"lang={language}")
    reader.expect_drawn(len(page.evaluate(RECORDS)))
    for hash_ in (None, "part=partners", "part=list&project=LUH-001", "part=about",
                  f"place={AIDARSKA}"):  # fmt: skip
        if hash_:
            reader.turn_to(f"lang={language}&{hash_}")
        width, beyond = page.evaluate(WIDE)
        assert (width, beyond) == (PHONE["width"], []), hash_
    # All in Ukrainian, whose words are longer; in both on larger screens (test_stage.py).
    for story in ("aidarska", "oblast", "water") if language == "uk" else ("oblast",):
        page = reader.open(made(View(), story, Mode.STAGE), f"lang={language}")
        for number, (at, turn) in enumerate(turns(register, story)):
            if number:
                page.keyboard.press("ArrowRight")
            width, beyond = page.evaluate(WIDE)
            assert (width, beyond) == (PHONE["width"], []), (story, at, turn)
            assert page.evaluate("() => document.getElementById('stage-map').offsetHeight") > 200
            expect(page.locator("#stage-next")).to_be_in_viewport()
    page = reader.open(made(View(), mode=Mode.EMBED), f"lang={language}&place={AIDARSKA}")
    assert page.evaluate(WIDE) == [PHONE["width"], []]


def test_it_works_inside_other_pages_and_lets_them_scroll(
    alone: Come, made: Write, tmp_path: Path
) -> None:
    def text_of(address: str) -> str:
        return Path(unquote(urlsplit(address).path)).read_text("utf-8")

    # Previews of mail programs and chats give a page no address, or one that leads nowhere.
    offline = text_of(made(View(lang="en")))
    stage = text_of(made(View(lang="en"), mode=Mode.STAGE))
    embedded = text_of(made(View(lang="en"), mode=Mode.EMBED))
    frames = "".join(
        f'<iframe name="{name}" width="1000" height="600" srcdoc="{escape(text)}"></iframe>'
        for name, text in (("embedded", embedded), ("offline", offline), ("stage", stage))
    )
    blob = f"""<script type="application/json" id="text">{escape(offline)}</script>
        <iframe name="blob" width="1000" height="600"></iframe><script>
        const text = new DOMParser().parseFromString(
            document.getElementById("text").textContent, "text/html").documentElement.textContent;
        document.querySelector("[name=blob]").src =
            URL.createObjectURL(new Blob([text], {{type: "text/html"}}));
        </script>"""
    around = tmp_path / "around.html"
    around.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><body>{frames}{blob}<div style='height:5000px'>",
        "utf-8",
    )
    reader = alone("en")
    page = reader.open(around.as_uri())
    for name in ("embedded", "offline", "blob"):
        frame = page.frame_locator(f"[name={name}]")
        expect(frame.locator("#map path.community")).to_have_count(37)
        path = frame.locator("path.community").nth(5)
        path.focus()
        page.keyboard.press("Enter")
        expect(frame.locator("body")).to_contain_text(re.compile("UA44[0-9]{15}|Open"))
    expect(page.frame_locator("[name=stage]").locator("#stage h2").first).to_be_visible()
    assert page.url == around.as_uri()

    colours = """all => all.map(one => getComputedStyle(one).backgroundColor
        + getComputedStyle(one).backgroundImage)"""
    swatches = page.frame_locator("[name=offline]").locator(".swatch, .sign")
    usual = swatches.evaluate_all(colours)
    page.emulate_media(forced_colors="active")
    # Signs keep what colours say, on light ground; what is chosen looks different from what is not.
    assert swatches.evaluate_all(colours) == [
        one.replace("rgba(0, 0, 0, 0)none", "rgb(255, 255, 255)none") for one in usual
    ]
    assert len(set(usual)) > 3
    offline = page.frame_locator("[name=offline]")
    for one in ("[data-part]", "[data-language]"):
        looks = offline.locator(one).evaluate_all(colours)
        assert min(Counter(looks).values()) == 1, looks
        assert len(set(looks)) == 2
    ground = offline.locator("#legend").evaluate_all(colours)
    assert ground == ["rgb(255, 255, 255)none"]

    page.evaluate("scrollTo(0, 0)")
    page.mouse.move(500, 300)
    embed = page.frame("embedded")
    assert embed is not None
    shape = "() => document.querySelector('path.community').getAttribute('d')"
    before = embed.evaluate(shape)
    page.mouse.wheel(0, 300)
    page.wait_for_function("() => scrollY > 100")
    assert embed.evaluate(shape) == before
    page.evaluate("scrollTo(0, 0)")
    page.mouse.move(500, 301)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    embed.wait_for_function(f"before => ({shape})() !== before", arg=before)
    page.keyboard.up("Control")
    reader.heard[:] = [line for line in reader.heard if not line.startswith("asked for blob:")]
