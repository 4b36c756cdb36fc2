"""The words of a profile as the lattice asks for them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.dataclass import dataclass
from pipeline.extractors.section_names import (
    MIN_SECTION,
    is_section_name,
    may_be_name,
    names_works_too,
    section_of,
)
from pipeline.extractors.title_words import CAPITAL_HEADING, CONTINUED, heading_like, name_from_title
from pipeline.normalizers.text import squeeze
from pipeline.normalizers.units import unit_of
from pipeline.profiles.profile import Profile


@dataclass(frozen=True, slots=True)
class PlanWording:
    """What plans say around their tables; see ``lattice.wording.Wording`` for each question."""

    profile: Profile

    def is_heading(self, text: str) -> bool:
        """Titles with a year and parts numbered by capital numerals."""
        return heading_like(text, self.profile)

    def is_numbered_part(self, text: str) -> bool:
        """Parts numbered by capital numerals, which number steps and work items too."""
        return bool(CAPITAL_HEADING.match(squeeze(text)))

    def is_name(self, text: str) -> bool:
        """Names of offices and sections."""
        profile = self.profile
        return squeeze(text).endswith(
            (*profile.agency_first, *profile.agency_endings, *profile.section_endings)
        )

    def is_section(self, text: str) -> bool:
        """Names of sections, those left out that name works too."""
        profile = self.profile
        text = squeeze(text)
        if text.endswith(profile.plan_words):
            name = name_from_title(text, profile).section
        else:
            name = section_of(text) if is_section_name(text, profile) else None
        return name is not None and len(name) >= MIN_SECTION and not names_works_too(name, profile)

    def is_total(self, text: str) -> bool:
        """Words such as 合計."""
        return squeeze(text) in self.profile.total_words

    def is_note(self, text: str) -> bool:
        """Words such as 備註."""
        return squeeze(text).startswith(self.profile.footnote_words)

    def is_title_of_another(self, text: str) -> bool:
        """Titles of tables of results."""
        return squeeze(text).endswith(tuple(self.profile.not_a_plan))

    def is_page_number(self, text: str) -> bool:
        """Patterns of the profile."""
        return any(p.match(squeeze(text)) for p in self.profile.page_numbers)

    def ends_table(self, texts: Sequence[str]) -> bool:
        """All but marks of continuation, units and footnotes; a title below a note does too."""
        noted = False
        for text in map(squeeze, texts):
            if text.endswith(CONTINUED):
                continue
            if self.is_note(text) and text.rstrip("：:")[:3] != text:
                noted = True
            if noted:
                # A note may run on over lines that say nothing of their own; a title or a name below it does.
                if self.is_heading(text) or self.is_section(text):
                    return True
                continue
            unit = "單位" in text[:4] and (unit_of(text) is not None or not may_be_name(text))
            if not (text.strip("()（）") in self.profile.continued or unit):
                return True
        return False
