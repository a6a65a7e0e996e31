"""The dataset card: what hubs and people read first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_SIZES = [(1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M")]

_HUB_LICENCES = frozenset(
    {
        "apache-2.0",
        "bsd-2-clause",
        "bsd-3-clause",
        "cc-by-4.0",
        "cc-by-nc-4.0",
        "cc-by-nc-sa-4.0",
        "cc-by-sa-4.0",
    }
    | {"cc0-1.0", "isc", "mit", "unlicense", "zlib"}
)
"""Where the hub's tag is the SPDX identifier in lower case; everything else is ``other`` there."""

_ORIGINS = {
    "reviewed": "written or corrected by a person for this code",
    "human": "written by a person",
    "upstream_llm": "written by a language model, by the source's authors",
    "narration": "spoken in the video the code was made for",
    "generated": "written by a language model for this dataset",
    "derived": "composed by rules from the code and the prose around it",
}


def dataset_card(
    statistics: Mapping[str, Any],
    sources: Sequence[Mapping[str, Any]],
    recipe: Mapping[str, Any],
    version: str,
) -> str:
    """The card as Markdown with YAML front matter.

    ``sources`` are the sources that ended up in the dataset: name, title, url, licence, attribution.
    """
    return "\n".join(
        [
            *_front_matter(statistics),
            "",
            "# Text to ManimCE",
            "",
            _opening(statistics, recipe, version),
            "",
            *_counts(statistics),
            "",
            *_licences(statistics, sources),
            "",
            *_making(recipe, statistics),
            "",
            *_assets(statistics, recipe),
            *_descriptions(statistics),
            *_variants(statistics),
            *_weights(recipe),
            *_weaknesses(sources),
            "",
            *_files(),
            "",
        ]
    )


def _front_matter(statistics: Mapping[str, Any]) -> list[str]:
    total = sum(statistics["rows"].values())
    size = next((name for limit, name in _SIZES if total < limit), "n>1M")
    licences = [licence.lower() for licence in statistics["by_licence"]]
    licence = licences[0] if len(licences) == 1 and licences[0] in _HUB_LICENCES else "other"
    return [
        "---",
        "language: [en]",
        f"license: {licence}",
        "task_categories: [text-generation]",
        "tags: [manim, code, animation, text-to-code]",
        f"size_categories: [{size}]",
        "configs:",
        "- config_name: default",
        "  data_files:",
        # The hub's library refuses a split without rows.
        *[f"  - {{split: {s}, path: {s}.parquet}}" for s in ("train", "test") if statistics["samples"][s]],
        "---",
    ]


def _opening(statistics: Mapping[str, Any], recipe: Mapping[str, Any], version: str) -> str:
    samples = statistics["samples"]
    proof = (
        "Every scene was executed in a sandbox and ran to its end."
        if recipe["render"]["enabled"]
        else "**The scenes were not executed**: the recipe switched rendering off."
    )
    return (
        f"{samples['kept']} pairs of a description and a self-contained ManimCE scene: {samples['train']} to "
        f"train on, {samples['test']} to test with. {proof} Made with manimill {version}."
    )


def _counts(statistics: Mapping[str, Any]) -> list[str]:
    lines = ["## Counts", "", "| source | found | kept | train | test |", "|---|---:|---:|---:|---:|"]
    for name, row in statistics["by_source"].items():
        lines.append(f"| `{name}` | {row['found']} | {row['kept']} | {row['train']} | {row['test']} |")
    lines += ["", "Why samples were left out:", "", "| gate | reason | samples |", "|---|---|---:|"]
    for gate, reasons in statistics["held_back"].items():
        lines += [f"| {gate} | `{reason}` | {count} |" for reason, count in reasons.items()]
    if not statistics["held_back"]:
        lines.append("| | none were | 0 |")
    return lines


def _licences(statistics: Mapping[str, Any], sources: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = [
        "## Licences and attribution",
        "",
        "Each row carries its own licence as an SPDX expression; `NOASSERTION` means that the source states "
        "none, so its authors keep all rights.",
        "",
        "| licence | samples |",
        "|---|---:|",
        *[f"| {licence} | {count} |" for licence, count in statistics["by_licence"].items()],
        "",
        "| source | origin | licence | attribution |",
        "|---|---|---|---|",
    ]
    for s in sources:
        origin = f"[{s['title']}]({s['url']})" if s["url"] else s["title"]
        lines.append(f"| `{s['name']}` | {origin} | {s['licence']} | {s['attribution'] or ''} |")
    return lines


def _making(recipe: Mapping[str, Any], statistics: Mapping[str, Any]) -> list[str]:
    test, near = recipe["split"]["test"], recipe["duplicates"]["near_code"]
    nearly = "So were "
    if near <= 1:
        nearly += f"samples whose code shares {near:.0%} of its runs of tokens and shows nothing else, and "
    steps = ["Sources were read at the revisions named in `build.json`."]
    repair = statistics["repair"]
    if repair["repaired"]:
        tiers = " and ".join(recipe["repair"]["tiers"]) or "no"
        steps.append(
            f"Code for older Manims was brought to today's ManimCE by rules: {repair['repaired']} of "
            f"{repair['found']} codes were rewritten, and {repair['exported']} of these, or of codes for another "
            f"Manim, are here, with repairs of the tiers {tiers}. "
            "The columns `original_flavour`, `repair_tier` and `repair_rules` tell "
            "which, and `tables/repair.parquet` has every rule with its line."
        )
    if recipe["render"]["enabled"]:
        steps.append(
            "Each scene was rendered by ManimCE in a process of its own, without network, and with limits on "
            "time and memory. Only those that ran to their end are here."
        )
    changed = [(row["repaired"], row["released"]) for row in statistics["pairing"].values()]
    if any(map(any, changed)):
        back, away = (sum(counts) for counts in zip(*changed, strict=True))
        steps.append(
            f"Every description was held against its code. {back} were put back to the code they belong to, {away} "
            "fit none and were taken away; those codes are described from what they do. `statistics.json` has the "
            "share of each source that did not fit."
        )
    steps += [
        "Samples that show the same animation were reduced to one: formatting, comments, names, colours, places and "
        f"times do not count. {nearly}samples with the same or nearly the same description.",
        f"A share of {test:g} of the clusters was drawn to the test side; whatever is nearly the same in code, "
        "wording or meaning is on one side, and what a source uses for testing stays there. All pairs across the "
        "split were compared anew from these rows; `report/split.json` says what comes nearest.",
    ]
    return ["## How it was made", "", *[f"{n}. {step}" for n, step in enumerate(steps, 1)]]


def _assets(statistics: Mapping[str, Any], recipe: Mapping[str, Any]) -> list[str]:
    """What became of samples that need files besides their code; nothing where no source says so."""
    counts = statistics.get("assets", {})
    if not counts.get("samples_asking"):
        return []
    told = {
        "reject": "They were left out, so every scene here runs from its code alone.",
        "bundle": f"{counts['samples_with_files']} of them are here with their files, {counts['files']} files in "
        "`assets/`, each sample's in a folder named by its id, which its scene must be run in; the column `assets` "
        "lists them. The others were left out.",
        "placeholder": f"{counts['samples_with_placeholders']} of them are here with labelled rectangles in the "
        "place of their pictures and without their sounds; the column `placeholders` lists what was replaced. The "
        "others were left out.",
    }[recipe["assets"]["policy"]]
    said = f"{counts['samples_asking']} of the samples found ask for pictures, sounds or data. {told}"
    return ["## Files that scenes need", "", said, ""]


def _descriptions(statistics: Mapping[str, Any]) -> list[str]:
    lines = ["## Who wrote the descriptions", "", "| origin | samples | meaning |", "|---|---:|---|"]
    for origin, count in statistics["by_description_origin"].items():
        lines.append(f"| `{origin}` | {count} | {_ORIGINS.get(origin, '')} |")
    by_model = statistics["descriptions_by_model"]
    if by_model:
        lines += [
            "",
            "Those written by a language model for this dataset passed checks against their code and rendering. The "
            "columns `description_generated_by`, `description_prompt` (style and version) and `description_date` tell "
            "which model wrote which, `original_description` what a person or another model had written before, and "
            "`tables/asked.parquet` has every answer.",
            "",
            "| model | prompt | samples |",
            "|---|---|---:|",
        ]
        for model, prompts in by_model.items():
            lines += [f"| `{model}` | {prompt} | {count} |" for prompt, count in prompts.items()]
    return lines


def _variants(statistics: Mapping[str, Any]) -> list[str]:
    """What the rows are that are no samples of their own; nothing where there are none."""
    variants = statistics["variants"]
    if not variants["total"]:
        return []
    kinds = ", ".join(f"{count} {kind}" for kind, count in variants["by_kind"].items())
    return [
        "",
        "## More prompts for the same scenes",
        "",
        f"{variants['samples']} samples of the train side are there more than once, with the same code under other "
        f"wordings of the request: {variants['total']} rows more ({kinds}), {statistics['rows']['train']} in all. The "
        "column `parent_id` names the sample that such a row belongs to, and `variant` how it was made; rows without a "
        "`parent_id` are the samples themselves, which all counts here are of. No variant has the prompt of another "
        "row, and the test side has no variants.",
    ]


def _weights(recipe: Mapping[str, Any]) -> list[str]:
    """What the weights are for; nothing where there are none."""
    weights = recipe["sampling"]["weights"]
    if not weights:
        return []
    told = ", ".join(f"`{source}` {weight:g}" for source, weight in weights.items())
    return [
        "",
        "## Sampling weights",
        "",
        "The column `sampling_weight` of the Parquet files is for weighted training: "
        f"{told}, and 1 for every other source. A trainer that draws rows in proportion to it sees a row of weight 2 "
        "twice as often as one of weight 1. Variants carry the weight of their sample, so a sample with three rows of "
        "weight 2 is drawn six times as often as one with a single row of weight 1; divide a row's weight by the rows "
        "of its sample to undo that. Who reads the files from beginning to end is not concerned; `train.jsonl` does "
        "not have it.",
    ]


def _weaknesses(sources: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is known to be wrong with the sources; whoever trains on them should have read it."""
    lines = [f"- `{source['name']}`: {trap}" for source in sources for trap in source["traps"]]
    return ["", "## What is known about the sources", "", *lines] if lines else []


def _files() -> list[str]:
    return [
        "## Files",
        "",
        "`train.jsonl` and `test.jsonl` hold conversations for trainers, `train.parquet` and `test.parquet` the same "
        "rows with all columns. `tables/` holds every sample that was found, kept or not, and what each step "
        "found out about it; `removed_duplicates.json` names for every duplicate the sample it repeats.",
    ]
