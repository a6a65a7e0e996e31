"""The stage: jobs in, verdicts out, each rendered once and never again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from manimill.engine import Engine, Pool
from manimill.errors import EnvironmentFailure
from manimill.progress import Progress
from manimill.render.environment import (
    check_environment,
    fingerprint,
    installed_packages,
    tex_fingerprint,
)
from manimill.render.sandbox import choose_sandbox
from manimill.render.settings import MAIN, Interpreter, RenderJob, RenderSettings
from manimill.render.tex import TexStore, foreseen
from manimill.render.typesetting import Typesetting, may_want_formulas
from manimill.render.verdict import MISSING_TEX, Verdict, VerdictKind
from manimill.render.worker import Deferred, Render, Result, open_worker
from manimill.workspace import Cache, cache_folder

_WAVE = 400
"""So many scenes have their formulas typeset together."""

_HEAD_START = 4
"""So many scenes without formulas go first on each worker, while those that can be foreseen are being typeset."""


def render_all(
    jobs: Sequence[RenderJob],
    settings: RenderSettings,
    engine: Engine,
    cache: Cache | None,
    progress: Progress,
    interpreters: Mapping[str, Interpreter] | None = None,
) -> list[Verdict]:
    """The verdict on every job, in the order of the jobs. See `render_each`."""
    verdicts = dict(render_each(jobs, settings, engine, cache, progress, interpreters))
    return [verdicts[index] for index in range(len(jobs))]


def render_each(
    jobs: Sequence[RenderJob],
    settings: RenderSettings,
    engine: Engine,
    cache: Cache | None,
    progress: Progress,
    interpreters: Mapping[str, Interpreter] | None = None,
) -> Iterator[tuple[int, Verdict]]:
    """The index of every job and its verdict, as each is known.

    What was rendered before in the same environment is taken from ``cache``, if there is one and no files
    are wanted; the rest is rendered, jobs that are equal once, and stored as it arrives. ``progress`` advances
    by one per job. ``interpreters`` are those of the environments that jobs name, by name.

    Raises:
        EnvironmentFailure: scenes cannot be rendered here. What has been rendered by then is stored.
    """
    tex = tex_fingerprint()
    keys = _keys(jobs, settings, interpreters or {}, tex)
    indices: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        indices.setdefault(key, []).append(index)
    todo = {key: jobs[places[0]] for key, places in indices.items()}
    results: list[Verdict] = []
    for key, verdict in _verdicts(todo, settings, engine, cache, interpreters or {}, tex):
        results.append(verdict)
        progress.advance(len(indices[key]))
        yield from ((index, verdict) for index in indices[key])
    _warn_of_missing_tex(results, progress)


def _verdicts(
    todo: Mapping[str, RenderJob],
    settings: RenderSettings,
    engine: Engine,
    cache: Cache | None,
    interpreters: Mapping[str, Interpreter],
    tex: Mapping[str, str],
) -> Iterator[tuple[str, Verdict]]:
    """The key of every job and its verdict: first the stored ones, then those that are made now."""
    installed = installed_packages()
    stored = _stored(todo, cache, installed) if cache is not None and not settings.keeps_media else {}
    yield from stored.items()
    missing = [key for key in todo if key not in stored]
    if not missing:
        return
    check_environment(settings)
    # Sorted, because each worker starts a zygote of its own for every environment it meets, and copies files that
    # differ from those of the scene before.
    missing.sort(key=lambda key: (todo[key].environment, todo[key].files.digest))
    folder = _tex_folder(tex)
    store = TexStore(folder, choose_sandbox())
    task = partial(open_worker, settings, folder, interpreters, todo[missing[0]].environment)
    with engine.open(task, most=len(missing)) as pool:
        # Loading manim takes seconds, in which TeX can be at work already.
        pool.begin()
        for start in range(0, len(missing), _WAVE):
            wave = missing[start : start + _WAVE]
            for key, verdict in _rendered(wave, todo, pool, store, engine.workers):
                if cache is not None:
                    cache.put(key, {**verdict.to_json(), "installed": installed})
                yield key, verdict


def _rendered(
    wave: Sequence[str],
    todo: Mapping[str, RenderJob],
    pool: Pool[Render, Result],
    store: TexStore,
    workers: int,
) -> Iterator[tuple[str, Verdict]]:
    """Render a wave: scenes that want new formulas are put off until these have been typeset, all together."""
    deferred: dict[str, Deferred] = {}
    wanting = [key for key in wave if may_want_formulas(todo[key].code)]
    plain = [key for key in wave if not may_want_formulas(todo[key].code)]
    head = plain[: _HEAD_START * workers]
    first = [*head, *wanting, *plain[len(head) :]]
    with Typesetting(store) as typesetting:
        typesetting.want(foreseen(todo[key].code for key in wanting))
        typesetting.start()
        likely = len(head) + len(wanting)
        results = pool.map([Render(todo[key], defer=True) for key in first])
        for known, (index, result) in enumerate(results, 1):
            if isinstance(result, Deferred):
                deferred[first[index]] = result
                typesetting.want(result.needs)
            else:
                yield first[index], result
            if known == likely:
                # TeX runs while scenes without formulas are rendered.
                typesetting.start()
        typesetting.finish()
    for index, result in pool.map([Render(todo[key]) for key in deferred]):
        if isinstance(result, Verdict):
            yield list(deferred)[index], result


def _warn_of_missing_tex(verdicts: Sequence[Verdict], progress: Progress) -> None:
    """Say what this machine lacks; once it is there the fingerprint differs and the scenes run again."""
    errors = [v.error for v in verdicts if v.error is not None and v.error.startswith(MISSING_TEX)]
    for error, count in sorted(Counter(errors).items()):
        progress.warn(f"TeX cannot typeset {count} of the scenes here: {error.removeprefix(MISSING_TEX)}.")


def _keys(
    jobs: Sequence[RenderJob],
    settings: RenderSettings,
    interpreters: Mapping[str, Interpreter],
    tex: Mapping[str, str],
) -> list[str]:
    environments: dict[str, str] = {}
    for name in sorted({job.environment for job in jobs} or {MAIN}):
        if name != MAIN and name not in interpreters:
            raise EnvironmentFailure(
                f"The render environment {name} has not been made here; run `manimill env create {name}`."
            )
        environments[name] = json.dumps(fingerprint(settings, interpreters.get(name), tex), sort_keys=True)
    return [_key(job, environments[job.environment]) for job in jobs]


def _key(job: RenderJob, environment: str) -> str:
    parts = [environment, job.code, job.scene]
    if job.files or job.folder:
        # Only then, so that verdicts on scenes without files stay known.
        parts += [job.files.digest, job.folder]
    text = json.dumps(parts, sort_keys=True)
    return "render:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def _stored(keys: Mapping[str, RenderJob], cache: Cache, installed: str) -> dict[str, Verdict]:
    """Verdicts from the cache; what could not be imported counts only while nothing new is installed."""
    verdicts: dict[str, Verdict] = {}
    for key, value in cache.get_many(keys).items():
        try:
            verdict = Verdict.from_json(value)
        except (TypeError, ValueError):
            continue  # not what this version stores: as good as absent
        if verdict.verdict is not VerdictKind.IMPORT_ERROR or value.get("installed") == installed:
            verdicts[key] = verdict
    return verdicts


def _tex_folder(tex: Mapping[str, str]) -> Path:
    text = json.dumps(dict(tex), sort_keys=True)
    return cache_folder() / "tex" / hashlib.sha256(text.encode("ascii")).hexdigest()[:16]
