"""One question to a service that answers chat completions: with limits, and to that address alone.

The protocol is OpenAI's, which local servers (llama.cpp, Ollama, vLLM) speak too. No redirect is followed and
no proxy is asked, so that neither the text nor the key goes anywhere but to the address that was named.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict
from urllib.parse import urlsplit

from fashion_kg.errors import UsageError
from fashion_kg.extract.deadline import Deadline, looked_up

KEY = "FASHION_KG_ENDPOINT_KEY"
"""The environment variable that holds the key of a service. It is read from nowhere else."""

_PATH = "/chat/completions"
_MAX_TOKENS = 4000
_BUSY = (429, 500, 502, 503, 504)
_SAID = 200


class _Settings(TypedDict, total=False):
    """What is asked for besides the answer to the messages."""

    model: str
    temperature: float
    max_tokens: int
    max_completion_tokens: int


@dataclass(frozen=True)
class Limits:
    """How much is asked of a service: seconds and bytes an answer, tries a question, seconds between them."""

    seconds: float = 300.0
    size: int = 2_000_000
    tries: int = 3
    longest_wait: float = 30.0


@dataclass(frozen=True)
class Answer:
    """What a model said, and whether it was cut off before its end."""

    text: str
    cut: bool


class Chat:
    """A model at an address.

    Args:
        url: the address, such as ``https://example.org/v1`` or ``http://127.0.0.1:8080/v1``.
        model: its name there.
        limits: how long to wait, and for how much.
        sleep: waits between two tries.

    Raises:
        UsageError: this is no such address, the key is none, or it would be sent where others can read it.
    """

    def __init__(
        self,
        url: str,
        model: str,
        limits: Limits | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._limits, self._sleep = limits or Limits(), sleep
        try:
            parts = urlsplit(url)
            self._host, self._port = parts.hostname or "", parts.port
        except ValueError:
            parts, self._host, self._port = urlsplit(""), "", None
        if (
            parts.scheme not in ("http", "https")
            or not self._host
            or parts.username is not None
            or parts.query
        ):
            example = "Write one such as http://127.0.0.1:8080/v1; a key belongs into the variable"
            raise UsageError(f"--endpoint is no address of a service. {example} {KEY}")
        self._secure, path = parts.scheme == "https", parts.path.rstrip("/")
        self._path = path if path.endswith(_PATH) else path + _PATH
        self._key = os.environ.get(KEY, "").strip()
        if not re.fullmatch(r"[!-~]*", self._key):  # It would be quoted where it cannot be sent.
            remedy = "It has a line break, a blank or another character that keys do not have: set it again"
            raise UsageError(f"What stands in the variable {KEY} is no key. {remedy}")
        if self._key and not self._secure and not _is_here(self._host):
            raise UsageError(
                f"Over http, others could read the key on its way to {self._host}. Use https, or unset {KEY}"
            )
        self._settings = _Settings(model=model, temperature=0, max_tokens=_MAX_TOKENS)
        self._formats = ["json_schema", "json_object", ""]

    def ask(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, object]) -> Answer:
        """Return the answer to some messages.

        Where a service refuses the schema, it is asked for any JSON object, then for text.

        Raises:
            UsageError: it cannot be reached, refuses, is busy, or answers with something else.
        """
        while True:
            status, reason = 0, b""
            for number in range(1, self._limits.tries + 1):
                status, after, reason = self._exchange(self._body(messages, schema))
                if status not in _BUSY or number == self._limits.tries:
                    break
                self._sleep(min(after or 4.0 ** (number - 1), self._limits.longest_wait))
            if status == 200:
                return self._read(reason)
            if status not in (400, 404, 415, 422, 501) or not self._lessen(self._said(reason)):
                raise UsageError(self._refusal(status, reason))

    def _body(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, object]) -> bytes:
        body: dict[str, Any] = {**self._settings, "messages": list(messages), "stream": False}
        if self._formats[0] == "json_schema":
            named = {"name": "statements", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        elif self._formats[0]:
            body["response_format"] = {"type": self._formats[0]}
        return json.dumps(body, ensure_ascii=False).encode()

    def _lessen(self, said: str) -> bool:
        """Ask for less from now on: without what the service says that it does not take."""
        if "max_completion_tokens" in said and "max_tokens" in self._settings:
            self._settings["max_completion_tokens"] = self._settings.pop("max_tokens")
        elif "temperature" in said and "temperature" in self._settings:
            del self._settings["temperature"]
        elif len(self._formats) > 1:
            self._formats.pop(0)
        else:
            return False
        return True

    # -- the exchange -------------------------------------------------------------------------------

    def _exchange(self, body: bytes) -> tuple[int, float, bytes]:
        """Return the status of an answer, how long it asks to wait, and its content."""
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "User-Agent": "fashion-kg",
        }
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        port = self._port or (443 if self._secure else 80)
        deadline = Deadline(self._limits.seconds)
        try:
            addresses = looked_up(self._host, port)
            with deadline.connection(addresses, self._host, port, secure=self._secure) as connection:
                connection.request("POST", self._path, body, headers)
                with connection.getresponse() as answer:
                    content = answer.read(self._limits.size + 1)
        except (OSError, http.client.HTTPException, ValueError) as error:
            if not deadline.left:
                raise UsageError(self._slow()) from None
            raise UsageError(
                f"{self._where} cannot be asked: {self._plain(str(error))}. Is it running?"
            ) from None
        if not deadline.left:
            raise UsageError(self._slow())
        if len(content) > self._limits.size:
            raise UsageError(
                f"{self._where} answers with more than {self._limits.size:,} bytes; none were read"
            )
        if 300 <= answer.status < 400:
            host = _host(answer.getheader("Location") or "") or "another address"
            remedy = "If that is the service you mean, name its address"
            raise UsageError(f"{self._where} leads on to {self._plain(host)}. {remedy}")
        return answer.status, _seconds(answer.getheader("Retry-After")), content

    # -- what it says -------------------------------------------------------------------------------

    @property
    def _where(self) -> str:
        return f"The endpoint {self._host}" + (f":{self._port}" if self._port else "")

    def _slow(self) -> str:
        return (
            f"{self._where} takes more than {self._limits.seconds:.0f} seconds. Try again, or a smaller model"
        )

    def _read(self, content: bytes) -> Answer:
        try:
            choice = json.loads(content)["choices"][0]
            text, ended = choice["message"]["content"], choice.get("finish_reason")
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            text, ended = None, None
        if not isinstance(text, str):
            kind = "a web page" if content.lstrip()[:1] == b"<" else "something else"
            raise UsageError(
                f"{self._where} answers with {kind}, not with a chat completion. Check the address"
            )
        return Answer(text, ended == "length")

    def _refusal(self, status: int, content: bytes) -> str:
        said = self._said(content)
        quoted = f': "{said}"' if said else ""
        remedy = {
            401: f"Put its key into the variable {KEY}",
            403: f"Check the key in the variable {KEY}",
            404: "Check the address, and the name of the model",
            429: "It is busy, or its quota is used up: try later",
        }.get(status, "Try later" if status in _BUSY else "Check the address, and the name of the model")
        return f"{self._where} answers with {status}{quoted}. {remedy}"

    def _said(self, content: bytes) -> str:
        """Return what an error says, in one short line, without the key."""
        try:
            error = json.loads(content)["error"]
            text = error["message"] if isinstance(error, dict) else error
        except (ValueError, LookupError, TypeError, RecursionError):
            text = ""
        return self._plain(text) if isinstance(text, str) else ""

    def _plain(self, text: str) -> str:
        text = text.replace(self._key, "…") if self._key else text
        return re.sub(r"[^ -~\u00a0-\u2027\u2030-\ud7ff\ue000-\U0010ffff]+", " ", text).strip(" .")[:_SAID]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _seconds(text: str | None) -> float:
    return float(text) if text and re.fullmatch(r"\d{1,6}", text) else 0.0


def _is_here(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
