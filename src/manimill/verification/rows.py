"""Scenes that lie in rows: of a file of pairs, or of a folder that a build has written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from manimill.errors import InputError
from manimill.records import Sample, Skipped, number_identical
from manimill.render.files import NO_FILES, SceneFiles
from manimill.render.settings import MAIN
from manimill.verification.candidates import Candidate, Found
from manimill.workspace import MARKER

if TYPE_CHECKING:
    from manimill.catalog.entry import SourceEntry
    from manimill.result import BuildResult

# What reads tables takes a third of a second to load, which files of code need not wait for.

SUFFIXES = (".jsonl", ".ndjson", ".json", ".parquet", ".pq", ".csv", ".tsv", ".tab", ".gz")

CODE_FIELDS = (
    *("code", "Code", "python_code", "manim_code", "scene_code", "source_code", "python", "script"),
    *("conversations[-1].value", "messages[-1].content"),
    *("answer", "output", "completion", "response", "chosen", "solution", "content", "text"),
)
"""Where files of pairs keep the code, the surest name first; a row's first that holds text is taken."""

_NAMED = "named_scene"
"""Metadata of a row that has the field in which the user says its scene is named."""


def is_build(folder: Path) -> bool:
    """Whether a folder is the output of a build, finished or not."""
    written = (folder / "build.json").is_file() and (folder / "tables" / "samples.parquet").is_file()
    return written or (folder / MARKER).is_dir()


def in_build(folder: Path) -> Found:
    """The samples that a build has kept, in the order of their ids, each for the environment it was built in.

    Raises:
        OutputError: the build is not finished.
        InputError: its tables are damaged.
    """
    import polars as pl

    from manimill.result import BuildResult

    result = BuildResult.load(folder)
    try:
        kept = result.kept.select("id", "scene", "code").sort("id")
        environments, files = _environments(result), _files(folder, result)
    except (pl.exceptions.PolarsError, KeyError, OSError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise InputError(f"The tables of {folder} cannot be read ({reason}); build it anew.") from None
    label = folder.resolve().name or "dataset"
    return Found(
        tuple(
            Candidate(
                sample,
                str(folder),
                label,
                scene,
                code,
                sample=True,
                environment=environments.get(sample) or MAIN,
                files=files.get(sample, NO_FILES),
            )
            for sample, scene, code in kept.iter_rows()
        )
    )


def _environments(result: BuildResult) -> dict[str, str | None]:
    """The render environment of each sample that was rendered, by id."""
    render = result.tables.get("render")
    if render is None or "environment" not in render.columns:
        return {}
    return dict(render.select("id", "environment").iter_rows())


def _files(folder: Path, result: BuildResult) -> dict[str, SceneFiles]:
    """The files that samples were exported with, by id."""
    import polars as pl

    from manimill.export import ASSETS

    if "assets" not in result.kept.columns:
        return {}
    asking = result.kept.filter((pl.col("assets").list.len() > 0) & (pl.col("placeholders").list.len() == 0))
    return {
        sample: SceneFiles.of({path: folder / ASSETS / sample / path for path in paths})
        for sample, paths in asking.select(
            "id", pl.col("assets").list.eval(pl.element().struct.field("path"))
        ).iter_rows()
    }


def in_rows(path: Path, code_field: str | None = None, scene_field: str | None = None) -> Found:
    """The scene of each row of a file, in the order of the rows.

    Raises:
        InputError: the file cannot be read, or no row has the fields that were named.
    """
    from manimill.sources import RowsExtractor

    entry = _entry(path, code_field, scene_field)
    try:
        extracted = list(RowsExtractor(entry, path).extract())
    except InputError as error:
        raise InputError(_with_options(str(error))) from None
    if scene_field and not any(_NAMED in s.metadata for s in extracted if isinstance(s, Sample)):
        raise InputError(f"No row of {path} has '{scene_field}'; name the right one with --scene-field.")
    samples = number_identical([item for item in extracted if isinstance(item, Sample)])
    skipped = [item for item in extracted if isinstance(item, Skipped)]
    candidates = [
        Candidate(s.id, str(path), path.name, s.scene, s.code, row=s.provenance.row) for s in samples
    ]
    candidates.sort(key=lambda candidate: candidate.row or 0)
    return Found(tuple(candidates), troubles=tuple(_sentences(path, skipped)))


def _entry(path: Path, code_field: str | None, scene_field: str | None) -> SourceEntry:
    """What a catalog would say about a file that nobody catalogued."""
    from manimill.catalog.entry import Fields, FieldSpec, Revision, SourceEntry

    return SourceEntry(
        name="verify",
        title=path.name,
        kind="rows",
        url="file",
        verdict="lead",
        reason="A file whose scenes are looked at, not trained on.",
        revision=Revision(policy="file"),
        priority=0,
        fields=Fields(
            code=FieldSpec(paths=(code_field,) if code_field else CODE_FIELDS),
            scene=FieldSpec(paths=(scene_field,)) if scene_field else None,
            metadata={_NAMED: FieldSpec(paths=(scene_field,))} if scene_field else {},
        ),
    )


def _with_options(sentence: str) -> str:
    """The sentence of a reader that thinks of a catalog, for someone who has none."""
    told = sentence.replace("correct [fields] in the catalog", "name the right one with --code-field")
    return told.replace("name it with 'rows_at'", "give a file that holds one")


def _sentences(path: Path, skipped: list[Skipped]) -> list[str]:
    """One sentence for each reason for which rows hold nothing to verify."""
    counts = Counter(item.reason for item in skipped)
    first = {item.reason: item for item in reversed(skipped)}
    return [
        f"{path} {first[reason].where} cannot be verified: {first[reason].detail}"
        + (f" ({reason}; {count - 1:,} more like it)." if count > 1 else f" ({reason}).")
        for reason, count in counts.items()
    ]
