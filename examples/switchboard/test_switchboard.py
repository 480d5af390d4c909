from constructs_lib.testing import call
from examples.switchboard.app import DESK, app


def test_the_desk_rings_for_a_caller_who_presses_1() -> None:
    line = call(app, to="MainNumber", does="press 1").said("For the desk, press 1.").no_findings()
    assert line.attention is not None
    assert line.attention.to == "ring"


def test_a_caller_who_presses_1_is_put_through_and_hangs_up() -> None:
    line = call(app, to="MainNumber", does="press 1", other="answer").said("For the desk, press 1.")
    line.hang_up().hung_up_with(0).no_findings()


def test_the_desk_rings_and_may_answer() -> None:
    call(app, to="VoicemailNumber", other="answer").bridged_to(DESK).hang_up().hung_up_with(0).no_findings()


def test_a_caller_whom_the_desk_does_not_answer_leaves_a_message() -> None:
    line = call(app, to="VoicemailNumber", does="talk 5\npress #", other="do not answer")
    line.said("Please leave a message").said("Thank you").hung_up_with(0).no_findings()


def test_somebody_who_is_called_confirms_with_a_1() -> None:
    line = call(
        app,
        application="Switchboard-Notices",
        to=DESK,
        arguments={"text": "Your table is ready."},
        does="answer\npress 1",
    )
    line.said("Your table is ready. Press 1 to confirm.").said("Thank you").hung_up_with(0).no_findings()


def test_a_caller_of_the_waiting_line_is_let_go_when_nobody_has_time() -> None:
    call(app, to="WaitingNumber").said("Please hold the line.").said("nobody is free").hung_up_with(0).no_findings()
