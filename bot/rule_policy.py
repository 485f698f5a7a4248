"""Rasa's rules, found quicker."""

from __future__ import annotations

import json
from functools import cache

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import PREVIOUS_ACTION, USER
from rasa.shared.core.domain import State
from rasa.shared.nlu.constants import ACTION_NAME, INTENT


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class IndexedRulePolicy(RulePolicy):
    """`RulePolicy` that compares only the rules whose latest turn can fit.

    Rasa compares every rule with the conversation twice a turn: with a rule for each
    of a hundred questions that takes 5 ms.
    """

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set:
        latest = states[-1]
        action = latest.get(PREVIOUS_ACTION, {}).get(ACTION_NAME)
        intent = latest.get(USER, {}).get(INTENT)
        turns = {(action, intent), (action, None), (None, None)}
        fitting = {key: to for key, to in lookup.items() if _latest_turn(key) in turns}
        return set(super()._get_possible_keys(fitting, states))


@cache
def _latest_turn(rule_key: str) -> tuple[str | None, str | None]:
    """The action before and the intent in the last state of a rule, if it names one."""
    state = json.loads(rule_key)[-1] if rule_key else {}
    action = state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME)
    return action, state.get(USER, {}).get(INTENT)
