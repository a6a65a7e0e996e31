"""The calls to the hub's client. Imported where they are made: the client is an optional library."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
from huggingface_hub import HfApi, HfFileSystem, hf_hub_download, set_client_factory
from huggingface_hub.constants import is_offline_mode
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, HFValidationError, LocalEntryNotFoundError
from huggingface_hub.utils import _http as hub_http
from huggingface_hub.utils import logging
from huggingface_hub.utils.tqdm import (
    are_progress_bars_disabled,
    disable_progress_bars,
    enable_progress_bars,
)

from manimill.sources._client import TIMEOUT, USER_AGENT, PatientClient, patient, reason_of
from manimill.sources._rowfile import first_component
from manimill.sources.download import ChecksumError
from manimill.sources.inquiry import Inquiry
from manimill.sources.patience import NoAnswerError, Patience
from manimill.workspace import disk_errors


def offline_by_setting() -> bool:
    """Whether the user has told the hub's client to stay off the network."""
    return bool(is_offline_mode())


class Hub:
    """One data set on the hub."""

    def __init__(self, dataset: str, endpoint: str | None, cache: Path, offline: bool) -> None:
        self._dataset = dataset
        self._endpoint = endpoint
        self._cache = cache
        self._offline = offline

    def listing(self, revision: str | None) -> tuple[str, dict[str, dict[str, Any]]]:
        """The commit that a revision stands for, and size and checksum of its files."""
        info = HfApi(endpoint=self._endpoint).dataset_info(
            self._dataset, revision=revision, files_metadata=True
        )
        files = {
            file.rfilename: {"size": file.size, "checksum": _announced(file)} for file in info.siblings or ()
        }
        return str(info.sha), files

    def whole(self, commit: str, name: str, checksum: str | None) -> Path | None:
        """A file in the cache, fetched if need be and compared with its checksum; None if absent and offline."""
        try:
            path = Path(
                hf_hub_download(
                    self._dataset,
                    name,
                    repo_type="dataset",
                    revision=commit,
                    endpoint=self._endpoint,
                    cache_dir=self._cache,
                    local_files_only=self._offline,
                )
            )
        except LocalEntryNotFoundError:
            if self._offline:
                return None
            raise
        _check(path, checksum)
        return path

    def columns(self, commit: str, name: str, wanted: Sequence[str], folder: Path) -> Path | None:
        """Some columns of a Parquet file, as a file of their own; None if absent and offline.

        Only the parts of the remote file that hold them are asked for.
        """
        chosen = sorted({*wanted, *(first_component(path) for path in wanted)})
        mark = hashlib.sha256("\0".join([self._dataset, commit, name, *chosen]).encode()).hexdigest()[:16]
        target = folder / f"{mark}.parquet"
        if not target.exists():
            if self._offline:
                return None
            self._copy_columns(f"datasets/{self._dataset}@{commit}/{name}", chosen, target)
        return target

    def _copy_columns(self, remote: str, chosen: Sequence[str], target: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        hub = HfFileSystem(endpoint=self._endpoint, skip_instance_cache=True)
        unfinished = target.with_name(f"{target.name}.{os.getpid()}.part")
        # Without a cache of its own, so that what pyarrow asks for is what is fetched.
        with disk_errors(target), hub.open(remote, "rb", cache_type="none") as stream:
            target.parent.mkdir(parents=True, exist_ok=True)
            source = pq.ParquetFile(stream, pre_buffer=True)
            names = [name for name in source.schema_arrow.names if name in chosen]
            schema = pa.schema([source.schema_arrow.field(name) for name in names])
            with pq.ParquetWriter(unfinished, schema) as copy:
                for group in range(source.num_row_groups):
                    copy.write_table(source.read_row_group(group, columns=names).select(names).cast(schema))
            os.replace(unfinished, target)


def _announced(file: Any) -> str | None:
    """The hub's checksum of a file: of its content for large files, of its git object for others."""
    if file.lfs is not None:
        return f"sha256:{file.lfs.sha256}"
    return f"git:{file.blob_id}" if file.blob_id else None


def _check(path: Path, checksum: str | None) -> None:
    if checksum is None:
        return
    kind, _, wanted = checksum.partition(":")
    content = hashlib.sha256()
    if kind == "git":
        content = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            content.update(chunk)
    if content.hexdigest() != wanted:
        path.resolve().unlink()
        path.unlink(missing_ok=True)
        raise ChecksumError(content.hexdigest(), wanted)


@contextmanager
def session(cache: Path, patience: Patience, inquiry: Inquiry) -> Iterator[None]:
    """The hub's client with our patience, silent, and with our sentences for what goes wrong."""
    with disk_errors(cache), _patient(patience), _silent():
        try:
            yield
        except NoAnswerError as error:
            raise inquiry.unanswered(error) from None
        except ChecksumError as error:
            raise inquiry.damaged(error.got, error.wanted) from None
        except GatedRepoError:
            raise inquiry.refused(403) from None
        except HfHubHTTPError as error:
            raise inquiry.refused(error.response.status_code) from None
        except HFValidationError as error:
            raise inquiry.absent(f"'{inquiry.wanted}' is no name on the hub ({error})") from None
        except json.JSONDecodeError:
            raise inquiry.unreachable("what answers is not it") from None
        except (httpx2.HTTPError, LocalEntryNotFoundError) as error:
            raise inquiry.unreachable(reason_of(error)) from None
        except OSError as error:
            if error.errno is not None:  # a disk's fault
                raise
            # The client's word for a file that ended early.
            raise inquiry.unreachable("it sent less of a file than announced") from None


@contextmanager
def _patient(patience: Patience) -> Iterator[None]:
    def client() -> httpx2.Client:
        made = PatientClient(
            event_hooks={"request": [hub_http.hf_request_event_hook]},
            follow_redirects=True,
            timeout=TIMEOUT,
            headers={"User-Agent": USER_AGENT},
        )
        patient(made, patience)
        return made

    before = hub_http._GLOBAL_CLIENT_FACTORY
    set_client_factory(client)
    try:
        yield
    finally:
        set_client_factory(before)


@contextmanager
def _silent() -> Iterator[None]:
    verbosity, bars_off = logging.get_verbosity(), are_progress_bars_disabled()
    # Above every level: what is worth saying is in our sentences.
    logging.set_verbosity(100)
    disable_progress_bars()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if not bars_off:
            enable_progress_bars()
