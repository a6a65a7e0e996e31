"""Threads that wait for answers."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tests.describe.asked import MODEL, request

from manimill.describe.clients import Reply
from manimill.describe.request import Request
from manimill.describe.threads import AskingThreads


class Scripted:
    name, model = "scripted", MODEL

    def __init__(self, function: Callable[[Request], Reply]) -> None:
        self.ask = function

    def close(self) -> None: ...


def echo(asked: Request) -> Reply:
    return Reply("answered", asked.messages[0].text, 1, 1)


def collected(threads: AskingThreads, count: int) -> dict[str, Reply | BaseException]:
    found: dict[str, Reply | BaseException] = {}
    while len(found) < count:
        found |= dict(threads.outcomes(10))
    return found


def test_each_answer_comes_back_under_the_key_of_its_request() -> None:
    threads = AskingThreads(Scripted(echo), 4)
    asked = [request(str(number)) for number in range(50)]
    for one in asked:
        threads.ask(one)
    assert collected(threads, 50) == {one.key: echo(one) for one in asked}
    threads.close()


def test_whatever_is_raised_comes_back_too_and_ends_no_thread() -> None:
    errors: list[BaseException] = [ZeroDivisionError(), SystemExit(3), KeyboardInterrupt()]

    def fail(asked: Request) -> Reply:
        if asked.messages[0].text == "fine":
            return echo(asked)
        raise errors[int(asked.messages[0].text)]

    threads = AskingThreads(Scripted(fail), 1)
    asked = [request(text) for text in ("0", "1", "2", "fine")]
    for one in asked:
        threads.ask(one)
    assert list(collected(threads, 4).values()) == [*errors, echo(asked[3])]
    threads.close()


def test_there_are_no_more_threads_than_are_needed() -> None:
    names: set[int] = set()

    def noted(asked: Request) -> Reply:
        names.add(threading.get_ident())
        return echo(asked)

    threads = AskingThreads(Scripted(noted), 8)
    for number in range(20):
        threads.ask(request(str(number)))
        collected(threads, 1)
    assert len(names) == 1
    threads.close()


def test_so_many_ask_at_once_and_all_end_when_closed() -> None:
    meeting = threading.Barrier(5)

    def meet(asked: Request) -> Reply:
        meeting.wait(10)
        return echo(asked)

    threads = AskingThreads(Scripted(meet), 5)
    before = set(threading.enumerate())
    for number in range(5):
        threads.ask(request(str(number)))
    new = [thread for thread in threading.enumerate() if thread not in before]
    assert [(thread.name, thread.daemon) for thread in new] == [("manimill-ask", True)] * 5
    collected(threads, 5)
    threads.close()
    for thread in new:
        thread.join(10)
    assert not any(thread.is_alive() for thread in new)


def test_nothing_comes_back_within_the_time() -> None:
    threads = AskingThreads(Scripted(echo), 1)
    assert list(threads.outcomes(0.01)) == []
