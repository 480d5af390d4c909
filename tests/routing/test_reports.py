"""What the reports show, and that no name can break out of them."""

import json
import re

import pytest

from constructs_lib.routing import json_report, markdown_report, table_report
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
        "    all is well           us-east-1",
        "    us-east-1 is down     us-west-2",
        "    us-west-2 is down     us-east-1",
        "    all Regions are down  nobody; the caller is hung up on",
    ]


def test_no_line_of_an_ordinary_table_is_too_long_for_a_terminal():
    assert max(map(len, table_report.render(table(route())).splitlines())) <= 100


def test_the_markdown_tells_the_chain_and_who_answers():
    report = markdown_report.render(table(route()))
    assert "## Phone number `+12065550100`" in report
    assert "Rule `support`, held in `us-east-1`, declared at `Support/Rule`." in report
    assert rows(report) == [
        ["Priority", "Region", "Application", "Function", "Code"],
        ["---:", "---", "---", "---", "---"],
        ["1", "us-east-1", "Support-us-east-1", "answer-us-east-1", "`app.handler, python3.14, 5 s`"],
        ["2", "us-west-2", "Support-us-west-2", "answer-us-west-2", "`app.handler, python3.14, 5 s`"],
        ["When", "Answers"],
        ["---", "---"],
        ["all is well", "us-east-1"],
        ["us-east-1 is down", "us-west-2"],
        ["us-west-2 is down", "us-east-1"],
        ["all Regions are down", "**nobody; the caller is hung up on**"],
    ]


def test_the_json_is_as_documented():
    document = json.loads(json_report.render(table(route(), unresolved=("something",))))
    assert document["version"] == 1
    assert document["unresolved"] == ["something"]
    (found,) = document["routes"]
    assert found["trigger"] == {"kind": "ToPhoneNumber", "value": "+12065550100"}
    first = {"priority": 1, "region": "us-east-1"}
    second = {"priority": 2, "region": "us-west-2"}
    down = [{**first, "failed": "us-east-1 is down"}, {**second, "failed": "us-west-2 is down"}]
    assert found["outcomes"] == [
        {"down_regions": [], "answers": first, "tried": []},
        {"down_regions": ["us-east-1"], "answers": second, "tried": down[:1]},
        {"down_regions": ["us-west-2"], "answers": first, "tried": []},
        {"down_regions": ["us-east-1", "us-west-2"], "answers": None, "tried": down},
    ]


def test_the_keys_of_the_json_are_those_of_its_documentation():
    document = json.loads(json_report.render(table(route())))

    def keys(value):
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    documented = set(re.findall(r'"([a-z_]+)"', json_report.__doc__ or ""))
    assert keys(document) == documented


def test_no_report_shows_environment_variables():
    secretive = function(environment=(("TOKEN", "s3cr3t"),))
    shown = table(route(target(1, "us-east-1", function=secretive)))
    for render in (table_report.render, markdown_report.render, json_report.render):
        assert "s3cr3t" not in render(shown)


@pytest.mark.parametrize("render", [table_report.render, markdown_report.render])
def test_findings_what_is_not_resolved_and_what_is_not_known_are_shown(render):
    unknown = route(target(1, "us-east-1", function=None), enabled=False)
    report = render(table(unknown, route(), route(name="again"), unresolved=("Rule: export x is unknown",)))
    assert "+12065550100 has 2 rules: support, again" in report
    assert "Rule: export x is unknown" in report
    assert "not known here" in report
    assert "disabled" in report.lower()
    assert "nobody; the rule is disabled" in report


@pytest.mark.parametrize("render", [table_report.render, markdown_report.render])
def test_a_region_whose_function_is_not_known_answers_with_a_doubt(render):
    assert "us-east-1, if its function does" in render(table(route(target(1, "us-east-1", function=None))))


@pytest.mark.parametrize("render", [table_report.render, markdown_report.render])
def test_an_application_that_no_rule_names_is_shown_by_itself(render):
    alone = target(0, "eu-west-2", application_name="outbound")
    report = render(table(route(), applications=(*route().targets, alone)))
    _, _, behind = report.partition("o rule names")
    assert "outbound" in behind
    assert "Support-us-east-1" not in behind
    assert "o rule names" not in render(table(route()))


@pytest.mark.parametrize("render", [table_report.render, markdown_report.render])
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
