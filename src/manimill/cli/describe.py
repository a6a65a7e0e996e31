"""``manimill describe``: descriptions from a language model for a build."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from manimill.errors import Interrupted, RecipeError, UserError

if TYPE_CHECKING:
    from manimill.describe.tally import Tally
    from manimill.describing import Descriptions
    from manimill.recipe import Describe
    from manimill.result import BuildResult


def describe_command(
    folder: Annotated[Path, typer.Argument(help="The folder of a build.", metavar="DIR")] = Path("dataset"),
    client: Annotated[
        Literal["openai", "anthropic", "claude-cli"] | None,
        typer.Option(
            help="Who is asked: OpenAI or any server that speaks its protocol, Anthropic, or the command 'claude'. "
            "Keys are read from OPENAI_API_KEY and ANTHROPIC_API_KEY."
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", "-m", help="The model; with --plan also several.", metavar="MODEL"),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(help="Address of a server of your own: vLLM, Ollama, llama.cpp.", metavar="URL"),
    ] = None,
    styles: Annotated[
        str | None,
        typer.Option(
            help="Styles to draw from: brief, detailed, teaching, or prompt files of yours.", metavar="A,B"
        ),
    ] = None,
    per_sample: Annotated[
        int | None,
        typer.Option(
            min=1, help="Styles that each sample is asked for in; those after the first are variants."
        ),
    ] = None,
    replace: Annotated[
        str | None,
        typer.Option(
            help="Origins of descriptions that may be replaced: derived,none unless you say more, such as "
            "narration,upstream_llm,human,reviewed. What people wrote is kept beside.",
            metavar="A,B",
        ),
    ] = None,
    names: Annotated[
        bool | None,
        typer.Option("--names/--no-names", help="Let descriptions name classes and variables of the code."),
    ] = None,
    frames: Annotated[
        int | None, typer.Option(min=0, max=3, help="Pictures of each scene for models that see.")
    ] = None,
    transcripts: Annotated[
        str | None,
        typer.Option(
            help="A folder or file of videos' transcripts: srt, vtt, json, txt; '' for none.", metavar="PATH"
        ),
    ] = None,
    youtube: Annotated[
        bool | None,
        typer.Option("--youtube/--no-youtube", help="Ask YouTube for transcripts that are not there."),
    ] = None,
    attempts: Annotated[
        int | None, typer.Option(min=1, max=10, help="Answers to ask for until one passes the checks.")
    ] = None,
    budget: Annotated[
        float | None, typer.Option(min=0, help="Stop before this run spends more dollars.", metavar="USD")
    ] = None,
    prices: Annotated[
        str | None,
        typer.Option(
            help="Dollars for a million tokens in and out, for models that no list has.", metavar="IN,OUT"
        ),
    ] = None,
    batch: Annotated[
        bool, typer.Option("--batch", help="Ask through the provider's batches: half the price, in hours.")
    ] = False,
    concurrency: Annotated[
        int | None, typer.Option(min=1, max=256, help="Requests at a time, if the provider bears them.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Ask for so many samples only, as a trial.", metavar="N")
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Say what it would cost, and stop.")] = False,
    show: Annotated[
        str | None,
        typer.Option(
            help="Show all about one sample: the request, where its facts are from, the answers, what was said "
            "against them, the cost.",
            metavar="ID",
        ),
    ] = None,
    local: Annotated[
        list[str] | None,
        typer.Option(
            "--local",
            help="Read an evaluation set that nothing may resemble from a file, as for build.",
            metavar="NAME=PATH",
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Workers; as many as there are cores by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Have a language model describe the samples that nobody has described; each answer is paid for once.

    Answers are kept in a cache that datasets and machines can share (manimill cache). Whatever stops it, the same
    command goes on where it was.
    """
    from manimill.cli.build import local_files
    from manimill.cli.console import progress_to_stderr
    from manimill.describe.answers import AnswerStore
    from manimill.described import Described
    from manimill.engine import LocalEngine
    from manimill.restored import check_version
    from manimill.result import BuildResult
    from manimill.workspace import finish_publishing

    finish_publishing(folder)
    result = BuildResult.load(folder)
    check_version(result)
    if model is not None and len(model) > 1 and not plan:
        raise UserError(
            f"--model is given {len(model)} times; a dataset is described by one model, and several are for --plan."
        )
    given = {
        "client": client,
        "model": model[0] if model else None,
        "base_url": base_url,
        "styles": _listed(styles),
        "per_sample": per_sample,
        "replace": _listed(replace),
        "names": names,
        "frames": frames,
        "transcripts": transcripts,
        "youtube": youtube,
        "attempts": attempts,
        "budget": budget,
        "prices": _prices(prices),
        "batch": batch or None,
        "concurrency": concurrency,
    }
    settings = _settings(result, given)
    progress = progress_to_stderr()
    for stopping in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, signal.default_int_handler)
    try:
        with AnswerStore.default() as store:
            described = Described(result, settings, store, progress, local_files(local or []))
            if show is not None:
                from manimill.cli.asked import show_sample

                show_sample(described, described.find(show), as_json=as_json)
                return
            if plan:
                from manimill.cli.asked import show_plan

                show_plan(described, model or [], as_json=as_json)
                return
            if not settings.asks:
                raise UserError(
                    "manimill describe wants --client and --model, the language model to ask; --plan says what it "
                    "would cost."
                )
            found, changed = described.bring_up_to_date(LocalEngine(jobs), limit=limit)
            tally = described.tally
    except KeyboardInterrupt:
        raise Interrupted(
            "stopped; the answers that came are kept, run the same command to continue."
        ) from None
    finally:
        progress.close()
    _print_result(found, tally, BuildResult.load(folder), changed=changed, as_json=as_json)
    if tally.left or tally.troubles:
        raise typer.Exit(1)


def _settings(result: BuildResult, given: dict[str, Any]) -> Describe:
    """The settings of the build's recipe, with what was given on the command line."""
    from pydantic import ValidationError

    from manimill.recipe import Describe

    recorded = result.build["recipe"].get("describe", {})
    told = {name: value for name, value in given.items() if value is not None}
    try:
        return Describe.model_validate({**recorded, **told})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).replace("_", "-")
        raise RecipeError(
            f"--{name} is {first['input']!r}: {first['msg'][:1].lower()}{first['msg'][1:]}."
        ) from None


def _listed(text: str | None) -> list[str] | None:
    return None if text is None else [part.strip() for part in text.split(",") if part.strip()]


def _prices(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    try:
        into, out = (float(part) for part in text.replace("/", ",").split(","))
    except ValueError:
        raise UserError(
            f"--prices is '{text}'; it wants two numbers, dollars for a million tokens in and out, such as 0.15,0.60."
        ) from None
    return into, out


def _print_result(
    found: Descriptions, tally: Tally, result: BuildResult, *, changed: bool, as_json: bool
) -> None:
    failed = [one for one in found.written.values() if one.description is None]
    told = {
        "out": str(result.folder),
        "samples": len(found.written),
        "described": len(found.generated()),
        "failed": sum(one.tried for one in failed),
        "left": tally.left,
        "asked": tally.asked,
        "input_tokens": tally.input_tokens,
        "output_tokens": tally.output_tokens,
        "dollars": round(tally.spent, 6),
        "stopped": tally.stopped,
        "troubles": tally.troubles,
        "changed": changed,
        "dataset_hash": result.dataset_hash,
    }
    if as_json:
        sys.stdout.write(json.dumps(told) + "\n")
        return
    lines = [
        f"{told['described']:,} of {told['samples']:,} samples are described by a model",
        f"answers asked for in this run: {tally.asked:,}, {tally.input_tokens:,} tokens in and "
        f"{tally.output_tokens:,} out, ${tally.spent:.4f}"
        + (f" (of {tally.unpriced:,} nobody knows the price)" if tally.unpriced else ""),
    ]
    if told["failed"]:
        lines.append(
            f"{told['failed']:,} keep the description they had, because no answer passed the checks; "
            "the table 'asked' says what was said against each"
        )
    if tally.stopped:
        lines.append(f"stopped: {tally.stopped}")
    lines += [
        f"not answered: {count:,} requests, because {reason}" for reason, count in tally.troubles.items()
    ]
    if tally.left:
        lines.append(f"{tally.left:,} are left; run the same command to continue")
    lines.append(
        f"{result.folder} was built anew, dataset hash {result.dataset_hash[:16]}"
        if changed
        else f"{result.folder} has all of it already; nothing has changed"
    )
    sys.stdout.write("\n".join(lines) + "\n")
