"""What click has against a command line, as an error like the others, in both languages."""

from __future__ import annotations

import click

from pipeline.commands.worded import wanted
from pipeline.errors import UsageError
from pipeline.messages.wording import Wording

NOTHING = Wording(zh="", en="")


def refused(error: click.UsageError) -> UsageError:
    """The error that a person is told; options whose value is refused raise it themselves."""
    command = error.ctx.command_path if error.ctx is not None else "workplan"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return _missing(error.param, error.ctx, command)
    if isinstance(error, click.NoSuchOption):
        near = " ".join(error.possibilities or ())
        hint = Wording(zh=f"是否指 {near}？", en=f" Did you mean {near}?") if near else NOTHING
        return UsageError("option-unknown", option=error.option_name, hint=hint, command=command)
    if isinstance(error, click.BadOptionUsage):
        lacking = _takes_value(error)
        return UsageError(
            "option-without-value" if lacking else "option-with-value",
            option=error.option_name,
            command=command,
        )
    if isinstance(error.ctx and error.ctx.command, click.Group):
        return UsageError("command-missing", command=command)
    return UsageError("command-misused", english=" ".join(error.format_message().split()), command=command)


def _missing(parameter: click.Parameter, ctx: click.Context | None, command: str) -> UsageError:
    choices = NOTHING
    if isinstance(parameter.type, click.Choice):
        named = wanted(parameter.type)
        choices = Wording(zh=f"，可為 {named.zh}", en=f", one of {named.en}")
    name = parameter.get_error_hint(ctx).replace("'", "") if ctx else parameter.name
    return UsageError("parameter-missing", parameter=name, choices=choices, command=command)


def _takes_value(error: click.BadOptionUsage) -> bool:
    """Whether the option wants a value, and had none."""
    known = error.ctx.command.get_params(error.ctx) if error.ctx else []
    return not any(
        isinstance(one, click.Option)
        and one.is_flag
        and error.option_name in (*one.opts, *one.secondary_opts)
        for one in known
    )
