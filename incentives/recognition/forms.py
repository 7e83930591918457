"""The forms that stand on a nomination's page, of which one at a time was sent."""

from __future__ import annotations

import msgspec

from incentives.recognition.schemas import Agreed, Declined, GivenAward, NewReview, TakenBack
from programs.residents.photo_schemas import NewPhotos
from server.lib import clock
from server.web.forms import Form


class NominationForms(msgspec.Struct):
    """Blank ones but for that which shows its faults."""

    review: Form[NewReview] = msgspec.field(default_factory=lambda: Form.blank(NewReview))
    agree: Form[Agreed] = msgspec.field(
        default_factory=lambda: Form.blank(Agreed, agreed_on=clock.today(), how="face_to_face")
    )
    decline: Form[Declined] = msgspec.field(default_factory=lambda: Form.blank(Declined))
    take_back: Form[TakenBack] = msgspec.field(default_factory=lambda: Form.blank(TakenBack))
    photos: Form[NewPhotos] = msgspec.field(default_factory=lambda: Form.blank(NewPhotos))
    award: Form[GivenAward] = msgspec.field(
        default_factory=lambda: Form.blank(GivenAward, awarded_on=clock.today())
    )
