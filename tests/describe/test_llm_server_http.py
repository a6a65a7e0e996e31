"""The test server as HTTP has it, below the clients."""

from __future__ import annotations

import json
import socket

import httpx2
import pytest
from tests.describe.llm_clients import KEY, SCENE, chat_body
from tests.describe.llm_server import Config, Delay, LlmServer, digest_of
from tests.describe.llm_server_limits import duration

PATH = "/v1/chat/completions"
HEADERS = {"authorization": f"Bearer {KEY}"}


def connected(server: LlmServer) -> socket.socket:
    host, port = server.address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=10)


def raw(text: str) -> bytes:
    body = json.dumps(chat_body(text)).encode()
    head = f"POST {PATH} HTTP/1.1\r\nAuthorization: Bearer {KEY}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def test_bodies_may_come_in_chunks(llm_server: LlmServer) -> None:
    text = json.dumps(chat_body()).encode()
    chunks = iter([text[:7], text[7:90], text[90:]])
    response = httpx2.post(llm_server.address + PATH, content=chunks, headers=HEADERS)
    assert (response.status_code, llm_server.calls[0].digest) == (200, digest_of(chat_body()))


def test_requests_on_one_connection_are_answered_in_turn(llm_server: LlmServer) -> None:
    llm_server.configure(Config(delay=Delay(exponential=0.01)))
    texts = [f"scene {number}" for number in range(8)]
    with connected(llm_server) as connection:
        connection.sendall(b"".join(map(raw, texts)))
        received = b""
        while received.count(b"HTTP/1.1 200 OK") < len(texts) or not received.endswith(b"}"):
            received += connection.recv(65_536)
    assert [call.digest for call in llm_server.calls] == [digest_of(chat_body(text)) for text in texts]
    assert llm_server.peak == 1


def test_a_connection_is_kept_for_the_next_request(llm_server: LlmServer) -> None:
    ports = set()
    with httpx2.Client(headers=HEADERS) as client:
        for _ in range(3):
            response = client.post(llm_server.address + PATH, json=chat_body())
            ports.add(response.extensions["network_stream"].get_extra_info("client_addr"))
    assert len(ports) == 1


def test_the_digest_does_not_depend_on_the_order_of_keys(llm_server: LlmServer) -> None:
    body = chat_body(f"{SCENE} é")
    for text in (json.dumps(body), json.dumps(dict(reversed(body.items())), ensure_ascii=False, indent=1)):
        httpx2.post(llm_server.address + PATH, content=text, headers=HEADERS)
    assert [(call.digest, call.attempt) for call in llm_server.calls] == [
        (digest_of(body), 1),
        (digest_of(body), 2),
    ]


def test_what_is_no_json_is_refused(llm_server: LlmServer) -> None:
    response = httpx2.post(llm_server.address + PATH, content=b"{", headers=HEADERS)
    assert (response.status_code, response.json()["error"]["type"]) == (400, "invalid_request_error")


def test_what_is_no_http_is_refused(llm_server: LlmServer) -> None:
    with connected(llm_server) as connection:
        connection.sendall(b"hello\r\n\r\n")
        received = b""
        while part := connection.recv(1000):
            received += part
    assert received.startswith(b"HTTP/1.1 400 Bad Request\r\n")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.12, "120ms"),
        (1, "1s"),
        (1.5, "1.5s"),
        (360, "6m0s"),
        (3600, "1h0m0s"),
        (0, "0ms"),
        (72.25, "1m12.25s"),
    ],
)
def test_durations_are_written_as_openai_does(seconds: float, text: str) -> None:
    assert duration(seconds) == text
