"""What the reports of a difference show, and that no name breaks out of them."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.routing.diff import json_report, markdown_report, text_report
from constructs_lib.routing.diff.catalogue import CATALOGUE
from constructs_lib.routing.diff.compare import compare, masked
from constructs_lib.routing.diff.model import Difference
from tests.routing.diff.changes import at, connector, number
from tests.routing.diff.everything import difference, tables
from tests.routing.tables import function, route, table, target

RENDER = [text_report.render, markdown_report.render, json_report.render]
NASTY = st.text(
    st.sampled_from("|`<>@*_[]()#\\\n\r\t&;:/.\"'~!$^{}-+=, \x1b\x00\u202e\u2028ab1é"), min_size=1, max_size=12
)


def swapped():
    return compare(table(route()), table(route(target(1, "us-west-2"), target(2, "us-east-1"))))


def rows(markdown):
    """The cells of every line of a table, as GitHub takes them apart."""
    lines = (line.strip() for line in markdown.splitlines())
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)(?:\\\\)*\|", line)[1:-1]] for line in lines if line.startswith("|")
    ]


@pytest.mark.parametrize("render", RENDER[:2])
def test_no_change_is_one_short_sentence(render):
    both = table(route(), resources=(number(),))
    assert render(compare(both, both)) == "No change: 1 rule and 1 resource as before.\n"


def test_the_text_tells_the_risk_then_the_chains_then_who_answers():
    lines = text_report.render(swapped()).splitlines()
    assert lines[0] == "1 caution. 1 of 1 rule and 0 of 0 resources change."
    assert lines[2:8] == [
        "CAUTION  order-changed",
        "  +12065550100, at Support/Rule",
        "    tries its Regions in another order: us-west-2 answers first, no longer us-east-1",
        "    before    us-east-1, then us-west-2, then hang up",
        "    after     us-west-2, then us-east-1, then hang up",
        "    to do     see that the Region which is first now can take all calls: quotas are per Region",
    ]
    chains = lines.index("  before:")
    assert lines[chains + 1].split(",")[0].split() == ["1", "us-east-1"]
    assert lines[lines.index("  after:") + 1].split(",")[0].split() == ["1", "us-west-2"]
    (well,) = (line.split() for line in lines if line.startswith("  all is well"))
    assert well[3:] == ["us-east-1", "us-west-2"]


def test_no_line_of_an_ordinary_text_is_too_long_for_a_terminal_except_values():
    assert max(map(len, text_report.render(swapped()).splitlines())) <= 120


def test_the_markdown_has_chains_answers_and_a_chart_of_changed_triggers_only():
    other = route(number="+12065550199", origin=at("Other"))
    base, head = table(route(), other), table(route(target(1, "us-west-2"), target(2, "us-east-1")), other)
    report = markdown_report.render(compare(base, head))
    assert "- **caution** `order-changed`: tries its Regions in another order: `us-west-2`" in report
    assert ["all is well", "us-east-1", "**us-west-2**"] in rows(report)
    assert ["us-west-2 or function answer-us-west-2 is down", "us-east-1", "us-east-1"] in rows(report)
    assert report.count("```mermaid\nflowchart LR\n") == 1
    assert 'b0 --> b1["priority 1: us-east-1<br/>Support-us-east-1' in report
    assert 'a1 -. cannot be invoked .-> a2["priority 2: us-east-1' in report
    assert "+12065550199" not in report
    assert "As before: 1 rule and 0 resources." in report


def test_a_property_is_shown_with_both_values_and_what_a_change_of_it_does():
    found = compare(table(resources=(connector(Name="a"),)), table(resources=(connector(AwsRegion="us-west-2"),)))
    assert ["AwsRegion", "us-east-1", "us-west-2", "replacement"] in rows(markdown_report.render(found))
    assert ["Name", "a", "not set", "in place"] in rows(markdown_report.render(found))
    lines = text_report.render(found).splitlines()
    at_region = lines.index("      AwsRegion, replacement")
    assert lines[at_region + 1 : at_region + 3] == ["        - us-east-1", "        + us-west-2"]


@pytest.mark.parametrize("render", RENDER[:2])
def test_answers_that_stay_the_same_are_one_sentence(render):
    report = render(compare(table(route()), table(route(name="renamed"))))
    assert "Whatever is down, callers meet what they meet today." in report
    assert "all is well" not in report


def test_functions_that_change_are_counted():
    before, after = (route(target(1, "us-east-1", function=function(timeout=limit))) for limit in (5, 4))
    assert ". 1 of 1 rule, 0 of 0 resources and 1 function change." in text_report.render(
        compare(table(before), table(after))
    )


def test_few_groups_are_unfolded_and_many_folded():
    def many(count, order):
        names = [f"app{n}" for n in range(count)]
        return table(
            *(
                route(
                    *(target(at, region, application_name=name) for at, region in enumerate(order, 1)),
                    number=f"+1206555{n:04}",
                    origin=at(f"R{n}"),
                )
                for n, name in enumerate(names)
            )
        )

    def report(count):
        regions = ["us-east-1", "us-west-2"]
        return markdown_report.render(compare(many(count, regions), many(count, regions[::-1])))

    assert report(3).count("<details open>") == 3
    assert report(4).count("<details>") == 4


@pytest.mark.parametrize("render", RENDER)
def test_everything_that_happens_is_told(render):
    report = render(difference("Support"))
    told = {risk.id for risk in difference("Support").risks}
    assert told >= {
        "number-released",
        "number-unprotected",
        "connector-gone",
        "trigger-unanswered",
        "rule-disabled",
        "weak-reference",
        "renamed",
        "taken-over",
        "order-changed",
        "handler-changed",
        "no-invoke-permission",
    }
    assert all(name in report for name in told)


def test_dangers_come_first_and_what_is_accepted_last():
    order = [(bool(risk.acknowledged), risk.severity) for risk in difference("Support").risks]
    assert order == sorted(order, key=lambda each: (each[0], each[1] == "caution"))
    assert {severity for _, severity in order} == {"danger", "caution"}


def test_every_risk_of_a_difference_is_in_the_catalogue_with_its_severity():
    for risk in difference("Support").risks:
        if risk.id in CATALOGUE:
            assert CATALOGUE[risk.id][0] == risk.severity


@pytest.mark.parametrize("render", RENDER)
def test_the_same_tables_give_the_same_text(render):
    assert render(difference("Support")) == render(difference("Support"))


def test_colours_are_used_only_when_asked_for():
    plain = text_report.render(difference("Support"))
    assert "\x1b" not in plain
    colored = text_report.render(difference("Support"), color=True)
    assert "\x1b[31mDANGER\x1b[0m" in colored
    assert re.sub(r"\x1b\[\d+m", "", colored) == plain


def test_the_keys_of_the_json_are_those_of_its_documentation():
    def keys(value):
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    words = set(re.findall(r'"([a-z_]+)"', json_report.__doc__ or ""))
    values = {"danger", "caution", "added", "removed", "replacement", "renamed", "new", "gone", "different"}
    document = json.loads(json_report.render(difference("Support")))
    assert json_report.VERSION == document["version"] == 1
    assert keys(document) == words - values


def test_the_json_holds_every_subject_where_the_others_tell_ten():
    base = table(*(route(number=f"+1206555{n:04}", origin=at(f"R{n}")) for n in range(12)))
    found = compare(base, table())
    (risk,) = json_report.document(found)["risks"]
    assert len(risk["subjects"]) == 12
    for render in (text_report.render, markdown_report.render):
        assert "and 2 more" in render(found)
        assert "+12065550011" not in render(found).partition("ho answers")[0]


@pytest.mark.parametrize("render", RENDER)
def test_masked_numbers_are_nowhere(render):
    base, head = tables("Support")
    report = render(masked(compare(base, head), base, head))
    assert "206555" not in report
    assert "0101" in report


def plain_like(name):
    """A harmless name in the same role: one in angle brackets stands for what is not known yet."""
    return "<plain>" if name.startswith("<") else "plain"


@settings(deadline=None, max_examples=50)
@given(NASTY)
def test_no_name_reaches_a_terminal_unescaped(name):
    report = text_report.render(difference(name))
    assert all(character.isprintable() or character == "\n" for character in report)


@settings(deadline=None, max_examples=50)
@given(NASTY)
def test_no_name_is_a_line_or_a_cell_of_its_own_in_markdown(name):
    report, plain = (markdown_report.render(difference(each)) for each in (name, plain_like(name)))
    assert all(character.isprintable() or character == "\n" for character in report)
    assert len(report.splitlines()) == len(plain.splitlines())
    assert [len(row) for row in rows(report)] == [len(row) for row in rows(plain)]


def outside_of_code(markdown):
    """What GitHub would read as markup: the page without code spans, code blocks and <code>."""
    text = re.sub(r"^```mermaid\n.*?^```$", "", markdown, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"<code>[^<>\n]*</code>", "C", text)
    return "\n".join(
        re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "C", line) for line in text.replace("\\|", "x").splitlines()
    )


@settings(deadline=None, max_examples=50)
@given(NASTY)
def test_no_name_is_markup_in_markdown(name):
    outside = outside_of_code(markdown_report.render(difference(name)))
    tags = re.sub(r"</?(details( open)?|summary)>", "", outside)
    assert not re.search(r"[<>@\[\]`\\&#~$](?<!^#)(?<!^##)(?<!^###)", tags, re.MULTILINE)
    assert not re.search(r"www|://|\*\*\*|(?<!\w)_(?!\w* more)", tags)


@settings(deadline=None, max_examples=50)
@given(NASTY)
def test_no_name_breaks_out_of_the_chart(name):
    report, plain = (markdown_report.render(difference(each)) for each in (name, plain_like(name)))

    def shapes(text):
        blocks = re.findall(r"^```mermaid\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
        return [re.sub(r'"[^"\n`\\]*"', '""', block) for block in blocks]

    assert shapes(report) == shapes(plain)


def big(count):
    def one(order):
        return table(
            *(
                route(
                    *(target(at, region, application_name=f"app{n}" * 20) for at, region in enumerate(order, 1)),
                    number=f"+1206555{n:04}",
                    origin=at(f"R{n}"),
                )
                for n in range(count)
            ),
            resources=tuple(number(f"+1206556{n:04}", f"N{n}", retained=False) for n in range(count)),
        )

    regions = ["us-east-1", "us-west-2"]
    other = one(regions[::-1])
    return compare(one(regions), table(*other.routes, resources=()))


@pytest.mark.parametrize("limit", [markdown_report.SMALLEST_LIMIT, 5_000, 65_000])
def test_a_page_stays_within_its_limit_and_says_what_is_left_out(limit):
    report = markdown_report.render(big(300), limit=limit)
    assert len(report) <= limit
    assert re.search(r"_\d+ more left out, each a group of triggers", report)
    assert "chime-voice diff" in report
    assert "As before: " in report
    assert report.count("<details") == report.count("</details>")
    assert "`number-released`" in report


@settings(deadline=None, max_examples=50)
@given(st.integers(markdown_report.SMALLEST_LIMIT, 6_000))
def test_risks_are_kept_longer_than_chains(limit):
    report = markdown_report.render(difference("Support"), limit=limit)
    assert len(report) <= limit
    risks_left_out = "each a risk" in report
    assert not (risks_left_out and "<details" in report)


def test_nothing_follows_a_section_that_does_not_fit():
    names = [f"{n}" * 400 for n in range(8)]
    base = table(route(), resources=[connector(name) for name in names])
    head = table(resources=[connector(name, AwsRegion="us-west-2") for name in names])
    report = markdown_report.render(compare(base, head), limit=3_500)
    assert "`trigger-unanswered`" not in report
    assert "more left out, each a risk" in report
    assert "<details" not in report
    assert "- phone number" not in report


def test_a_page_that_fits_leaves_nothing_out():
    assert "left out" not in markdown_report.render(difference("Support"))


def test_an_empty_difference_is_empty():
    assert Difference().is_empty


def test_the_punctuation_of_a_sentence_is_outside_of_the_name_before_it():
    before = route(target(1, "us-east-1", function=function(environment=(("GREETING_TEXT", "a"),))))
    after = route(target(1, "us-east-1", function=function(environment=(("GREETING_TEXT", "b"),))))
    report = markdown_report.render(compare(table(before), table(after)))
    assert "environment variable `GREETING_TEXT`. It answers 1 trigger" in report
