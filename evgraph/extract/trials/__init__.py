"""What trials tell, made of an annotated Document: groups, outcomes, design, and the claims of their figures."""

from evgraph.extract.figures import find_figures
from evgraph.extract.records import Annotated
from evgraph.extract.trials.arms import find_arm_mentions, find_arms
from evgraph.extract.trials.design import find_design
from evgraph.extract.trials.outcomes import find_outcome_mentions
from evgraph.extract.trials.populations import find_populations
from evgraph.extract.trials.rules import TRIAL_RULES, find_next_mentions, find_unattached
from evgraph.model import Mention

__all__ = [
    "TRIAL_RULES",
    "find_arms",
    "find_design",
    "find_figures",
    "find_populations",
    "find_trial_mentions",
    "find_unattached",
]


def find_trial_mentions(read: Annotated) -> tuple[Mention, ...]:
    """Return what trials name and no vocabulary holds: the outcomes they measure, what their arms were given."""
    return (*find_outcome_mentions(read), *find_arm_mentions(read), *find_next_mentions(read))
