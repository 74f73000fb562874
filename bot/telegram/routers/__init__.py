"""One router a feature, asked in this order."""

from aiogram import Router

from bot.telegram.routers import (
    attachments,
    commands,
    contacts,
    inline,
    languages,
    menus,
    mistakes,
    questions,
    ratings,
    staff,
    stale,
    subscriptions,
    topics,
)


def build_routers() -> list[Router]:
    """Return fresh routers: one can belong to a single dispatcher only."""
    return [
        mistakes.build_router(),
        # First, since nearly everything is a question, and each router that looks costs time.
        questions.build_router(),
        # Before the residents' commands, which answer every unknown one.
        staff.build_router(),
        languages.build_router(),
        menus.build_router(),
        topics.build_router(),
        contacts.build_router(),
        ratings.build_router(),
        subscriptions.build_router(),
        commands.build_router(),
        attachments.build_router(),
        inline.build_router(),
        # The catch-all comes last: any other button.
        stale.build_router(),
    ]
