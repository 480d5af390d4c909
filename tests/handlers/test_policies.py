"""Where the documentation leaves open what the service does, a template does well with either."""

import dataclasses
from typing import Any

import pytest
from chime_voice.handlers import forward, hunt, menu, record

from constructs_lib.pstn.parties import HangUp, Press, Talk
from constructs_lib.pstn.policy import Policy
from tests.handlers.steps import DISTURBANCES, Conversation, assert_nobody_is_left, give, patient

DESK = "+12065550101"
NOBODY = patient(answers=False)
CHOOSES = patient(does=(Press(keys="5"), Press(keys="1")))
KEYS = tuple(Press(keys=keys) for keys in ("*1", "*2", "*3", "*0"))
CONVERSATIONS = {
    "menu": Conversation(template=menu, party=CHOOSES, bridged=patient(hangs_up_after=20)),
    "menu, silent": Conversation(template=menu),
    "forward": Conversation(template=forward, party=patient(does=(Talk(seconds=8),)), bridged=NOBODY),
    "hunt": Conversation(template=hunt, bridged=NOBODY),
    "record": Conversation(template=record, party=patient(does=(*KEYS, HangUp()))),
}
SWITCHES = [each.name for each in dataclasses.fields(Policy) if isinstance(each.default, bool)]


@pytest.fixture(autouse=True)
def parameters(monkeypatch):
    give(monkeypatch, options={"1": DESK}, to=DESK, numbers=[DESK, DESK], recordings="recordings")


@pytest.mark.parametrize("switch", SWITCHES)
def test_whatever_goes_wrong_nobody_is_left_on_the_line_with_the_other_reading_either(switch):
    flipped: dict[str, Any] = {switch: not getattr(Policy(), switch)}
    other = Policy(**flipped)
    for conversation in CONVERSATIONS.values():
        played = dataclasses.replace(conversation, options={"policy": other})
        for disturb in (*DISTURBANCES, Conversation.refused):
            for call in disturb(played):
                assert_nobody_is_left(call)
