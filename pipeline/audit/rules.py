"""Judges an extraction: the rules' findings and the extractors' doubts, put into words and in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import chain

from pipeline.audit import budgets, contents, documents, money, numbering, places, strays
from pipeline.audit.bare_findings import BareFinding, DocumentPlace, worded
from pipeline.audit.confidence import Grounds, confidence, grounds_of
from pipeline.extractors.doubts import Doubt
from pipeline.forks import NO_CREW, Crew
from pipeline.messages.catalogue import catalogue
from pipeline.models import Extraction, Finding, Item, Section
from pipeline.profiles.profile import Profile, load_profile
from pipeline.readers.characters import printed_text

RECORD_RULES: tuple[Callable[[Extraction], Iterator[BareFinding]], ...] = (
    numbering.numbering,
    contents.item_without_content,
    contents.item_bare,
    contents.item_without_plan_text,
    contents.duplicate_path,
    contents.section_without_items,
    money.amount_not_shown,
    money.budget_negative,
    money.budget_unassigned,
    budgets.budget_twice,
    budgets.budget_of_other_year,
    budgets.total_in_record,
    money.parts_differ,
    money.totals,
    documents.year_mismatch,
    documents.text_in_table,
    documents.glyphs_outside,
    places.place_shared,
    places.place_order,
    strays.rows_outside_table,
    strays.other_row_in_record,
    strays.item_without_work,
    strays.label_within,
)
"""What is found in the records themselves; ``amounts_as_read`` needs the words of the profile too."""

LEAST_JUDGED_ITEMS = 1000
"""Of fewer items a fork costs as much as it saves."""


def judge(
    extraction: Extraction,
    doubts: Sequence[Doubt],
    profile: Profile | None = None,
    *,
    agreed: Collection[str] | None = None,
    recognised: Collection[int] = (),
    crew: Crew = NO_CREW,
) -> Extraction:
    """The extraction with its findings in reading order, each item naming those about it and how sure it is.

    Findings and confidence that it has already are replaced, so judging twice by the same changes nothing.

    Args:
        extraction: what was read.
        doubts: what extractors and ``verify`` were unsure of.
        profile: the words that it was read with; None for those that ship with the package.
        agreed: identifiers of items that both readings gave alike; None where the file was read once.
        recognised: pages whose text comes from pictures.
        crew: looks for what the rules find.

    Raises:
        KeyError: a doubt names a rule that the catalogue lacks.
    """
    found = [_said(doubt) for doubt in doubts]
    amounts = partial(money.amounts_as_read, nil_words=(profile or load_profile()).nil_words)
    # What takes longest is begun first.
    rules: tuple[Callable[[Extraction], Iterator[BareFinding]], ...] = (amounts, *RECORD_RULES)
    items = sum(len(section.items) for plan in extraction.plans for section in plan.sections)
    able = crew if items >= LEAST_JUDGED_ITEMS else NO_CREW
    by_amounts, *by_rule = able.each(lambda at: list(rules[at](extraction)), len(rules))
    found += chain.from_iterable((*by_rule, by_amounts))
    # The same thing may be seen twice, by an extractor for each of two columns for instance.
    findings = sorted(dict.fromkeys(worded(one) for one in found), key=_reading_order)
    numbered = tuple(one.model_copy(update={"id": f"f{n}"}) for n, one in enumerate(findings, 1))
    return _with_findings(extraction, numbered, grounds_of(extraction.plans, numbered, agreed, recognised))


def _said(doubt: Doubt) -> BareFinding:
    # An engine's own words on a page may quote what it could not read.
    values = {"detail": printed_text(doubt.detail), "reason": doubt.reason, "count": str(doubt.count)}
    return BareFinding(doubt.rule, DocumentPlace(doubt.page, doubt.bbox), values, doubt.item_id)


def _reading_order(finding: Finding) -> tuple[int, float, float, int, str, str]:
    """What is about the whole file comes first, what is about a whole page before the places on it."""
    left, top = (finding.bbox[0], finding.bbox[1]) if finding.bbox else (-1e9, -1e9)
    order = catalogue("findings")[finding.rule].order
    return finding.page or 0, top, left, order, finding.item_id or "", finding.message_zh


def _with_findings(extraction: Extraction, findings: tuple[Finding, ...], grounds: Grounds) -> Extraction:
    about: dict[str, list[str]] = {}
    for finding in findings:
        if finding.item_id is not None:
            about.setdefault(finding.item_id, []).append(finding.id)

    def item(one: Item) -> Item:
        told = tuple(about.get(one.id, ()))
        return one.model_copy(update={"finding_ids": told, "confidence": confidence(one.id, grounds)})

    def section(one: Section) -> Section:
        return one.model_copy(update={"items": tuple(map(item, one.items))})

    plans = tuple(
        plan.model_copy(update={"sections": tuple(map(section, plan.sections))}) for plan in extraction.plans
    )
    return extraction.model_copy(update={"plans": plans, "findings": findings})
