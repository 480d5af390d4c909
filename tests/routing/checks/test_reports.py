"""The four forms of a check's report, and that no name can break out of them."""

import dataclasses
import json
import re

import pytest

from constructs_lib.routing.check_reports import document, github, markdown, table
from constructs_lib.routing.check_reports.result import Result
from constructs_lib.routing.model import Acknowledgement, Origin, RoutingTable
from tests.routing import tables
from tests.routing.tables import route, target
from tests.routing.test_reports import NASTY

WHERE = Origin(construct_path="Support/Line", stack="Support", logical_id="Line", file="app.py", line=12)
PILOT = Acknowledgement(id="single-region", reason="a pilot", construct_path="Support/Pilot")


def mixed() -> RoutingTable:
    """An error, two warnings of one kind, one that is acknowledged, and something unresolved."""
    pilot = dataclasses.replace(WHERE, construct_path="Support/Pilot")
    single = [
        route(target(1, "us-east-1"), number=f"+1206555020{at}", name=f"line {at}", origin=place)
        for at, place in enumerate((WHERE, WHERE, pilot))
    ]
    rivals = (route(name="one", origin=WHERE), route(name="two", origin=WHERE))
    return tables.table(*rivals, *single, acknowledgements=(PILOT,), unresolved=("export x is unknown",))


def test_the_table_tells_each_kind_once_with_what_to_do():
    assert table.render(Result.of(mixed())).splitlines() == [
        "checked 5 rules, 2 applications in us-east-1, us-west-2",
        "found 1 error, 2 warnings, 1 acknowledged",
        "",
        "error duplicate-trigger",
        "  - +12065550100 has 2 rules: one, two; not all of them answer, and which one does is not documented",
        "    at Support/Line, app.py:12",
        "    do: leave one of them enabled, with the targets of all",
        "",
        "warning single-region, 2 times",
        "  - +12065550200, rule line 0, is answered in us-east-1 only",
        "    at Support/Line, app.py:12",
        "  - +12065550201, rule line 1, is answered in us-east-1 only",
        "    at Support/Line, app.py:12",
        "    do: add an application in another Region",
        "",
        "acknowledged warning single-region",
        "  - +12065550202, rule line 2, is answered in us-east-1 only",
        "    at Support/Pilot, app.py:12",
        "    because: a pilot",
        "",
        "not resolved",
        "  - export x is unknown",
    ]


def test_colours_are_used_only_when_asked_for():
    colored = table.render(Result.of(mixed()), color=True)
    assert "\x1b[31merror\x1b[0m duplicate-trigger" in colored
    assert "\x1b[33mwarning\x1b[0m single-region" in colored
    assert re.sub(r"\x1b\[\d+m", "", colored) == table.render(Result.of(mixed()))
    assert "\x1b" not in table.render(Result.of(mixed()))


def test_the_markdown_tells_the_same():
    report = markdown.render(Result.of(mixed()))
    assert "Found 1 error, 2 warnings, 1 acknowledged in" in report
    assert "## Error `duplicate-trigger`\n\n- `+12065550100 has 2 rules: one, two; not all" in report
    assert "`, at `Support/Line, app.py:12`\n\nLeave one of them enabled, with the targets of all.\n" in report
    assert "at `Support/Pilot, app.py:12`; `single-region` is acknowledged: `a pilot`" in report
    assert "## Not resolved\n\n- `export x is unknown`" in report


def test_the_json_is_as_documented():
    told = json.loads(document.render(Result.of(mixed())))
    assert told["version"] == 1
    assert told["summary"] == {"errors": 1, "warnings": 2, "acknowledged": 1}
    assert told["unresolved"] == ["export x is unknown"]
    assert [each["id"] for each in told["findings"]] == ["duplicate-trigger", *["single-region"] * 3]
    assert [each["acknowledged"] for each in told["findings"]] == ["", "", "", "a pilot"]
    assert told["findings"][0]["origin"] == dataclasses.asdict(WHERE)
    documented = set(re.findall(r'"([a-z_]+)"', document.__doc__ or ""))
    keys = {*told, *told["summary"], *told["findings"][0], *told["findings"][0]["origin"]}
    assert keys == documented


def test_github_gets_one_command_a_finding():
    first, *warnings, accepted, notice = github.render(Result.of(mixed())).splitlines()
    assert first == (
        "::error file=app.py,line=12,title=chime-voice%3A duplicate-trigger::+12065550100 has 2 rules: one, two; not all of "
        "them answer, and which one does is not documented%0Aleave one of them enabled, with the targets of all%0Aat "
        "Support/Line"
    )
    assert [each.partition(" ")[0] for each in warnings] == ["::warning", "::warning"]
    assert accepted.startswith("::notice file=app.py,line=12,title=chime-voice%3A single-region::+12065550202")
    assert "%0Aacknowledged: a pilot%0A" in accepted
    assert notice == "::notice title=chime-voice::not resolved: export x is unknown"


@pytest.mark.parametrize("accepted", [(), (Acknowledgement(id="single-region", reason="a pilot"),)])
def test_of_a_thousand_findings_of_a_kind_people_see_some_and_programs_all(accepted):
    rules = [route(target(1, "us-east-1"), number=f"+1206{at:07}") for at in range(1000)]
    result = Result.of(tables.table(*rules, acknowledgements=accepted))
    for render in (table.render, markdown.render):
        shown = render(result)
        items = [line for line in shown.splitlines() if "is answered in us-east-1 only" in line]
        assert 3 <= len(items) <= 50
        assert f"{1000 - len(items)} more" in shown
    for render in (document.render, github.render):
        assert render(result).count("is answered in us-east-1 only") == 1000


def test_files_are_named_from_the_folder_in_which_the_check_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inside = route(target(1, "us-east-1"), origin=Origin(file=str(tmp_path / "infra" / "a,b:c%.py")))
    outside = route(target(1, "us-east-1"), number="+12065550101", origin=Origin(file="/elsewhere/app.py", line=3))
    one, other = github.render(Result.of(tables.table(inside, outside))).splitlines()
    assert one.startswith("::warning file=infra/a%2Cb%3Ac%25.py,title=")
    assert other.startswith("::warning file=/elsewhere/app.py,line=3,title=")
    assert "    at infra/a,b:c%.py\n" in table.render(Result.of(tables.table(inside)))


def test_findings_are_made_before_numbers_are_masked():
    alike = tables.table(route(number="+12065550100"), route(number="+13125550100"))
    assert Result.of(alike, mask=True).findings == ()


@pytest.mark.parametrize("render", [table.render, markdown.render, document.render, github.render])
def test_a_mask_leaves_the_last_four_digits(render):
    shown = render(Result.of(mixed(), mask=True))
    assert "206555" not in shown
    assert "0100" in shown


@pytest.mark.parametrize(
    ("fail_on", "errors", "warnings"), [("error", True, False), ("warning", True, True), ("never", False, False)]
)
def test_what_fails_is_what_was_asked_for(fail_on, errors, warnings):
    assert Result.of(tables.table(route(name="a"), route(name="b"))).fails(fail_on) is errors
    assert Result.of(tables.table(route(target(1, "us-east-1")))).fails(fail_on) is warnings


@pytest.mark.parametrize("fail_on", ["error", "warning"])
def test_what_is_acknowledged_fails_nothing(fail_on):
    accepted = Acknowledgement(id="duplicate-trigger", reason="for an hour")
    rivals = tables.table(route(name="a"), route(name="b"), acknowledgements=(accepted,))
    assert not Result.of(rivals).fails(fail_on)


def named(name: str) -> RoutingTable:
    """A table in which everything that has a name has this one."""
    place = Origin(construct_path=f"App/{name}", stack=name, logical_id=name, file=name, line=1)
    bad = target(1, name, application_id=name, application_name=name)
    rules = [route(bad, number=name, name=name, origin=place) for _ in range(2)]
    accepted = Acknowledgement(id="single-region", reason=name)
    return tables.table(*rules, acknowledgements=(accepted,), unresolved=(name,))


HOSTILE = [*NASTY, "::error::x", "%0A::error::x", "a,file=b", "a:b", "%"]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_a_line_or_reaches_the_terminal_unescaped(name):
    for render in (table.render, markdown.render, github.render):
        shown = render(Result.of(named(name)))
        assert all(character.isprintable() or character == "\n" for character in shown)
        assert len(shown.splitlines()) == len(render(Result.of(named("plain"))).splitlines())


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_is_a_command_of_its_own(name):
    for render in (table.render, markdown.render):
        assert not [line for line in render(Result.of(named(name))).splitlines() if line.strip().startswith("::")]
    for line in github.render(Result.of(named(name))).splitlines():
        _, head, text = line.split("::", 2)
        properties = head.partition(" ")[2].split(",")
        assert {each.partition("=")[0] for each in properties} <= {"file", "line", "title"}
        assert len(properties) in {1, 3}
        assert not re.search(r"%(?!25|0A|2C|3A)", line)
        assert text


@pytest.mark.parametrize("name", NASTY)
def test_no_name_is_markup_in_the_markdown(name):
    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", markdown.render(Result.of(named(name))))
    for sign in ("<script>", "@everyone", "**bold**", "](", "#1", "`"):
        assert sign not in outside
