"""What the reports show, and that no name can break out of them."""

import re

import pytest

from constructs_lib.routing import html_report, json_report, markdown_report, mermaid_report, table_report
from constructs_lib.routing.model import Acknowledgement, Origin
from constructs_lib.routing.report import Report
from constructs_lib.routing.words import visible
from tests.routing.tables import function, route, table, target

NASTY = [
    "a|b",
    "`code`",
    "``",
    "a\\|b",
    "<script>",
    "@everyone",
    "**bold**",
    "[x](http://x)",
    "a\nb",
    "\x1b[31m",
    "\u202eabc",
    "#1",
]


TEXTS = [table_report.render, markdown_report.render]
RENDER = {
    "table": table_report.render,
    "markdown": markdown_report.render,
    "json": json_report.render,
    "mermaid": mermaid_report.render,
    "html": html_report.render,
}


def rows(markdown):
    """The cells of every line of a table, as GitHub takes them apart."""
    lines = (line for line in markdown.splitlines() if line.startswith("|"))
    return [[cell.strip() for cell in re.split(r"(?<!\\)(?:\\\\)*\|", line)[1:-1]] for line in lines]


def test_the_table_tells_the_chain_and_who_answers():
    lines = table_report.render(table(route())).splitlines()
    assert lines[0] == "1 rule, 2 applications in us-east-1, us-west-2"
    assert "+12065550100  (phone number)" in lines
    assert "  rule support, held in us-east-1" in lines
    chain = lines[lines.index("    1  us-east-1  Support-us-east-1") :]
    assert chain[1:3] == [
        "                  function answer-us-east-1",
        "                  code     app.handler, python3.14, 5 s",
    ]
    assert chain[3] == "    2  us-west-2  Support-us-west-2"
    assert chain[6:11] == [
        "  who answers when",
        "    all is well                                     us-east-1",
        "    us-east-1 or function answer-us-east-1 is down  us-west-2",
        "    us-west-2 or function answer-us-west-2 is down  us-east-1",
        "    all Regions are down                            nobody; the caller is hung up on",
    ]


def test_functions_of_one_name_in_several_regions_are_told_apart():
    same = [
        target(at, region, function=function(region, name="answer"))
        for at, region in ((1, "us-east-1"), (2, "us-west-2"))
    ]
    told = table_report.render(table(route(*same)))
    assert re.search("us-east-1 or function answer in us-east-1 is down +us-west-2", told)
    assert re.search("us-west-2 or function answer in us-west-2 is down +us-east-1", told)


def test_no_line_of_an_ordinary_table_is_too_long_for_a_terminal():
    assert max(map(len, table_report.render(table(route())).splitlines())) <= 100


def test_the_markdown_tells_the_chain_and_who_answers():
    where = Origin(construct_path="Support/Rule", file="app.py", line=7)
    report = markdown_report.render(table(route(origin=where)))
    assert "## Phone number `+12065550100`" in report
    assert "Rule `support`, held in `us-east-1`, declared at `Support/Rule, app.py:7`." in report
    assert rows(report) == [
        ["Priority", "Region", "Application", "Function", "Code"],
        ["---:", "---", "---", "---", "---"],
        ["1", "us-east-1", "Support-us-east-1", "answer-us-east-1", "`app.handler, python3.14, 5 s`"],
        ["2", "us-west-2", "Support-us-west-2", "answer-us-west-2", "`app.handler, python3.14, 5 s`"],
        ["When", "Answers"],
        ["---", "---"],
        ["all is well", "us-east-1"],
        ["us-east-1 or function answer-us-east-1 is down", "us-west-2"],
        ["us-west-2 or function answer-us-west-2 is down", "us-east-1"],
        ["all Regions are down", "**nobody; the caller is hung up on**"],
    ]


def test_no_report_shows_environment_variables():
    secretive = function(environment=(("TOKEN", "s3cr3t"),))
    shown = table(route(target(1, "us-east-1", function=secretive)))
    for render in RENDER.values():
        assert "s3cr3t" not in render(shown)


@pytest.mark.parametrize("render", TEXTS)
def test_findings_what_is_not_resolved_and_what_is_not_known_are_shown(render):
    unknown = route(target(1, "us-east-1", function=None), enabled=False)
    report = render(table(unknown, route(), route(name="again"), unresolved=("Rule: export x is unknown",)))
    assert re.search(r"error\W+duplicate-trigger\W+\+12065550100 .*; leave one of them enabled", report)
    assert re.search(r"duplicate-trigger.*\W+at `?Support/Rule", report)
    assert "Rule: export x is unknown" in report
    assert "not known here" in report
    assert "disabled" in report.lower()
    assert "nobody; the rule is disabled" in report


@pytest.mark.parametrize("render", TEXTS)
def test_a_finding_that_somebody_accepts_comes_last_with_the_reason(render):
    seen = Acknowledgement(id="duplicate-trigger", reason="until `May`")
    forbidden = route(target(1, "us-east-1", function=function(invoke_permission=False)), number="+12065550101")
    contested = table(route(name="one"), route(name="two"), forbidden, acknowledgements=(seen,))
    report = render(contested)
    assert re.search(r"error\W+duplicate-trigger.*\n?.*\W+accepted: .*until `May`", report)
    assert report.rindex("no-invoke-permission") < report.index("duplicate-trigger")
    assert len(Report.of(contested).accepted_findings) == 1


@pytest.mark.parametrize("render", TEXTS)
def test_of_a_thousand_findings_of_a_kind_some_are_shown_and_the_rest_are_counted(render):
    report = render(table(*(route(number=f"+1206{5_550_000 + at // 2}", name=f"rule-{at}") for at in range(2000))))
    assert len(re.findall("duplicate-trigger.*has 2 rules|has 2 rules.*duplicate-trigger", report)) == 10
    assert re.search(r"990 more of .?duplicate-trigger", report)


@pytest.mark.parametrize("render", TEXTS)
def test_the_folder_of_the_code_is_shown_where_it_is_known(render):
    known = target(1, "us-east-1", function=function(code="cdk.out/asset.1a2b"))
    assert "cdk.out/asset.1a2b" in render(table(route(known, target(2, "us-west-2"))))
    assert "asset" not in render(table(route()))


@pytest.mark.parametrize("render", TEXTS)
def test_routes_that_behave_alike_are_shown_once_with_all_their_triggers(render):
    alike = [route(number=f"+120655501{at:02}", name=f"rule-{at}") for at in range(30)]
    other = route(target(1, "us-west-2"), number="pbx.example", name="other")
    report = render(table(*alike[:15], other, *alike[15:]))
    assert all(each.trigger.value in report and each.name in report for each in [*alike, other])
    assert report.count("all Regions are down") == 1
    assert report.rindex("+12065550129") < report.rindex("pbx.example")
    assert "30 phone numbers" in report


def test_routes_that_differ_in_anything_that_matters_are_not_alike():
    chain = (target(1, "us-east-1"), target(2, "us-west-2"))
    different = [
        route(*chain),
        route(*chain, enabled=False),
        route(*chain, home_region="us-west-2"),
        route(chain[0]),
        route(chain[1], chain[0]),
        route(chain[0], target(3, "us-west-2")),
        route(chain[0], target(2, "us-west-2", function=function(code="other"))),
    ]
    assert [group.routes for group in Report.of(table(*different)).groups] == [(each,) for each in different]
    same = [route(*chain, name="one", rule_id="1", origin=Origin(line=1)), route(*chain, number="a.example")]
    assert [group.routes for group in Report.of(table(*same)).groups] == [tuple(same)]


def test_a_long_list_of_triggers_is_folded_in_the_markdown_and_a_short_one_is_not():
    for count, folded in ((19, 0), (20, 1)):
        alike = [route(number=f"+120655501{at:02}", name=f"rule-{at}") for at in range(count)]
        report = markdown_report.render(table(*alike))
        assert (report.count("<details>"), report.count("</details>")) == (folded, folded)


@pytest.mark.parametrize("render", TEXTS)
def test_each_function_that_shares_its_region_has_a_line_of_its_own(render):
    first, second = (function(name=name) for name in ("first", "second"))
    chain = (target(1, "us-east-1", function=first), target(2, "us-east-1", function=second))
    report = render(table(route(*chain)))
    assert re.search(r"us-east-1 is down\W+nobody", report)
    assert re.search(r"function first is down\W+us-east-1", report)
    assert re.search(r"function second is down\W+us-east-1", report)


@pytest.mark.parametrize("render", TEXTS)
def test_a_function_of_two_regions_is_not_one_of_them(render):
    shared = function(name="shared")
    report = render(table(route(target(1, "us-east-1", function=shared), target(2, "us-west-2", function=shared))))
    assert re.search(r"us-east-1 is down\W+us-west-2", report)
    assert re.search(r"function shared is down\W+nobody", report)


@pytest.mark.parametrize("name", RENDER)
def test_a_mask_hides_all_numbers_and_makes_no_findings(name):
    # With the middle hidden these two look the same.
    two = table(route(number="+12065550100"), route(number="+13125550100"), unresolved=("who is 12065550100?",))
    shown = RENDER[name](two, mask=True)
    assert "065550100" not in shown
    assert "125550100" not in shown
    assert "0100" in shown
    assert "duplicate-trigger" not in shown
    assert "2065550100" in RENDER[name](two)


@pytest.mark.parametrize("render", TEXTS)
def test_a_region_whose_function_is_not_known_answers_with_a_doubt(render):
    assert "us-east-1, if its function does" in render(table(route(target(1, "us-east-1", function=None))))


@pytest.mark.parametrize("render", TEXTS)
def test_an_application_that_no_rule_names_is_shown_by_itself(render):
    alone = target(0, "eu-west-2", application_name="outbound")
    report = render(table(route(), applications=(*route().targets, alone)))
    _, _, behind = report.partition("o rule names")
    assert "outbound" in behind
    assert "Support-us-east-1" not in behind
    assert "o rule names" not in render(table(route()))


@pytest.mark.parametrize("render", TEXTS)
def test_a_table_without_rules_says_so(render):
    assert "0 rules, 0 applications" in render(table())


def test_colours_are_used_only_when_asked_for():
    assert "\x1b" not in table_report.render(table(route()))
    colored = table_report.render(table(route()), color=True)
    assert "\x1b[32mus-west-2\x1b[0m" in colored
    assert "\x1b[31mnobody" in colored
    assert re.sub(r"\x1b\[\d+m", "", colored) == table_report.render(table(route()))


def named(name):
    """A table in which everything that has a name has this one."""
    bad = target(1, name, application_id=name, application_name=name, function=function(name, name=name, entry=name))
    return table(route(bad, number=name, name=name, home_region=name), unresolved=(name,))


@pytest.mark.parametrize("name", NASTY)
def test_no_name_reaches_the_terminal_or_the_page_unescaped(name):
    for render in (table_report.render, markdown_report.render):
        assert all(character.isprintable() or character == "\n" for character in render(named(name)))
        assert len(render(named(name)).splitlines()) == len(render(named("plain")).splitlines())


@pytest.mark.parametrize("name", NASTY)
def test_no_name_is_markup_in_the_markdown(name):
    report = markdown_report.render(named(name))
    assert [len(row) for row in rows(report)] == [len(row) for row in rows(markdown_report.render(named("plain")))]
    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", report.replace("\\|", ""))
    for sign in ("<script>", "@everyone", "**bold**", "](", "#1", "`"):
        assert sign not in outside


def test_text_is_shown_on_one_line_and_unambiguously():
    assert visible("a\nb\\n\x00é\u202e") == r"a\nb\\n\x00é\u202e"
