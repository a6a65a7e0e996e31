"""The stage: jobs in, verdicts out, each rendered once and never again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from manimill.engine import Engine
from manimill.progress import Progress
from manimill.render.environment import check_environment, fingerprint, installed_packages, tex_fingerprint
from manimill.render.settings import RenderJob, RenderSettings
from manimill.render.verdict import MISSING_TEX, Verdict, VerdictKind
from manimill.render.worker import open_worker
from manimill.workspace import Cache, cache_folder


def render_all(
    jobs: Sequence[RenderJob],
    settings: RenderSettings,
    engine: Engine,
    cache: Cache,
    progress: Progress,
) -> list[Verdict]:
    """The verdict on every job, in the order of the jobs.

    What was rendered before in the same environment is taken from ``cache``; the rest is rendered, jobs
    that are equal once, and stored as it arrives. ``progress`` advances by one per job.

    Raises:
        EnvironmentFailure: scenes cannot be rendered here. What has been rendered by then is stored.
    """
    environment = fingerprint(settings)
    keys = [_key(job, environment) for job in jobs]
    amounts = Counter(keys)
    installed = installed_packages()
    verdicts = _stored(keys, cache, installed)
    progress.advance(sum(amounts[key] for key in verdicts))
    missing = {key: job for key, job in zip(keys, jobs, strict=True) if key not in verdicts}
    if missing:
        check_environment()
        task = partial(open_worker, settings, _tex_folder())
        missing_keys = list(missing)
        for index, verdict in engine.map(task, list(missing.values())):
            key = missing_keys[index]
            cache.put(key, {**verdict.to_json(), "installed": installed})
            verdicts[key] = verdict
            progress.advance(amounts[key])
    results = [verdicts[key] for key in keys]
    _warn_of_missing_tex(results, progress)
    return results


def _warn_of_missing_tex(verdicts: Sequence[Verdict], progress: Progress) -> None:
    """Say what this machine lacks; once it is there the fingerprint differs and the scenes run again."""
    errors = [v.error for v in verdicts if v.error is not None and v.error.startswith(MISSING_TEX)]
    for error, count in sorted(Counter(errors).items()):
        progress.warn(f"TeX cannot typeset {count} of the scenes here: {error.removeprefix(MISSING_TEX)}.")


def _key(job: RenderJob, environment: Mapping[str, str]) -> str:
    text = json.dumps([environment, job.code, job.scene], sort_keys=True)
    return "render:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def _stored(keys: Sequence[str], cache: Cache, installed: str) -> dict[str, Verdict]:
    """Verdicts from the cache; what could not be imported counts only while nothing new is installed."""
    verdicts: dict[str, Verdict] = {}
    for key, value in cache.get_many(dict.fromkeys(keys)).items():
        try:
            verdict = Verdict.from_json(value)
        except (TypeError, ValueError):
            continue  # not what this version stores: as good as absent
        if verdict.verdict is not VerdictKind.IMPORT_ERROR or value.get("installed") == installed:
            verdicts[key] = verdict
    return verdicts


def _tex_folder() -> Path:
    text = json.dumps(tex_fingerprint(), sort_keys=True)
    return cache_folder() / "tex" / hashlib.sha256(text.encode("ascii")).hexdigest()[:16]
