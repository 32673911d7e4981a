"""One door to all that is said: words, figures, dates, sentences, in Vietnamese and in English."""

from projections.ballot_sentences import ballot_sentences, quorum_sentence, result_sentence, tie_sentence
from projections.catalogue import LANGUAGES, Language, marked, not_stated, translate
from projections.formats import day, listed, moment, moment_in_words, number, read_moment, share
from projections.phrases import Mentioned, Naming, Unnamed, phrase
from projections.refusals import refusal_sentence, warning_sentence
from projections.sentences import mentioned, sentence
from projections.words import word

__all__ = [
    "LANGUAGES",
    "Language",
    "Mentioned",
    "Naming",
    "Unnamed",
    "ballot_sentences",
    "day",
    "listed",
    "marked",
    "mentioned",
    "moment",
    "moment_in_words",
    "not_stated",
    "number",
    "phrase",
    "quorum_sentence",
    "read_moment",
    "refusal_sentence",
    "result_sentence",
    "sentence",
    "share",
    "tie_sentence",
    "translate",
    "warning_sentence",
    "word",
]
