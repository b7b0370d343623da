"""Alerts, and what is new to them, in tests."""

from __future__ import annotations

import datetime
from typing import Any

PUMPS_FR = (
    "Les pompes solaires des puits pastoraux tombent en panne. Il faut former des techniciens "
    "locaux à les entretenir et à réparer les onduleurs."
)
PUMPS_AR = "مضخات المياه الشمسية في آبار الرعاة تتعطل. نحتاج إلى تدريب فنيين محليين على صيانتها."
PUMPS_ES = (
    "Las bombas solares de los pozos de pastores fallan a menudo. Buscamos formar a técnicos "
    "locales para que las mantengan y reparen los inversores."
)
PUMPS_ZH = "牧民水井的太阳能水泵经常发生故障,需要培训当地技术人员维护水泵并修理逆变器。"
COFFEE = "Training of cooperatives in roasting and exporting coffee at a fair price."


def make_alert(owner: Any, text: str = PUMPS_AR, **values: Any) -> Any:
    from django.utils import timezone

    from backend.alerts.models import Alert

    given = {
        "kinds": ["need"],
        "how_often": "at_once",
        "expires_at": timezone.now() + datetime.timedelta(days=180),
        **values,
    }
    return Alert.objects.create(owner=owner, text=text, **given)


def publish_request(institution: Any, text: str = PUMPS_FR, **values: Any) -> Any:
    """A request that everybody may read the outline of, with its need."""
    from django.utils import timezone

    from backend.consultations.models import ConsultationRequest, Status
    from backend.needs.services import create_need

    given = {"institution": institution, "title": "Pompes solaires", "text": text, **values}
    need = create_need(values=given, by=None)
    return ConsultationRequest.objects.create(
        need=need, status=Status.BROKERING, published_at=timezone.now()
    )


def held_against_alerts() -> None:
    """As the worker does it, without one: vectors, then all that is new, then letters."""
    from backend.alerts import services
    from backend.alerts.models import AlertTarget
    from backend.alerts.services.telling import due_owners
    from backend.matches.services import embed_pending

    services.sweep()
    embed_pending()
    services.sweep()
    for pk in AlertTarget.objects.claimable().order_by("pk").values_list("pk", flat=True):
        services.match_target(target_id=pk)
    for owner in due_owners():
        services.tell(owner_id=owner)


def rows_of_alerts(people: dict[str, Any]) -> dict[str, Any]:
    """An alert of whoever acts for the institution."""
    return {"alerts/": make_alert(people["owner"]).pk}
