"""Who answers is the same in the page as in Python, whatever the routes and whatever is down."""

from importlib import resources

import pytest
from hypothesis import HealthCheck, given, settings

from constructs_lib.routing import html_report
from constructs_lib.routing.page_data import page_data
from constructs_lib.routing.what_if import what_if
from tests.browser.estates import outages

SCRIPT = resources.files("constructs_lib.routing").joinpath("page", "what_if.js").read_text(encoding="utf-8")
ASK = """([estate, regions, functions]) => estate.groups.map(
    (group) => whatIf(estate, group, new Set(regions), new Set(functions))
)"""


@pytest.fixture(scope="module")
def asked(browser):
    """The page's own reckoning, without the page."""
    page = browser.new_page()
    page.add_script_tag(content=SCRIPT)
    yield lambda *arguments: page.evaluate(ASK, list(arguments))
    page.close()


def numbers_of(data, down_regions, down_functions):
    regions = [at for at, name in enumerate(data["regions"]) if name in down_regions]
    names = {each.name for each in down_functions}
    return regions, [at for at, each in enumerate(data["functions"]) if each["name"] in names]


def place(data, group, answers):
    """Region and function of the target at this place of a group; None for nobody."""
    if answers < 0:
        return None
    application = data["applications"][group["targets"][answers]["application"]]
    function = None if application["function"] is None else data["functions"][application["function"]]["name"]
    return data["regions"][application["region"]], group["targets"][answers]["priority"], application["name"], function


def expected_place(target):
    if target is None:
        return None
    return target.region, target.priority, target.application_id, target.function.name if target.function else None


# A busy machine is no reason to fail.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@settings(PATIENT, max_examples=300)
@given(outages())
def test_the_page_reckons_as_python_does(asked, outage):
    shown, down_regions, down_functions = outage
    data = page_data(shown)
    verdicts = asked(data, *numbers_of(data, down_regions, down_functions))
    by_trigger = {
        trigger["value"]: (group, verdict)
        for group, verdict in zip(data["groups"], verdicts, strict=True)
        for trigger in group["triggers"]
    }
    for route in shown.routes:
        answer = what_if(route, down_regions=down_regions, down_functions=down_functions)
        group, verdict = by_trigger[route.trigger.value]
        assert place(data, group, verdict["answers"]) == expected_place(answer.target)
        assert verdict["tried"] == [attempt.failed for attempt in answer.tried]


@settings(PATIENT, max_examples=10)
@given(outages())
def test_the_page_shows_what_python_says(browser, outage):
    shown, down_regions, down_functions = outage
    page = browser.new_page()
    page.set_content(html_report.render(shown))
    there = {target.region for route in shown.routes for target in route.targets}
    for region in down_regions & there:
        page.get_by_label(region, exact=True).check()
    known = {target.function for route in shown.routes for target in route.targets}
    for function in down_functions & known:
        page.get_by_label(function.name, exact=True).check()
    cards = [(card.inner_text(), card.locator(".answer").inner_text()) for card in page.locator(".card").all()]
    page.close()
    for route in shown.routes:
        (told,) = [answer for text, answer in cards if route.trigger.value in text]
        target = what_if(route, down_regions=down_regions, down_functions=down_functions).target
        if not route.enabled:
            assert told == "✕ Nobody: the rule is disabled"
        elif target is None:
            assert told == "✕ Nobody: the caller is hung up on"
        else:
            assert told == f"✓ {target.region} answers{'' if target.function else ', if its function does'}"
