"""Commands and options whose help is a text in both languages, of which one is shown; click's own words too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from pipeline.commands.help_form import Formatter
from pipeline.commands.language import LANG_NAME, LANG_VARIABLE, LANGUAGES, spoken
from pipeline.errors import UsageError
from pipeline.messages.wording import Wording

EXIT_CODES_LINE = Wording(
    zh="結束代碼請見 workplan help exit-codes。", en="Exit codes: workplan help exit-codes."
)
HELP_TOLD = Wording(zh="顯示此說明後結束。", en="Show this message and exit.")
OPTIONS = Wording(zh="選項", en="Options")
USAGE = Wording(zh="用法：", en="Usage: ")
USAGE_WORDS = {"[OPTIONS]": "[選項]", "COMMAND [ARGS]...": "指令 [參數]..."}
"""Of click's usage line, in Chinese; names of arguments are the same in both."""
EXTRAS_ZH = (("env var: ", "環境變數："), ("default: ", "預設："), ("required", "必填"), ("; ", "；"))
"""What click says behind an option's help."""


class WordedOption(click.Option):
    """An option whose help is shown in the language spoken.

    Args:
        wording: what it is for.
        default_wording: what is done where it is not given, where that is no value.
        names: as click takes them, as are the others.
    """

    def __init__(
        self,
        names: list[str],
        *rest: Any,
        wording: Wording,
        default_wording: Wording | None = None,
        **named: Any,
    ) -> None:
        super().__init__(names, *rest, **named)
        self.wording = wording
        self.default_wording = default_wording

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Its names and what it is for; click adds what there is by default."""
        self.help = ""
        record = super().get_help_record(ctx)
        if record is None:
            return None
        names, extra = record[0], record[1].strip("[]")
        if self.default_wording is not None:
            given = ctx.lookup_default(self.name)
            default = given if isinstance(given, int | str) else self.default_wording.told(spoken())
            extra = "; ".join(filter(None, (extra, f"default: {default}")))
        if spoken() == "zh":
            for english, chinese in EXTRAS_ZH:
                extra = extra.replace(english, chinese)
        return names, self.wording.told(spoken()) + (f"  [{extra}]" if extra else "")

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """The value as its type has it.

        Raises:
            UsageError: it is none.
        """
        try:
            return super().type_cast_value(ctx, value)
        except click.BadParameter as error:
            name, command = " / ".join(self.opts), ctx.command_path
            given = " ".join(map(str, value)) if isinstance(value, tuple | list) else value
            raise UsageError(
                "value-refused", parameter=name, value=given, wanted=wanted(self.type), command=command
            ) from error


def wanted(kind: click.ParamType[Any]) -> Wording:
    """What a type of click's takes."""
    if isinstance(kind, click.Choice):
        names = [str(choice) for choice in kind.choices]
        return Wording(zh="、".join(names), en=" or ".join(names))
    if isinstance(kind, click.IntRange):
        lowest, highest = kind.min, kind.max
        if highest is None:
            return Wording(zh=f"{lowest} 以上的整數", en=f"a whole number from {lowest} on")
        return Wording(zh=f"{lowest} 至 {highest} 的整數", en=f"a whole number from {lowest} to {highest}")
    if isinstance(kind, click.FloatRange):
        return Wording(zh=f"{kind.min} 以上的數字", en=f"a number from {kind.min} on")
    if isinstance(kind, click.types.IntParamType):
        return Wording(zh="整數", en="a whole number")
    if isinstance(kind, click.types.FloatParamType):
        return Wording(zh="數字", en="a number")
    return Wording(zh="路徑", en="a path")


LANG = WordedOption(
    [LANG_NAME],
    type=click.Choice(list(LANGUAGES)),
    expose_value=False,
    envvar=LANG_VARIABLE,
    show_envvar=True,
    wording=Wording(
        zh="訊息與說明的語言；未指定時依系統語言。", en="Language of messages and help; else the system's."
    ),
)
"""Taken by all commands. ``language_of`` has read it before anything is parsed; here it is checked and explained."""


class WordedContext(click.Context):
    """What click knows while it parses and helps."""

    formatter_class = Formatter


class WordedCommand(click.Command):
    """A command whose help is shown in the language spoken.

    Args:
        wording: what it does, in a line.
        more: further paragraphs.
        rest: as click takes them.
    """

    context_class = WordedContext
    allow_extra_args = True  # told by ``parse_args`` in both languages

    def __init__(self, *rest: Any, wording: Wording, more: Wording | None = None, **named: Any) -> None:
        super().__init__(*rest, **named)
        self.wording = wording
        self.more = more

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments.

        Raises:
            UsageError: there are more than it takes.
        """
        try:
            left = super().parse_args(ctx, args)
        except click.UsageError as error:
            # The parser of options does not say of which command.
            error.ctx = error.ctx or ctx
            raise
        if left and not ctx.resilient_parsing and not isinstance(self, click.Group):
            raise UsageError("arguments-left", arguments=" ".join(left), command=ctx.command_path)
        return left

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """What it takes, the choice of language before the help."""
        params = super().get_params(ctx)
        for one in params:
            if isinstance(one, WordedOption):
                one.help = one.wording.told(spoken())  # shells show it beside what they complete
        return [*params[:-1], LANG, *params[-1:]]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows this help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP_TOLD.told(spoken())
        return option

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - as click calls it
        """What it does, whole: lists of commands break it."""
        return self.wording.told(spoken())

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What follows its name."""
        pieces = super().collect_usage_pieces(ctx)
        return [USAGE_WORDS.get(piece, piece) for piece in pieces] if spoken() == "zh" else pieces

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how it is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=USAGE.told(spoken()))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """Write what it does."""
        for text in filter(None, (self.wording, self.more)):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(text.told(spoken()))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write its options, and its commands if it has any."""
        records = [record for one in self.get_params(ctx) if isinstance(one, click.Option)
                   and (record := one.get_help_record(ctx)) is not None]  # fmt: skip
        with formatter.section(OPTIONS.told(spoken())):
            formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """Write where the exit codes are explained."""
        formatter.write_paragraph()
        formatter.write_text(EXIT_CODES_LINE.told(spoken()))


class WordedGroup(WordedCommand, click.Group):
    """A group of such commands."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """Write the list of commands, none of which need be loaded for that."""
        with formatter.section(Wording(zh="指令", en="Commands").told(spoken())):
            formatter.write_dl(
                [(name, self.commands[name].get_short_help_str()) for name in sorted(self.commands)]
            )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named.

        Raises:
            UsageError: there is none of that name.
        """
        if args and args[0] not in self.commands and not ctx.resilient_parsing:
            names = ", ".join(sorted(self.commands))
            raise UsageError("command-unknown", name=args[0], names=names, command=ctx.command_path)
        return super().resolve_command(ctx, args)


def option(*names: str, zh: str, en: str, **rest: Any) -> Callable[[Any], Any]:
    """An option of a command, as ``click.option`` makes it, with its help in both languages."""
    return click.option(*names, cls=WordedOption, wording=Wording(zh=zh, en=en), **rest)


def command(
    wording: Wording, more: Wording | None = None, cls: type[WordedCommand] = WordedCommand
) -> Callable[[Callable[..., None]], click.Command]:
    """A command, as ``click.command`` makes it, with its help in both languages."""
    return click.command(cls=cls, wording=wording, more=more)


def group(wording: Wording) -> Callable[[Callable[..., None]], click.Group]:
    """A group of commands, likewise."""
    made: Callable[[Callable[..., None]], click.Group] = click.group(cls=WordedGroup, wording=wording)
    return made
