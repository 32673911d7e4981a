"""The pages of a year, in one router."""

from fastapi import APIRouter

from service.pages.year import (
    commendations,
    cycle,
    cycles,
    differences,
    drives,
    handovers,
    inspections,
    nominations,
    pledges,
    rules,
    scores,
    standings,
)

router = APIRouter(include_in_schema=False)
for _part in (
    cycles,
    cycle,
    standings,
    pledges,
    scores,
    nominations,
    drives,
    inspections,
    commendations,
    rules,
    differences,
    handovers,
):
    router.include_router(_part.router)
