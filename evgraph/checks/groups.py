"""Two groups, parts and wholes: tests of two proportions, and sums of counts, on bare numbers.

A count is a pair (n, N). Which claims belong together is decided in `evgraph.checks.corpus`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from evgraph.checks.bands import Band, p_band, shown, span
from evgraph.checks.verdict import Result, Verdict
from evgraph.model import PValue

TWO_GROUPS = "P of two groups"
NEXT = "next steps within the group"
CONTRADICTION = "two small groups"
SUBGROUPS = "subgroups sum to the whole"
PARTS = "parts of an outcome sum to the whole"
ARMS = "arms sum to the total"
DENOMINATOR = "denominator named"
_FISHER = "Fisher's exact test, two-sided: 10.2307/2340521"
_TESTS = "between Pearson's chi-squared, with and without Yates's correction, and Fisher's exact test"
_SUM = "the counts of groups that do not overlap add up"
#: Below this P, two-sided, chance is not taken as the explanation of a difference.
ALPHA = 0.05
#: People above whom the exact test takes long and says what the others say.
_EXACT = 20_000

Count = tuple[int, int]


def fisher(first: Count, second: Count) -> float:
    """Return the two-sided P of Fisher's exact test.

    >>> round(fisher((0, 2), (2, 4)), 3)
    0.467
    """
    from scipy.stats import fisher_exact

    table = [[first[0], first[1] - first[0]], [second[0], second[1] - second[0]]]
    return float(fisher_exact(table).pvalue)


def chi_squared(first: Count, second: Count, *, corrected: bool = False) -> float:
    """Return the P of Pearson's chi-squared test of two proportions, 1 where it is not defined."""
    from scipy.special import chdtrc

    a, b, c, d = first[0], first[1] - first[0], second[0], second[1] - second[0]
    total, margins = a + b + c + d, (a + b) * (c + d) * (a + c) * (b + d)
    if margins == 0:
        return 1.0
    gap = max(abs(a * d - b * c) - (total / 2 if corrected else 0), 0)
    return float(chdtrc(1, total * gap * gap / margins))


def check_contradiction(first: Count, second: Count) -> Verdict:
    """Say whether two proportions differ by more than chance would; small groups rarely do.

    >>> check_contradiction((0, 2), (2, 4)).why
    "0/2 and 2/4 do not contradict each other: Fisher's P is 0.467"
    """
    p = fisher(first, second)
    told = f"{first[0]}/{first[1]} and {second[0]}/{second[1]}"
    differ = p < ALPHA
    why = f"{told} {'differ' if differ else 'do not contradict each other'}: Fisher's P is {shown(p)}"
    return Verdict(CONTRADICTION, Result.INCONSISTENT if differ else Result.CONSISTENT, why, _FISHER, "P", Band(p, p))


def check_two_groups(first: Count, second: Count, p: PValue) -> Verdict:
    """Compare a printed P with the tests of the two groups' counts.

    A stratified or one-sided test gives another P, so only a P on the other side of 0.05 is an error.

    >>> from evgraph.model import Figure
    >>> check_two_groups((88, 109), (32, 109), PValue(Figure("0.001"), "<")).result.value
    'consistent'
    """
    found = [chi_squared(first, second), chi_squared(first, second, corrected=True)]
    found += [fisher(first, second)] if first[1] + second[1] <= _EXACT else []
    sides = 1.0 if p.sided is None or not p.sided.startswith("one") else 0.5
    band, printed = Band(sides * min(found), sides * max(found)), p_band(p)
    why = f"{first[0]}/{first[1]} against {second[0]}/{second[1]} gives P {span(band)}; "
    why += f"printed {p.operator} {p.value.text}"
    if printed is None:
        return Verdict(TWO_GROUPS, Result.NOT_CHECKABLE, why, _TESTS, "P", band)
    if band.meets(printed):
        return Verdict(TWO_GROUPS, Result.CONSISTENT, why, _TESTS, "P", band)
    apart = band.upper < ALPHA <= printed.lower or printed.upper < ALPHA <= band.lower
    result = Result.INCONSISTENT if apart else Result.NOT_CHECKABLE
    return Verdict(TWO_GROUPS, result, why + ("" if apart else "; another test may have been used"), _TESTS, "P", band)


def check_sum(name: str, parts: Sequence[Count], whole: Count, *, complete: bool) -> Verdict | None:
    """Compare the counts of parts with the whole; `complete` where nobody of the whole is outside the parts.

    >>> check_sum(SUBGROUPS, [(16, 20), (0, 2)], (16, 22), complete=True).why
    '16 + 0 is 16 of 22'
    """
    total = sum(n for n, _ in parts)
    added = " + ".join(str(n) for n, _ in parts)
    rest = whole[1] - sum(size for _, size in parts)
    if complete:
        fits, why = total == whole[0], f"{added} is {total} of {whole[1]}"
    else:
        # The others can hold no fewer events than none and no more than each of them one.
        fits, why = 0 <= whole[0] - total <= max(rest, 0), f"{added} is {total}, of {whole[0]} in all"
        if fits:
            return None
    why += "" if fits else f"; printed {whole[0]}" if complete else f", with {rest} others"
    band = Band(float(total), float(total if complete else total + max(rest, 0)))
    return Verdict(name, Result.CONSISTENT if fits else Result.INCONSISTENT, why, _SUM, "n", band)


def check_parts(parts: Sequence[Count], whole: Count, *, complete: bool) -> Verdict | None:
    """Compare the counts of the forms of an outcome, which exclude each other, with their sum in the same group.

    >>> check_parts([(14, 22), (2, 22)], (16, 22), complete=True).result.value
    'consistent'
    """
    total = sum(n for n, _ in parts)
    added = " + ".join(str(n) for n, _ in parts)
    fits = total == whole[0] if complete else total <= whole[0]
    if fits and not complete:
        return None
    why = f"{added} is {total} of {whole[1]}" + ("" if fits else f"; printed {whole[0]}")
    band = Band(float(total), float(total))
    return Verdict(PARTS, Result.CONSISTENT if fits else Result.INCONSISTENT, why, _SUM, "n", band)


def check_shares(parts: Sequence[Band], whole: Band, printed: str) -> Verdict:
    """Compare percentages of the forms of an outcome with that of the whole, all in one group.

    >>> check_shares([Band(35.75, 35.85), Band(44.95, 45.05)], Band(80.65, 80.75), "80.7").result.value
    'consistent'
    """
    band = Band(math.fsum(part.lower for part in parts), math.fsum(part.upper for part in parts))
    fits = band.meets(whole)
    why = f"the parts are {span(band)} %; printed {printed} %"
    return Verdict(PARTS, Result.CONSISTENT if fits else Result.INCONSISTENT, why, _SUM, "percent", band)


def check_next(steps: Sequence[int], total: int) -> Verdict:
    """Say for how many of a group the next step is told; more than all means that some took several.

    >>> check_next([2, 2, 1], 7).why
    '2 + 2 + 1: the next step is told for 5 of 7'
    """
    found, added = sum(steps), " + ".join(map(str, steps))
    band = Band(float(found), float(found))
    if found > total:
        why = f"{added} is more than {total}: some took several steps"
        return Verdict(NEXT, Result.NOT_CHECKABLE, why, _SUM, "n", band)
    return Verdict(NEXT, Result.CONSISTENT, f"{added}: the next step is told for {found} of {total}", _SUM, "n", band)


def check_arms(sizes: Sequence[int], total: int) -> Verdict:
    """Compare the sizes of the arms with the size of what they are arms of.

    >>> check_arms([271, 134], 405).why, check_arms([271, 134], 400).result.value
    ('271 + 134 is 405', 'inconsistent')
    """
    found = sum(sizes)
    why = " + ".join(map(str, sizes)) + f" is {found}"
    band = Band(float(found), float(found))
    if found == total:
        return Verdict(ARMS, Result.CONSISTENT, why, _SUM, "N", band)
    if found > total:
        return Verdict(ARMS, Result.INCONSISTENT, f"{why}, more than the {total} in all", _SUM, "N", band)
    why += f" of {total}; the others are in no arm that is described"
    return Verdict(ARMS, Result.NOT_CHECKABLE, why, _SUM, "N", band)


def check_denominator(total: int, own: Sequence[tuple[str, int]], others: Sequence[tuple[str, int]]) -> Verdict:
    """Say whose number N is: that of the group or arm the figure is of (`own`), or of which other group of the work.

    >>> check_denominator(143, [("standard chemotherapy", 162)], [("patients treated", 143)]).why
    'N is 143: patients treated, not standard chemotherapy (162)'
    """
    rule = "N of n/N is the size of the group the figure is of"
    names = [name for name, size in own if size == total]
    if names:
        return Verdict(DENOMINATOR, Result.CONSISTENT, f"N is {total}: {names[0]}", rule)
    told = " or ".join(f"{name} ({size})" for name, size in own)
    elsewhere = [name for name, size in others if size == total]
    if own and total > max(size for _, size in own) and not elsewhere:
        return Verdict(DENOMINATOR, Result.INCONSISTENT, f"N is {total}, more than {told}", rule)
    if elsewhere:
        why = f"N is {total}: {elsewhere[0]}" + (f", not {told}" if told else "")
        return Verdict(DENOMINATOR, Result.CONSISTENT, why, rule)
    why = f"N is {total}, which is not {told}" if told else f"N is {total}; no group of this size is described"
    return Verdict(DENOMINATOR, Result.NOT_CHECKABLE, why, rule)
