"""Batches at the test server, through the real clients."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import anthropic
import openai
import pytest
from tests.describe.llm_clients import chat, chat_body, message, message_body
from tests.describe.llm_server import Batches, Config, Fault, LlmServer, digest_of

TEXTS = ("one", "two", "three", "four", "five", "six")
IDS = [f"scene-{text}" for text in TEXTS]


def lines(bodies: Sequence[dict[str, Any]]) -> bytes:
    rows = [
        {"custom_id": custom_id, "method": "POST", "url": "/v1/chat/completions", "body": body}
        for custom_id, body in zip(IDS, bodies, strict=False)
    ]
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def ordered(client: openai.OpenAI, content: bytes | None = None, **parameters: Any) -> Any:
    """A batch of the texts, or of a file."""
    if content is None:
        content = lines([chat_body(text) for text in TEXTS])
    file = client.files.create(file=("requests.jsonl", content), purpose="batch")
    return client.batches.create(
        input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h", **parameters
    )


def wait(client: openai.OpenAI, identity: str) -> tuple[Sequence[str], Any]:
    """The states that a batch goes through, and the batch in the last."""
    states = []
    while True:
        batch = client.batches.retrieve(identity)
        states.append(batch.status)
        if batch.status in ("completed", "failed", "expired", "cancelled"):
            return states, batch


def rows(client: openai.OpenAI, identity: str) -> dict[str, Any]:
    content = client.files.content(identity).text
    return {row["custom_id"]: row for row in map(json.loads, content.splitlines())}


def requests(texts: Sequence[str] = TEXTS) -> Any:
    return [{"custom_id": f"scene-{text}", "params": message_body(text)} for text in texts]


def results(client: anthropic.Anthropic, identity: str) -> dict[str, Any]:
    while client.messages.batches.retrieve(identity).processing_status != "ended":
        pass
    return {row.custom_id: row.result for row in client.messages.batches.results(identity)}


def test_a_batch_at_openai_answers_as_single_requests_do(llm_server: LlmServer, gpt: openai.OpenAI) -> None:
    made = ordered(gpt, metadata={"build": "seven"})
    assert (made.status, made.request_counts.total, made.metadata) == ("validating", 0, {"build": "seven"})
    states, batch = wait(gpt, made.id)
    assert states == ["in_progress", "finalizing", "completed"]
    assert (batch.request_counts.total, batch.request_counts.completed, batch.request_counts.failed) == (
        6,
        6,
        0,
    )
    assert batch.error_file_id is None
    assert batch.created_at <= batch.in_progress_at <= batch.finalizing_at <= batch.completed_at
    answered = rows(gpt, batch.output_file_id)
    assert sorted(answered) == sorted(IDS)
    assert list(answered) != IDS
    body = answered["scene-two"]["response"]["body"]
    single = chat(gpt, "two")
    assert body["choices"][0]["message"]["content"] == single.choices[0].message.content
    assert body["usage"]["total_tokens"] == single.usage.total_tokens


def test_requests_of_a_batch_are_in_the_ledger_once_they_are_executed(
    llm_server: LlmServer, gpt: openai.OpenAI
) -> None:
    made = ordered(gpt)
    assert llm_server.paid() == []
    wait(gpt, made.id)
    wait(gpt, made.id)
    assert [call.digest for call in llm_server.paid()] == [digest_of(chat_body(text)) for text in TEXTS]
    assert {call.batch for call in llm_server.paid()} == {made.id}


def test_requests_that_fail_are_in_the_error_file(llm_server: LlmServer, gpt: openai.OpenAI) -> None:
    llm_server.configure(Config(faults=(Fault("server_error", containing="two"), Fault("hang"))))
    bodies = [chat_body(text) for text in TEXTS]
    _, batch = wait(gpt, ordered(gpt, lines([*bodies[:2], chat_body("three", temperature=0.5)])).id)
    assert (batch.request_counts.completed, batch.request_counts.failed) == (2, 1)
    missed = rows(gpt, batch.error_file_id)
    assert [(name, row["response"]["status_code"]) for name, row in missed.items()] == [("scene-two", 500)]
    assert missed["scene-two"]["response"]["body"]["error"]["type"] == "server_error"
    assert sorted(rows(gpt, batch.output_file_id)) == ["scene-one", "scene-three"]


def test_a_batch_that_expires_has_part_of_the_answers(llm_server: LlmServer, gpt: openai.OpenAI) -> None:
    llm_server.configure(Config(batches=Batches(endings=("expired",))))
    states, batch = wait(gpt, ordered(gpt).id)
    assert states[-1] == "expired"
    answered, missed = rows(gpt, batch.output_file_id), rows(gpt, batch.error_file_id)
    assert sorted([*answered, *missed]) == sorted(IDS)
    assert {row["error"]["code"] for row in missed.values()} == {"batch_expired"}
    assert (len(answered), len(missed)) == (batch.request_counts.completed, batch.request_counts.failed)
    assert len(llm_server.paid()) == len(answered)


def test_a_batch_that_is_cancelled_early_executes_nothing(llm_server: LlmServer, gpt: openai.OpenAI) -> None:
    made = ordered(gpt)
    assert gpt.batches.cancel(made.id).status == "cancelling"
    states, batch = wait(gpt, made.id)
    assert (states, batch.output_file_id, batch.error_file_id) == (["cancelled"], None, None)
    assert llm_server.paid() == []
    with pytest.raises(openai.BadRequestError, match="Cannot cancel"):
        gpt.batches.cancel(made.id)


def test_a_batch_that_is_cancelled_late_has_part_of_the_answers(
    llm_server: LlmServer, gpt: openai.OpenAI
) -> None:
    made = ordered(gpt)
    gpt.batches.retrieve(made.id)
    gpt.batches.cancel(made.id)
    _, batch = wait(gpt, made.id)
    assert 0 < len(rows(gpt, batch.output_file_id)) == len(llm_server.paid()) < len(TEXTS)


BROKEN = [
    (b"", [("empty_file", None)]),
    (lines([chat_body("one")]) + b"{nothing\n", [("invalid_json_line", 2)]),
    (lines([chat_body("one")]) * 2, [("duplicate_custom_id", 2)]),
    (lines([chat_body("one"), chat_body("two", model="gpt-4.1-mini")]), [("mismatched_model", 2)]),
    (lines([chat_body("one")]).replace(b"/v1/chat", b"/v2/chat"), [("invalid_url", 1)]),
]


@pytest.mark.parametrize(("content", "errors"), BROKEN)
def test_a_file_that_is_no_batch_fails(
    llm_server: LlmServer, gpt: openai.OpenAI, content: bytes, errors: list[tuple[str, int | None]]
) -> None:
    states, batch = wait(gpt, ordered(gpt, content).id)
    assert (states, batch.output_file_id) == (["failed"], None)
    assert [(error.code, error.line) for error in batch.errors.data] == errors


def test_endings_come_in_turn(llm_server: LlmServer, gpt: openai.OpenAI) -> None:
    llm_server.configure(Config(batches=Batches(endings=("failed", "completed"))))
    batches = [wait(gpt, ordered(gpt).id)[1] for _ in range(3)]
    assert [batch.status for batch in batches] == ["failed", "completed", "completed"]
    assert batches[0].errors.data[0].code == "token_limit_exceeded"


def test_batches_move_on_by_themselves_if_states_have_a_duration(
    llm_server: LlmServer, gpt: openai.OpenAI
) -> None:
    llm_server.configure(Config(batches=Batches(seconds=0.05)))
    made = ordered(gpt)
    while (found := next(iter(gpt.batches.list()))).status != "completed":
        assert found.id == made.id


def test_openai_lists_batches_in_pages(gpt: openai.OpenAI) -> None:
    made = [ordered(gpt, metadata={"number": str(number)}).id for number in range(5)]
    first = gpt.batches.list(limit=2)
    assert ([batch.id for batch in first.data], first.has_more) == (made[:2:-1], True)
    assert [batch.id for batch in gpt.batches.list(limit=2)] == made[::-1]
    assert [batch.metadata for batch in first] == [{"number": str(number)} for number in (4, 3, 2, 1, 0)]


def test_a_batch_can_be_made_without_the_client_hearing_of_it(
    llm_server: LlmServer, gpt: openai.OpenAI
) -> None:
    llm_server.configure(Config(faults=(Fault("lost", paths=("POST /v1/batches",)),)))
    with pytest.raises(openai.APIConnectionError):
        ordered(gpt, metadata={"build": "seven"})
    found = [batch for batch in gpt.batches.list() if batch.metadata == {"build": "seven"}]
    assert [batch.status for batch in found] == ["validating"]


def test_files_are_kept_as_they_are(gpt: openai.OpenAI) -> None:
    content = "schön\r\n\u2028--\r\n".encode() + bytes(range(256))
    file = gpt.files.create(file=("data.bin", content), purpose="user_data")
    assert (file.filename, file.bytes, file.purpose) == ("data.bin", len(content), "user_data")
    assert gpt.files.content(file.id).content == content
    assert [kept.id for kept in gpt.files.list()] == [file.id]
    gpt.files.delete(file.id)
    with pytest.raises(openai.NotFoundError, match="No such File"):
        gpt.files.content(file.id)


def test_orders_that_cannot_be_met_are_refused(gpt: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="input_file_id"):
        gpt.batches.create(input_file_id="file-0", endpoint="/v1/chat/completions", completion_window="24h")
    with pytest.raises(openai.BadRequestError, match="metadata"):
        ordered(gpt, metadata={"long": "x" * 513})
    with pytest.raises(openai.NotFoundError, match="batch_0"):
        gpt.batches.retrieve("batch_0")


def test_a_batch_at_anthropic_answers_as_single_requests_do(
    llm_server: LlmServer, claude: anthropic.Anthropic
) -> None:
    made = claude.messages.batches.create(requests=requests())
    assert (made.processing_status, made.request_counts.processing, made.results_url) == (
        "in_progress",
        6,
        None,
    )
    with pytest.raises(anthropic.AnthropicError, match="No `results_url`"):
        claude.messages.batches.results(made.id)
    found = results(claude, made.id)
    assert sorted(found) == sorted(IDS)
    assert list(found) != IDS
    single = message(claude, "two")
    assert found["scene-two"].message.content == single.content
    assert found["scene-two"].message.usage == single.usage
    ended = claude.messages.batches.retrieve(made.id)
    assert ended.request_counts.model_dump() == {
        "processing": 0,
        "succeeded": 6,
        "errored": 0,
        "canceled": 0,
        "expired": 0,
    }
    assert ended.ended_at is not None
    assert made.created_at <= ended.ended_at < made.expires_at
    paid = [call.digest for call in llm_server.paid()]
    assert paid == [digest_of(message_body(text)) for text in (*TEXTS, "two")]


def test_requests_that_fail_at_anthropic_are_errored(
    llm_server: LlmServer, claude: anthropic.Anthropic
) -> None:
    llm_server.configure(Config(faults=(Fault("overloaded", containing="two"),)))
    asked = [
        *requests(("one", "two")),
        {"custom_id": "scene-0", "params": message_body("0", model="claude-0")},
    ]
    found = results(claude, claude.messages.batches.create(requests=asked).id)
    assert {name: result.type for name, result in found.items()} == {
        "scene-one": "succeeded",
        "scene-two": "errored",
        "scene-0": "errored",
    }
    assert found["scene-two"].error.error.type == "overloaded_error"
    assert found["scene-0"].error.error.type == "not_found_error"


@pytest.mark.parametrize("kind", ["expired", "canceled"])
def test_a_batch_at_anthropic_can_end_unfinished(
    llm_server: LlmServer, claude: anthropic.Anthropic, kind: str
) -> None:
    if kind == "expired":
        llm_server.configure(Config(batches=Batches(endings=("expired",))))
    made = claude.messages.batches.create(requests=requests())
    if kind == "canceled":
        assert claude.messages.batches.cancel(made.id).processing_status == "canceling"
    found = results(claude, made.id)
    succeeded = sum(result.type == "succeeded" for result in found.values())
    assert {result.type for result in found.values()} == {"succeeded", kind}
    counts = claude.messages.batches.retrieve(made.id).request_counts
    assert (counts.succeeded, getattr(counts, kind)) == (succeeded, 6 - succeeded)
    assert len(llm_server.paid()) == succeeded


def test_anthropic_lists_batches_in_pages(claude: anthropic.Anthropic) -> None:
    made = [claude.messages.batches.create(requests=requests()).id for _ in range(5)]
    first = claude.messages.batches.list(limit=2)
    assert ([batch.id for batch in first.data], first.has_more) == (made[:2:-1], True)
    assert [batch.id for batch in first] == made[::-1]
    newer = claude.messages.batches.list(limit=2, before_id=made[0])
    assert [batch.id for batch in newer.data] == [made[2], made[1]]


def test_batches_that_anthropic_cannot_take_are_refused(claude: anthropic.Anthropic) -> None:
    with pytest.raises(anthropic.BadRequestError, match="unique"):
        claude.messages.batches.create(requests=requests(("one", "one")))
    with pytest.raises(anthropic.BadRequestError, match="should match pattern"):
        claude.messages.batches.create(requests=requests(("a scene",)))
    with pytest.raises(anthropic.NotFoundError, match="Batch not found"):
        claude.messages.batches.retrieve("msgbatch_0")
