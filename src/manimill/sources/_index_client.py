"""A patient client for package indexes, on disk as well. Imported where it is used: its libraries are optional."""

from __future__ import annotations

import ssl
from collections.abc import Iterable

from unearth.auth import MultiDomainBasicAuth
from unearth.fetchers.sync import PyPIClient

from manimill.sources._client import TIMEOUT, USER_AGENT, PatientClient, patient
from manimill.sources.patience import Patience


class _IndexClient(PatientClient, PyPIClient):
    """unearth's client, which reads ``file://`` and takes passwords from addresses and from netrc."""


def index_client(trusted_hosts: Iterable[str], certificates: str | None, patience: Patience) -> _IndexClient:
    """A client that raises where unearth would take a refusal for an index without the package."""
    verify = ssl.create_default_context(cafile=certificates) if certificates else True
    client = _IndexClient(
        trusted_hosts=trusted_hosts,
        verify=verify,
        timeout=TIMEOUT,
        follow_redirects=True,
        headers={"User-Agent": USER_AGENT},
    )
    client.auth = MultiDomainBasicAuth(prompting=False)
    patient(client, patience, unwelcome=(401, 403))
    return client
