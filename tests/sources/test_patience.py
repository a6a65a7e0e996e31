from __future__ import annotations

import pytest

from manimill.sources.patience import AskAgainError, NoAnswerError, Patience


def failing(*failures: AskAgainError) -> tuple[list[int], object]:
    tries: list[int] = []

    def attempt() -> str:
        tries.append(1)
        if len(tries) <= len(failures):
            raise failures[len(tries) - 1]
        return "answer"

    return tries, attempt


def test_waits_double_until_an_answer_comes(patience: Patience, slept: list[float]) -> None:
    _, attempt = failing(*[AskAgainError(503, "503")] * 4)
    assert patience.ask(attempt) == "answer"  # type: ignore[arg-type]
    assert slept == [1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("7", 7.0),
        ("Sun, 15 Jun 2025 15:07:10 GMT", 30.0),
        ("Sun, 15 Jun 2025 15:06:00 GMT", 0.0),
        ("soon", 1.0),
    ],
)
def test_the_wait_is_the_one_the_host_asks_for(
    patience: Patience, slept: list[float], retry_after: str, seconds: float
) -> None:
    _, attempt = failing(AskAgainError(429, "429", retry_after))
    assert patience.ask(attempt) == "answer"  # type: ignore[arg-type]
    assert slept == [seconds]


def test_after_the_last_try_it_is_given_up(patience: Patience, slept: list[float]) -> None:
    tries, attempt = failing(*[AskAgainError(503, "503")] * 9)
    with pytest.raises(NoAnswerError) as caught:
        patience.ask(attempt)  # type: ignore[arg-type]
    assert (caught.value.status, caught.value.tries, len(tries), len(slept)) == (503, 5, 5, 4)


def test_a_host_that_wants_an_hour_is_given_up_at_once(patience: Patience, slept: list[float]) -> None:
    _, attempt = failing(AskAgainError(429, "429", "3600"))
    with pytest.raises(NoAnswerError):
        patience.ask(attempt)  # type: ignore[arg-type]
    assert slept == []
