"""The questionnaire without a mouse, without good eyes, and on the smallest screens."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from surveys.catalogue import Catalogue
from surveys.management.commands.load_instrument import SHIPPED
from tests.conftest import AXE_OPTIONS, SCHEMES

pytestmark = pytest.mark.browser

SCREENS = Catalogue.read(SHIPPED).screens("sales")
ITEMS = {item.id: item for screen in SCREENS for item in screen.items}
# 400% zoom on a window of 1280 leaves 320 CSS pixels.
ZOOMED, PHONE, SMALL, WIDE = 320, 390, 360, 1440

# What has the focus, whether one can see that it does, and where it stands.
FOCUSED = """() => {
  const here = document.activeElement;
  const box = here.closest(".form-check") ?? here;
  const ring = [box, here].map((each) => getComputedStyle(each))
    .some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const { top, bottom, left, right } = box.getBoundingClientRect();
  const before = window.lastFocused;
  const order = !before?.isConnected || before === here
    || Boolean(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);
  window.lastFocused = here;
  return {
    tag: here.tagName, type: here.type ?? "", name: here.name ?? "", value: here.value ?? "",
    text: here.innerText ?? "", seen: ring, order,
    inside: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
  };
}"""
# Everything that can be pressed, with the size of what one hits: an option is as large as its row.
TARGETS = """() => [...document.querySelectorAll("main *")]
  .filter((each) => each.matches("a, button, input:not([type=hidden]), summary, textarea"))
  .map((each) => [each, (each.closest(".form-check") ?? each).getBoundingClientRect()])
  .filter(([each, box]) => box.width > 1 && !each.closest("p, dd, li p"))
  .map(([each, box]) => [each.outerHTML.slice(0, 90), Math.round(box.width), Math.round(box.height)])"""
OVERFLOW = """() => [document.documentElement.scrollWidth - document.documentElement.clientWidth,
  ...[...document.querySelectorAll("main *")].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width > 1 && !each.closest(".visually-hidden, .skip, .step__name, .step__state")
      && (box.right > innerWidth + 1 || box.left < -1);
  }).map((each) => each.outerHTML.slice(0, 90))]"""


@pytest.fixture(scope="module")
def staged(server):
    sides = ["sales"] * 5
    return json.loads(server.python("-m", "tests.stage", "Keyboard", *sides))["leaders"]


@pytest.fixture
def enter(server, staged, profile):
    """Open one leader's questionnaire in a browser of its own."""

    def opened(number, **wishes):
        page = profile(**wishes)
        page.goto(f"{server.base_url}/s/{staged[number]['secret']}/")
        page.check("[name=consent]")
        page.get_by_role("button", name="Start").click()
        return page, f"{server.base_url}/survey/{staged[number]['public_id']}/"

    return opened


def tab(page):
    """Press Tab, and return where the focus is now: visible, on the screen, and further down the page."""
    page.keyboard.press("Tab")
    here = page.evaluate(FOCUSED)
    assert here["tag"] != "BODY", "the end of the page"
    assert here["seen"], here
    assert here["inside"], here
    assert here["order"], here
    return here


def tab_to(page, **wanted):
    """Press Tab until what is wanted has the focus; all stops on the way."""
    stops = [tab(page)]
    while any(stops[-1][key] != value for key, value in wanted.items()):
        stops.append(tab(page))
        assert len(stops) < 120, wanted
    return stops


def test_from_the_link_to_the_receipt(server, staged, profile):
    page = profile(width=SMALL)
    page.goto(f"{server.base_url}/s/{staged[0]['secret']}/")
    assert tab(page)["text"] == "Skip to the content"
    tab_to(page, name="consent")
    page.keyboard.press("Space")
    tab_to(page, text="Start")
    page.keyboard.press("Enter")
    for screen in SCREENS:
        expect(page.get_by_role("heading", level=1)).to_have_text(screen.name("en"))
        answer_by_keyboard(page, screen)
    expect(page.get_by_role("heading", level=1)).to_have_text("Review and submit")
    expect(page.locator(".steps__count")).to_have_text("51 of 51 answered")
    tab_to(page, text="Submit my answers")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


def answer_by_keyboard(page, screen):
    """Answer each item where Tab leads to it, then press "Save and continue"."""
    stops = []
    here = tab(page)
    while here["text"] != "Save and continue":
        if here["name"] in ITEMS:
            stops.append(here["name"])
            give(page, ITEMS[here["name"]], here)
        here = tab(page)
    # One stop a scale, one an option of a set, and none is passed over.
    sets = {item.id for item in screen.items if item.form == "set"}
    assert sorted(name for name in stops if name not in sets) == sorted(
        item.id for item in screen.items if item.id not in sets
    )
    for name in sets:
        assert stops.count(name) == page.locator(f'[name="{name}"]').count()
    page.keyboard.press("Enter")


def give(page, item, here):
    """Mark the fourth step, the second code, or the first options of a set."""
    chosen = page.locator(f'[name="{item.id}"]:checked')
    if item.form == "set":
        if chosen.count() < item.max_choices and here["value"] != "dk":
            page.keyboard.press("Space")
        return
    page.keyboard.press("Space")
    for _ in range(1 if item.form == "nominal" else 3):
        page.keyboard.press("ArrowDown")
    assert chosen.count() == 1
    assert (
        chosen.input_value()
        == page.locator(f'[name="{item.id}"]').nth(1 if item.form == "nominal" else 3).input_value()
    )


def spoil(page):
    """Send something that no question takes, as a broken page could: the server refuses it."""
    page.evaluate(
        """() => {
          const one = document.querySelector(".item [type=radio]");
          one.value = "9";
          one.checked = true;
        }"""
    )
    page.get_by_role("button", name="Save and continue").last.click()
    expect(page.locator(".error-summary")).to_be_visible()


def remark(page):
    """Open every box for a text."""
    for box in page.locator("details.remark").all():
        box.locator("summary").click()


STATES = {"empty": lambda _page: None, "texts": remark, "refused": spoil}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_objects_to_nothing(enter, state, width):
    page, place = enter(1, width=width)
    axe, found, seen = Axe(), [], 0
    for screen in SCREENS:
        page.goto(f"{place}{screen.code}/")
        STATES[state](page)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            violations = axe.run(page, options=AXE_OPTIONS).response["violations"]
            found += [
                (screen.code, scheme, each["id"], each["nodes"][0]["html"][:200]) for each in violations
            ]
            seen += 1
    assert found == []
    assert seen == len(SCREENS) * len(SCHEMES)


def test_a_refusal_is_announced_and_leads_to_its_question(enter):
    page, place = enter(2)
    page.goto(f"{place}str/")
    spoil(page)
    assert page.title().startswith("Error: ")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Please check what you entered")
    summary.get_by_role("link").first.press("Enter")
    here = page.evaluate(FOCUSED)
    group = page.locator(f"#item-{here['name']}")
    assert here["name"] in ITEMS
    message = group.get_attribute("aria-describedby").split()[0]
    expect(page.locator(f"#{message}")).to_contain_text("You chose: 9")
    # Not by colour alone: the message stands before the options, and the question has a thicker rule.
    assert group.evaluate("(each) => parseFloat(getComputedStyle(each).borderTopWidth)") >= 3


@pytest.mark.parametrize("width", [ZOOMED, SMALL])
def test_nothing_is_cut_off_or_too_small_to_hit(enter, width):
    page, place = enter(3, width=width)
    page.goto(f"{place}cus/")
    spoil(page)
    for code in ["", *(screen.code for screen in SCREENS), "review"]:
        if code:
            page.goto(f"{place}{code}/")
            remark(page)
        assert page.evaluate(OVERFLOW) == [0], code
        small = [target for target in page.evaluate(TARGETS) if target[1] < 24 or target[2] < 24]
        assert small == [], code
        options = [target for target in page.evaluate(TARGETS) if "form-check-input" in target[0]]
        assert [target for target in options if target[2] < 44] == [], code


def test_nothing_moves_for_those_who_asked_for_no_motion(enter):
    page, place = enter(4)
    page.goto(f"{place}cus/")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((each) => {
          const style = getComputedStyle(each);
          return [style.transitionDuration, style.animationDuration].some(
            (text) => text.split(",").some((one) => parseFloat(one) > 0.01));
        }).map((each) => each.outerHTML.slice(0, 90))"""
    )
    assert moving == []


def test_every_question_is_a_group_with_its_text_for_a_screen_reader(enter):
    page, place = enter(4)
    for screen in SCREENS:
        page.goto(f"{place}{screen.code}/")
        for item in screen.items:
            group = page.get_by_role("group", name=item.wording("sales", "en"), exact=True)
            expect(group).to_have_count(1)
            role = "checkbox" if item.form == "set" else "radio"
            assert group.get_by_role(role).count() == page.locator(f'[name="{item.id}"]').count()
        names = page.locator("main :is(legend, .item__options label)").all_inner_texts()
        assert names[0] == page.locator("legend").first.inner_text()
