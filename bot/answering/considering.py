"""The whole way from a question to an answer: the only place that knows all of it."""

from bot.answering.answer import Answer
from bot.answering.answer_language import language_of, language_without_words
from bot.answering.continuing import understand_after
from bot.answering.decision import Costs
from bot.answering.explaining import Considered
from bot.answering.followup import Conversations, Turn
from bot.answering.question import Question
from bot.answering.replying import Replying, distress_of
from bot.answering.snapshot import Snapshot
from bot.answering.tidy import has_words, tidy


def consider(
    question: Question, snapshot: Snapshot, costs: Costs, conversations: Conversations
) -> Considered:
    """Answer `question`, and note the turn in `conversations`."""
    text, town, now = tidy(question.text), snapshot.knowledge.municipality, question.now
    if not has_words(text):
        language, reason = language_without_words(question, town)
        return Considered(
            Replying(snapshot, costs, language, now).nothing_asked(), language, reason
        )
    last = conversations.last(question.chat, now)
    understood = understand_after(last, text, snapshot, now)
    language, reason = language_of(understood.language, question, town, last)
    answer = Replying(snapshot, costs, language, now).reply(text, understood)
    turn = Turn(language, answer.topic, now, understood.known_years)
    _remember(conversations, question.chat, answer, turn)
    return Considered(answer, language, reason, understood, distress_of(snapshot, understood))


def _remember(conversations: Conversations, chat: str | None, answer: Answer, turn: Turn) -> None:
    """Keep `turn`; of urgent help nothing is kept, nor of what was asked before it."""
    if answer.urgent and chat is not None:
        conversations.forget(chat)
    else:
        conversations.remember(chat, turn)
