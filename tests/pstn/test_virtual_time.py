from constructs_lib.pstn.clock import START, VirtualTime


def test_it_stops_only_when_all_is_done_that_was_due():
    time, done = VirtualTime(), []
    time.after(1, lambda: done.append("first"))
    time.after(1, lambda: done.append("second"))
    time.after(2, lambda: done.append("later"))
    time.run(stop=lambda: bool(done))
    assert (done, time.now()) == (["first", "second"], START + 1)


def test_it_goes_on_when_what_was_due_took_the_reason_to_stop_away():
    time, done = VirtualTime(), [""]
    time.after(0, done.clear)
    time.after(5, lambda: done.append("later"))
    time.run(stop=lambda: "" in done)
    assert done == ["later"]
