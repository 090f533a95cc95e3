"""What trials tell, made of an annotated Document: groups, outcomes, design, and the claims of their figures."""

from evgraph.extract.figures import find_figures
from evgraph.extract.records import Annotated
from evgraph.extract.trials.arms import find_arm_mentions, find_arms
from evgraph.extract.trials.design import find_design
from evgraph.extract.trials.outcomes import find_outcome_mentions
from evgraph.extract.trials.populations import find_populations
from evgraph.extract.trials.rules import TRIAL_RULES, find_next_mentions, find_unattached
from evgraph.extract.trials.wholes import find_whole_mentions
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
    finders = (find_outcome_mentions, find_whole_mentions, find_arm_mentions, find_next_mentions)
    return tuple(mention for find in finders for mention in find(read))
