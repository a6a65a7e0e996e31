"""Which video a scene was made for: title, link, playlist, episode, by the path of its file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from manimill.scenes.path_template import PathTemplate
from manimill.scenes.readme_videos import ReadmeVideo, readme_videos
from manimill.scenes.youtube import youtube


@dataclass(frozen=True, slots=True)
class VideoMapping:
    """What is known about the videos of a repository.

    ``templates`` read facts from paths, ``readme`` are pairs found in READMEs, ``videos`` are entries of the catalog:
    a ``path`` as a template, maybe a ``scene`` as a glob, and facts.
    """

    templates: tuple[PathTemplate, ...] = ()
    readme: tuple[ReadmeVideo, ...] = ()
    videos: tuple[tuple[PathTemplate, Mapping[str, Any]], ...] = ()


def video_mapping(
    *,
    videos: Iterable[Mapping[str, Any]] = (),
    templates: Sequence[str] = (),
    readmes: Mapping[str, str] | None = None,
    paths: Collection[str] = (),
) -> VideoMapping:
    """Put together what a catalog entry and READMEs say.

    ``videos`` and ``templates`` are those of the catalog entry. ``readmes`` maps the path of a README to its text,
    ``paths`` are the files of the repository.

    Raises:
        TemplateError: a template cannot be read.
    """
    found = (
        video
        for path, text in (readmes or {}).items()
        for video in readme_videos(text, paths, path.rpartition("/")[0])
    )
    return VideoMapping(
        templates=tuple(map(PathTemplate.parse, templates)),
        # The nearest folder comes last, because what comes last counts.
        readme=tuple(sorted(found, key=lambda video: len(video.path))),
        videos=tuple((PathTemplate.parse(video["path"]), video) for video in videos),
    )


def video_metadata(path: str, mapping: VideoMapping, scene: str | None = None) -> dict[str, Any]:
    """What is known about the video that a file, or a scene in it, was made for.

    Keys are those of the catalog's ``[[videos]]`` except ``path`` and ``scene``, the names in templates,
    ``video_id``, and ``urls`` where a file was made for several videos. The first template that describes the
    path is read; a README overrules it and the catalog overrules both, its later entries the earlier ones.
    """
    facts: dict[str, Any] = next((f for t in mapping.templates if (f := t.match(path)) is not None), {})
    for found in mapping.readme:
        if found.covers(path):
            facts = {**_without_video(facts), **found.to_metadata()}
    for template, video in mapping.videos:
        named = template.match(path)
        if named is not None and _is_of(scene, video.get("scene")):
            own = {
                key: value
                for key, value in video.items()
                if key not in ("path", "scene") and value is not None
            }
            facts = {**(_without_video(facts) if "url" in own else facts), **named, **own, **_video_id(own)}
    return facts


def _is_of(scene: str | None, pattern: str | None) -> bool:
    """Whether an entry that may be about some scenes only is about this one."""
    return pattern is None or (scene is not None and fnmatchcase(scene, pattern))


def _without_video(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Without what belongs to one video: another one is about to take its place."""
    return {key: value for key, value in facts.items() if key not in ("url", "video_id", "urls", "title")}


def _video_id(facts: Mapping[str, Any]) -> dict[str, str]:
    target = youtube(facts["url"]) if "url" in facts else None
    return {"video_id": target.video} if target and target.video else {}
