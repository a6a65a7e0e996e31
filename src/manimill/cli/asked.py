"""How plans of asking, and what was asked about one sample, are shown."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table

from manimill.cli.output import standard_output

if TYPE_CHECKING:
    from manimill.describe.course import Course
    from manimill.described import Described
    from manimill.describing import Plan


def show_plan(described: Described, models: Sequence[str], *, as_json: bool) -> None:
    """Print what asking would come to: calls, tokens and dollars of each model."""
    from manimill.describe.prices import COMMON_MODELS

    settings = described.settings
    named = list(models) or ([settings.model] if settings.model else list(COMMON_MODELS))
    plans = described.plan(named)
    if as_json:
        for plan in plans:
            sys.stdout.write(json.dumps(_plan_row(plan)) + "\n")
        return
    console = standard_output()
    most = max(plans, key=lambda plan: plan.wanted)
    prompts = ", ".join(f"{n:,} {p}" for p, n in most.by_prompt.items())
    console.print(
        f"{most.samples:,} samples may be described" + (f" ({prompts})." if prompts else "."), highlight=False
    )
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("model")
    for column in ("there", "asked for", "calls", "tokens in", "tokens out", "dollars"):
        table.add_column(column, justify="right")
    table.add_column("rests on")
    for plan in plans:
        e = plan.estimate
        dollars = f"{e.cost:,.2f}" if e.cost is not None else "not known"
        basis = f"{e.measured:,} earlier answers" if e.measured else "assumptions; try --limit 50 first"
        table.add_row(
            e.model,
            *(f"{n:,.0f}" for n in (plan.kept, plan.wanted, e.calls, e.input_tokens, e.output_tokens)),
            dollars,
            basis,
        )
    console.print(table)
    if any(plan.estimate.cost is None for plan in plans):
        console.print("For a model that no list has, give its price with --prices IN,OUT.", highlight=False)


def _plan_row(plan: Plan) -> dict[str, Any]:
    e = plan.estimate
    return {
        "model": e.model,
        "samples": plan.samples,
        "kept": plan.kept,
        "wanted": plan.wanted,
        "by_prompt": plan.by_prompt,
        "calls": round(e.calls, 1),
        "input_tokens": round(e.input_tokens),
        "output_tokens": round(e.output_tokens),
        "dollars": round(e.cost, 6) if e.cost is not None else None,
        "measured": e.measured,
    }


def show_sample(described: Described, sample: str, *, as_json: bool) -> None:
    """Print all about one sample: requests, where their facts are from, answers, checks, cost."""
    describing = described.describing
    asked = next((s for s in described.subjects if s.sample.id == sample), None)
    subjects = described.subjects if asked is not None else [described.subject(sample)]
    if asked is not None:
        courses = described.kept().written[sample].courses
    else:
        courses = tuple(describing.followed(describing.inquiries(subjects)))
    facts = [
        {"kind": f.kind, "source": f.source, "characters": len(f.text)}
        for f in describing.facts(subjects)[sample]
    ]
    told: dict[str, Any] = {
        "id": sample,
        "may_be_described": asked is not None,
        "facts": facts,
        "courses": [_course(course) for course in courses],
    }
    if as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return
    write = sys.stdout.write
    before = described.subject(sample).sample
    if asked is None:
        write(
            f"{sample} is not asked for: it is not in the dataset, or its description "
            f"({before.description_origin}) is not to be replaced. This is what would be asked.\n\n"
        )
    write("Facts\n")
    for fact in facts:
        write(f"  {fact['kind']:<11} {fact['characters']:>6,} characters   {fact['source']}\n")
    for course in told["courses"]:
        _write_course(course)


def _course(course: Course) -> dict[str, Any]:
    first = course.inquiry.request
    return {
        "style": course.inquiry.prompt.style,
        "prompt": course.inquiry.prompt.name,
        "outcome": course.outcome if course.steps else "not asked",
        "text": course.text,
        "request": first.to_json(),
        "dollars": course.cost,
        "answers": [
            {
                "request": step.request.key,
                "status": step.answer.status,
                "text": step.answer.text,
                "model": step.answer.model,
                "date": step.answer.date,
                "input_tokens": step.answer.input_tokens,
                "output_tokens": step.answer.output_tokens,
                "dollars": step.answer.cost,
                "batch": step.answer.batch,
                "objections": [
                    {"check": o.check, "evidence": o.evidence, "advice": o.advice} for o in step.objections
                ],
            }
            for step in course.steps
        ],
    }


def _write_course(course: dict[str, Any]) -> None:
    write, request = sys.stdout.write, course["request"]
    write(
        f"\nRequest in the style {course['style']} (prompt {course['prompt']}) to "
        f"{request['model'] or 'no model yet'}\n"
    )
    write(f"  parameters: {', '.join(f'{n} {v}' for n, v in request['parameters'].items())}\n")
    write(f"--- system\n{request['system']}\n")
    for message in request["messages"]:
        write(f"--- {message['role']}\n{message['content']}\n")
        for image in message.get("images", ()):
            write(f"[picture: {image}]\n")
    write("---\n")
    for number, answer in enumerate(course["answers"], 1):
        dollars = f"${answer['dollars']:.6f}" if answer["dollars"] is not None else "price not known"
        write(
            f"\nAnswer {number} of {answer['model']}, {answer['date']}: {answer['status']}, {answer['input_tokens']:,} "
            f"tokens in, {answer['output_tokens']:,} out, {dollars}{', in a batch' if answer['batch'] else ''}\n"
            f"  key {answer['request']}\n{answer['text']}\n"
        )
        for one in answer["objections"]:
            write(f"  {one['check']}: {one['evidence']}\n")
        if not answer["objections"]:
            write("  passes every check\n")
    write(f"\nOutcome: {course['outcome']}, ${course['dollars']:.6f} in all\n")
