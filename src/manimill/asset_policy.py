"""What a recipe makes of samples that need files besides their code.

Only of samples whose source says what they need: of the others rendering finds out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from manimill.errors import EnvironmentFailure, InputError
from manimill.records import Sample, SampleAsset
from manimill.release import Release, held_back
from manimill.render import SceneFiles
from manimill.scenes.assets import SUFFIXES
from manimill.scenes.picture_sizes import Size, picture_size
from manimill.scenes.placeholders import with_placeholders

Policy = Literal["reject", "bundle", "placeholder"]

LARGEST_FILE = 1 << 20
"""Bytes of a file that is exported with its sample. Icons and photographs as scenes show them have some 100 KiB; what
is larger is a film, a recording or a table, and makes a dataset of text one of media."""

MOST_OF_A_SAMPLE = 4 << 20
"""Bytes of all files of one sample, for the same reason; a collage of some forty pictures fits."""

_PICTURES = (*SUFFIXES["image"], *SUFFIXES["svg"])
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Furnished:
    """Samples as they go on: some with other code, some with files, and some held back, by id.

    ``gone`` are those whose files are no longer there, with a sentence that says which.
    """

    samples: tuple[Sample, ...]
    held: Mapping[str, Release] = field(default_factory=dict)
    files: Mapping[str, SceneFiles] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)

    def files_of(self, sample: Sample) -> SceneFiles:
        """The files that a sample is rendered and exported with."""
        return self.files.get(sample.id, SceneFiles())


def furnish(
    samples: Sequence[Sample], policy: Policy, known: Mapping[str, Release] | None = None
) -> Furnished:
    """Decide about every sample that needs files; the others stay as they are.

    ``known`` are those that a finished build held back for their files. With it nothing is decided anew, and files that
    are gone are no error: most are of samples that were not exported.

    Raises:
        EnvironmentFailure: the content of an asset is no longer in the cache.
    """
    decide = {"reject": _reject, "bundle": _bundle, "placeholder": _placeholder}[policy]
    going_on: list[Sample] = []
    held: dict[str, Release] = {}
    files: dict[str, SceneFiles] = {}
    gone: dict[str, str] = {}
    for sample in samples:
        asks = (sample.assets or sample.missing_assets) and not sample.metadata.get("placeholders")
        decision: _Decision = sample
        if asks and known is not None and sample.id in known:
            decision = known[sample.id]
        elif asks:
            try:
                decision = decide(sample)
            except EnvironmentFailure as error:
                if known is None:
                    raise
                gone[sample.id] = str(error)
        going_on.append(decision if isinstance(decision, Sample) else sample)
        if isinstance(decision, Release):
            held[sample.id] = decision
        elif isinstance(decision, SceneFiles):
            files[sample.id] = decision
    return Furnished(tuple(going_on), held, files, gone)


_Decision = Release | SceneFiles | Sample


def _reject(sample: Sample) -> _Decision:
    if sample.missing_assets:
        return _held("missing_asset", sample.missing_assets)
    return _held("needs_assets", [asset.path for asset in sample.assets])


def _bundle(sample: Sample) -> _Decision:
    if sample.missing_assets:
        return _held("missing_asset", sample.missing_assets)
    outside = [asset.path for asset in sample.assets if asset.path.startswith(("/", "../"))]
    if outside:
        return _held("asset_outside_folder", outside)
    large = [asset.path for asset in sample.assets if asset.size > LARGEST_FILE]
    if large or sum(asset.size for asset in sample.assets) > MOST_OF_A_SAMPLE:
        return _held("asset_too_large", large or [asset.path for asset in sample.assets])
    contents = {asset.path: _content(asset) for asset in sample.assets}
    try:
        files = SceneFiles.of(contents)
    except InputError:
        # A name that is both a file and a folder, say, where the code looks in several places.
        return _held("asset_path", contents)
    _check_digests(sample, files)
    return files


def _check_digests(sample: Sample, files: SceneFiles) -> None:
    expected = {asset.path: asset.sha256 for asset in sample.assets}
    for entry in files.entries:
        if entry.sha256 != expected[entry.path]:
            raise EnvironmentFailure(
                f"{entry.content!s}, a file that a sample of {sample.source} needs, is not what it was when it was "
                "put there; remove it and run the same command again."
            )


def _placeholder(sample: Sample) -> _Decision:
    made = with_placeholders(sample.code, {asset.path: _size(asset) for asset in sample.assets})
    if made.left or not made.replaced:
        return _held("no_placeholder", made.left) if made.left else _reject(sample)
    metadata = {**sample.metadata, "placeholders": list(made.replaced)}
    return replace(sample, code=made.code, metadata=metadata)


def _size(asset: SampleAsset) -> Size | None:
    if not asset.path.lower().endswith(_PICTURES):
        return None
    return picture_size(asset.path, _content(asset).read_bytes())


def _content(asset: SampleAsset) -> Path:
    if not asset.content.is_file():
        raise EnvironmentFailure(
            f"{asset.content}, which holds {asset.path}, is gone from the cache; run the same command again."
        )
    return asset.content


def _held(reason: str, paths: Iterable[str]) -> Release:
    named = sorted(paths)
    more = f", and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return held_back("assets", reason, ", ".join(named[:_MOST_NAMED]) + more)
