"""The second net catches what it is for."""

from __future__ import annotations

import pytest

from tests.scoping import UnscopedError, refuse_unscoped


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT nutrition_meal.meal_id FROM nutrition_meal WHERE nutrition_meal.meal_id = ?",
        "DELETE FROM goals_goal WHERE goals_goal.goal_id = ?",
        "UPDATE account_person SET sex=? WHERE account_person.since > ?",
        "SELECT 1 FROM account_token",
    ],
)
def test_a_statement_without_a_person_is_refused(statement: str) -> None:
    with pytest.raises(UnscopedError):
        refuse_unscoped(None, None, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT a FROM nutrition_meal WHERE nutrition_meal.person_id = ? AND x = ?",
        "INSERT INTO goals_goal (person_id, goal_id) VALUES (?, ?)",
        "SELECT person_id FROM account_directory WHERE kind = ? AND key = ?",
        "BEGIN IMMEDIATE",
    ],
)
def test_one_with_a_person_passes(statement: str) -> None:
    refuse_unscoped(None, None, statement)
