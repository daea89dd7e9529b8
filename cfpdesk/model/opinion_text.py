"""The words of an opinion: positive for reasonable, negative for limited assurance (method 2.9)."""

from dataclasses import dataclass

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.engagement import AssuranceLevel
from cfpdesk.model.opinion import OpinionType


@dataclass(frozen=True, slots=True)
class OpinionSubject:
    """What an opinion is about.

    Attributes:
        claim: the claimed value with its unit, for example 2,808.56 kgCO₂e/t.
        criteria: what it is stated by, joined.
        matters: what is departed from, limited or missing.
    """

    product: str
    claim: str
    criteria: Text
    matters: Text = ""


LIMITED_SENTENCE = msg(
    "The assurance is limited, not reasonable: the work was less in extent, and so is the "
    "assurance obtained."
)


def opinion_wording(
    chosen: OpinionType, level: AssuranceLevel, subject: OpinionSubject
) -> tuple[Message, ...]:
    """Return the sentences of an opinion, in order.

    Every opinion at limited assurance but a disclaimer says that it is limited (rule 7).
    """
    values = {
        "product": subject.product,
        "claim": subject.claim,
        "criteria": subject.criteria,
    }
    limited = level is AssuranceLevel.LIMITED
    if chosen is OpinionType.DISCLAIMER:
        return (_disclaimer(values, subject.matters),)
    if chosen is OpinionType.UNMODIFIED:
        sentence = _limited(values) if limited else _reasonable(values)
    elif chosen is OpinionType.MODIFIED:
        values["matters"] = subject.matters
        sentence = _limited_but(values) if limited else _reasonable_but(values)
    else:
        values["matters"] = subject.matters
        sentence = msg(
            "In our opinion, because of {matters}, the carbon footprint of {product}, {claim}, is "
            "not stated fairly in accordance with {criteria}.",
            **values,
        )
    return (sentence, LIMITED_SENTENCE) if limited else (sentence,)


def _reasonable(values: dict[str, Text]) -> Message:
    return msg(
        "In our opinion the carbon footprint of {product}, {claim}, is, in all material respects, "
        "fairly stated in accordance with {criteria}.",
        **values,
    )


def _limited(values: dict[str, Text]) -> Message:
    return msg(
        "Based on the work performed, nothing came to our attention that the carbon footprint of "
        "{product}, {claim}, is not, in all material respects, fairly stated in accordance with "
        "{criteria}.",
        **values,
    )


def _reasonable_but(values: dict[str, Text]) -> Message:
    return msg(
        "In our opinion, except for {matters}, the carbon footprint of {product}, {claim}, is, in "
        "all material respects, fairly stated in accordance with {criteria}.",
        **values,
    )


def _limited_but(values: dict[str, Text]) -> Message:
    return msg(
        "Based on the work performed and except for {matters}, nothing came to our attention that "
        "the carbon footprint of {product}, {claim}, is not, in all material respects, fairly "
        "stated in accordance with {criteria}.",
        **values,
    )


def _disclaimer(values: dict[str, Text], matters: Text) -> Message:
    return msg(
        "We could not obtain sufficient evidence on {matters} and express no opinion on the carbon "
        "footprint of {product}, {claim}, in accordance with {criteria}.",
        matters=matters,
        **values,
    )
