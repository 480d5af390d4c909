"""The page as its users have it: by mouse, by keyboard, on a phone, in the dark, on paper, with names that mean harm."""

import re

import pytest

from constructs_lib.routing import html_report
from constructs_lib.routing.words import visible
from tests.browser.estates import estate, many
from tests.routing.tables import function, route, table, target
from tests.routing.test_reports import NASTY, named

HOSTILE = [
    *NASTY,
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "${data}",
    "javascript:alert(1)",
    "n" * 400,
]
HOTLINE = "12 phone numbers"


@pytest.fixture
def page(opened):
    return opened(html_report.render(estate()))


def verdict(each):
    return each.page.locator("#verdict").inner_text()


def test_the_page_is_one_file_that_asks_for_nothing(page):
    # Whether it did is looked at by `opened`. What it could ask for is in its policy.
    policy = page.page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert re.findall(r"""(?:src|href)=["']?(?!data:,|#)[^"'\s>]+""", html_report.render(table())) == []


def test_the_policy_lets_nothing_run_that_is_not_part_of_the_page(browser):
    page = browser.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.set_content(
        html_report.render(estate()).replace("</body>", "<script>document.title = 'taken'</script></body>")
    )
    assert page.title().startswith("Routes: ")
    assert any("Content Security Policy" in each for each in said)
    page.close()


def test_what_is_shown_at_first(page):
    assert verdict(page) == "Nothing is down. Nobody answers 1 route."
    assert page.answers() == {
        HOTLINE: "✓ us-east-1 answers",
        "pbx.example": "✓ us-west-2 answers",
        "+12065550142": "✕ Nobody: the caller is hung up on",
        "+12065550143": "✕ Nobody: the rule is disabled",
    }
    notes = page.page.locator("#notes").inner_text()
    for words in ("no-invoke-permission", "kept for the summer", "Voice/Rule: application sma-west is not here"):
        assert words in notes
    assert page.page.locator("svg").count() == 1


def test_a_region_is_switched_off_by_mouse_and_everything_follows(page):
    page.page.get_by_label("us-east-1", exact=True).click()
    assert verdict(page) == "Down: us-east-1. Nobody answers 1 route. 12 routes fail over."
    assert page.answers()[HOTLINE] == "✓ us-west-2 answers"
    assert page.page.locator(".map .band.down text").text_content() == "us-east-1: down"
    tally = {
        each.locator("dt").inner_text(): each.locator("dd").inner_text()
        for each in page.page.locator("#tally div").all()
    }
    assert (tally["first answers"], tally["fail over"], tally["no answer"]) == ("1", "12", "1")
    page.page.get_by_role("button", name="Nothing is down").click()
    assert page.answers()[HOTLINE] == "✓ us-east-1 answers"
    assert page.page.locator(":checked[type=checkbox]").count() == 0


def test_a_function_is_switched_off_without_its_region(page):
    page.page.get_by_label("answer-us-east-1", exact=True).check()
    assert verdict(page).startswith("Down: function answer-us-east-1.")
    assert page.answers()[HOTLINE] == "✓ us-west-2 answers"
    assert page.page.locator(".card").first.locator(".chain .failed .state").inner_text() == (
        "function answer-us-east-1 cannot be invoked"
    )


def test_nobody_is_marked_and_can_be_filtered_for(page):
    for region in ("us-east-1", "us-west-2", "eu-west-2"):
        page.page.get_by_label(region, exact=True).check()
    assert verdict(page).endswith("Nobody answers 14 routes.")
    page.page.locator("#filter").select_option("nobody")
    assert set(page.answers().values()) == {"✕ Nobody: the caller is hung up on"}
    assert page.page.locator(".map .trigger.nobody").count() == 3


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("206-555-0142", ["+12065550142"]),
        ("(206) 555 01 4", ["+12065550142", "+12065550143"]),
        ("PBX", ["pbx.example"]),
        ("frontdesk us-west-2", ["+12065550142"]),
        ("Hotline/Rules/11", ["1 of 12 phone numbers"]),
        ("answer-us-west-2", [HOTLINE, "pbx.example"]),
        ("no such thing", []),
    ],
)
def test_a_search_finds_numbers_as_people_write_them_and_any_name(page, typed, found):
    page.page.get_by_label("Search routes").fill(typed)
    assert list(page.answers()) == found
    count = sum(12 if title == HOTLINE else 1 for title in found)
    assert page.page.locator("#found").inner_text() == f"{count} of 15 routes shown"


def test_everything_can_be_done_with_the_keyboard(page):
    def tab_to(what):
        for _ in range(60):
            page.page.keyboard.press("Tab")
            style = page.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style != "none", "where the focus is can be seen"
            if page.page.evaluate(f"document.activeElement.matches({what!r})"):
                return
        raise AssertionError(f"the focus never comes to {what}")

    tab_to(".skip")
    tab_to("#theme")
    tab_to("[type=checkbox]")
    page.page.keyboard.press("Space")
    assert verdict(page).startswith("Down: us-east-1.")
    tab_to("#well")
    page.page.keyboard.press("Enter")
    assert verdict(page).startswith("Nothing is down.")
    tab_to("#search")
    page.page.keyboard.type("+12065550142")
    assert list(page.answers()) == ["+12065550142"]
    page.page.keyboard.press("Escape")
    assert len(page.answers()) == 4
    tab_to("[data-grow]")
    page.page.keyboard.press("Enter")
    assert page.page.locator(".card").first.locator(".triggers li").count() == 12
    tab_to("summary")
    page.page.keyboard.press("Enter")
    page.page.locator("table").wait_for()


def test_the_skip_link_leads_past_the_switches(page):
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.id") == "search"


def test_every_control_has_a_name_and_what_changes_is_announced(page):
    controls = page.page.locator("input, select, button:not([hidden])")
    named = page.page.evaluate(
        "() => [...document.querySelectorAll('input, select, button:not([hidden])')]"
        ".filter((each) => each.textContent.trim() || each.labels?.[0]?.textContent.trim()).length"
    )
    assert named == controls.count() > 10
    assert page.page.locator("#verdict[role=status]").count() == page.page.locator("#found[role=status]").count() == 1


def test_the_details_tell_the_code_and_every_outage(page):
    first = page.page.locator(".card").first
    first.locator("summary").click()
    first.locator("table").wait_for()
    rows = {row.locator("th").inner_text(): row.locator("td").inner_text() for row in first.locator("tbody tr").all()}
    assert rows == {
        "nothing is down": "✓ us-east-1 answers",
        "us-east-1 is down": "✓ us-west-2 answers",
        "us-west-2 is down": "✓ us-east-1 answers",
        "eu-west-2 is down": "✓ us-east-1 answers",
        "all Regions are down": "✕ Nobody: the caller is hung up on",
        "function answer-us-east-1 is down": "✓ us-west-2 answers",
        "function answer-us-west-2 is down": "✓ us-east-1 answers",
        "function answer-eu-west-2 is down": "✓ us-east-1 answers",
    }
    told = first.locator(".code").inner_text()
    assert "app.handler, python3.14, 5 s" in told
    assert "in cdk.out/asset.12ab" in told
    page.page.get_by_label("us-east-1", exact=True).check()
    assert first.locator("table").is_visible(), "a switch closes nothing"
    assert first.locator("table").count() == 1


# The contrast of WCAG 2.2: https://www.w3.org/TR/WCAG22/#contrast-minimum
CONTRASTS = """() => {
  const rgba = (text) => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const luminance = (color) => color.slice(0, 3).map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (node) => {
    if (node.ownerSVGElement && node.previousElementSibling) {
      const shape = [...node.parentElement.children].find((each) => each.matches("rect, circle"));
      if (shape) return rgba(getComputedStyle(shape).fill);
    }
    for (let at = node; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    throw new Error("no background");
  };
  const texts = [...document.querySelectorAll("body *")].filter((node) =>
    !node.matches("script, noscript, title, .skip, option") && !node.closest("noscript") && node.getClientRects().length
    && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()));
  return texts.map((node) => {
    const style = getComputedStyle(node);
    const lights = [luminance(rgba(node.ownerSVGElement ? style.fill : style.color)), luminance(ground(node))];
    return [(Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05), node.textContent.slice(0, 40)];
  });
}"""


@pytest.mark.parametrize("chosen", ["", "light", "dark"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_in_light_and_in_dark(opened, scheme, chosen):
    each = opened(html_report.render(estate()), color_scheme=scheme)
    each.page.get_by_label("Colours").select_option(chosen)
    each.page.get_by_label("us-east-1", exact=True).check()
    each.page.locator("summary").first.click()
    contrasts = each.page.evaluate(CONTRASTS)
    assert len(contrasts) > 100
    assert [told for told in contrasts if told[0] < 4.5] == []
    dark = each.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(19, 22, 25)"
    assert dark == ((chosen or scheme) == "dark")


@pytest.mark.parametrize("shown", [estate(), named("n" * 400), many(40)], ids=["estate", "long names", "many"])
def test_a_phone_needs_no_horizontal_scrolling(opened, shown):
    each = opened(html_report.render(shown), viewport={"width": 360, "height": 740})
    each.page.locator("summary").first.click()
    assert each.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert each.page.locator("svg").bounding_box()["width"] <= 360


OVERHANGING = """() => [...document.querySelectorAll('.map g')].flatMap((group) => {
  const box = group.querySelector('rect, circle').getBoundingClientRect();
  return [...group.querySelectorAll('text')].map((text) => text.getBoundingClientRect())
    .filter((text) => text.left < box.left || text.right > box.right).map((text) => text.right - box.right);
})"""


@pytest.mark.parametrize("width", [360, 800, 1280])
@pytest.mark.parametrize("shown", [estate(), named("W" * 400), many(1000)], ids=["estate", "long names", "many"])
def test_no_text_of_the_map_leaves_its_box(opened, shown, width):
    each = opened(html_report.render(shown), viewport={"width": width, "height": 740})
    each.page.locator("aside input[type=checkbox]").first.check()
    assert each.page.locator(".map text").count() > 5
    assert each.page.evaluate(OVERHANGING) == []


def test_no_name_is_markup_or_code_in_the_page(opened):
    def rows(names):
        each = [named(name) for name in names]
        return table(*(route for one in each for route in one.routes), unresolved=tuple(names))

    plain = opened(html_report.render(rows([f"plain-{at}" for at in range(len(HOSTILE))])))
    each = opened(html_report.render(rows(HOSTILE)))
    # Whether anything ran is looked at by `opened`.
    count = "[...document.querySelectorAll('*')].map((each) => each.tagName).sort()"
    assert each.page.evaluate(count) == plain.page.evaluate(count)
    assert each.page.locator("h3").all_text_contents() == [visible(name) for name in HOSTILE]


def test_a_thousand_rules_are_drawn_as_they_are_asked_for(opened):
    each = opened(html_report.render(many(1000)))
    cards = each.page.locator(".card")
    assert cards.count() == 30
    assert "10 of 1,000 chains are drawn" in each.page.locator("#map-note").inner_text()
    each.page.get_by_role("button", name=re.compile("Show more .970 chains")).click()
    assert cards.count() == 60
    each.page.get_by_label("Search routes").fill("rule-777")
    assert list(each.answers()) == ["+12065550777"]
    each.page.get_by_label("Search functions").fill("us-east-1-777")
    each.page.get_by_label("us-east-1-777", exact=True).check()
    assert each.answers() == {"+12065550777": "✓ us-west-2 answers"}
    assert verdict(each) == ("Down: function us-east-1-777. Somebody answers every enabled route. 1 route fails over.")


def test_ten_thousand_rules_open_and_a_region_can_be_switched_off(opened):
    each = opened(html_report.render(many(10_000)))
    each.page.get_by_label("us-east-1", exact=True).check()
    assert verdict(each).endswith("10,000 routes fail over.")
    assert each.page.evaluate("document.querySelectorAll('*').length") < 3000


def test_on_paper_everything_is_there_and_no_button(opened):
    each = opened(html_report.render(many(100)))
    each.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    each.page.emulate_media(media="print")
    assert each.page.locator(".card").count() == 100
    assert not each.page.locator("aside").is_visible()
    assert each.page.locator("button:visible").count() == 0
    assert each.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    each.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert each.page.locator(".card").count() == 30


def test_a_table_without_rules_says_so(opened):
    each = opened(html_report.render(table()))
    assert verdict(each) == "There is no route here."
    assert each.page.locator("svg").count() == 0


def test_no_environment_variable_is_in_the_page():
    secretive = function(environment=(("TOKEN", "s3cr3t"),))
    assert "s3cr3t" not in html_report.render(table(route(target(1, "us-east-1", function=secretive))))
