"""Who takes part in a meeting, what they are written, and the file for their calendars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from backend.accounts.models import User
from backend.common.transitions import Automatic
from backend.common.zones import only_zone
from backend.consultations.models import Engagement, Meeting, Slot, SlotStatus
from backend.consultations.scheduling import STEPS
from backend.directory.models import Expert, Membership
from backend.directory.selectors import language_of
from backend.directory.services.writing import address_of
from backend.notifications.models import Kind
from backend.notifications.selectors import reader_of
from backend.notifications.services import write_letter

Role = Membership.Role
TAKING_PART = (Role.OWNER, Role.EDITOR, Role.APPROVER)


@dataclass(frozen=True)
class Attendee:
    """Where somebody who takes part is written to, in which language and zone."""

    address: str
    language: str
    zone: ZoneInfo


def attendees(engagement: Engagement) -> list[Attendee]:
    """The expert, those who act for the partner, and the officer; each address once."""
    expert = engagement.expert
    people = [Attendee(address_of(expert), language_of(expert), _zone(address_of(expert), expert))]
    people += [_attendee(user) for user in _users(engagement)]
    found = {one.address.lower(): one for one in people if one.address}
    return list(found.values())


def _users(engagement: Engagement) -> list[User]:
    today = Membership.objects.valid_on(timezone.localdate())
    acting = today.filter(institution=engagement.request.institution, role__in=TAKING_PART)
    users = list(User.objects.filter(pk__in=acting.values("user"), is_active=True).order_by("pk"))
    officer = engagement.request.officer or engagement.invitation.invited_by
    return [*users, officer] if officer else users


def _attendee(user: User) -> Attendee:
    return Attendee(user.email, language_of(user), zone_of(user))


def zone_of(user: User) -> ZoneInfo:
    """The zone that a person has set, else the only one of the country, else UTC."""
    return _zone(user.email, getattr(user, "expert", None))


def _zone(address: str, expert: Expert | None) -> ZoneInfo:
    country = expert.country if expert else None
    usual = only_zone(country.alpha2) if country else ""
    return ZoneInfo(reader_of(address).time_zone or usual or "UTC")


def told_of(slot: Slot, zone: ZoneInfo) -> str:
    """A slot as its reader's clock shows it; with the zone, so that nobody need guess."""
    begins, ends = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    until = date_format(ends, "TIME_FORMAT" if ends.date() == begins.date() else "DATETIME_FORMAT")
    return f"{date_format(begins, 'DATETIME_FORMAT')} – {until} ({zone.key})"


def write_proposals(meeting: Meeting, slots: Iterable[Slot], but: User) -> None:
    """To all who take part, except for whoever proposes."""
    for one in attendees(meeting.engagement):
        if one.address.lower() == but.email.lower():
            continue
        with translation.override(one.language):
            subject = _("Dates proposed: %(topic)s") % {"topic": meeting.topic}
            lines = "\n".join(told_of(slot, one.zone) for slot in slots)
            text = _("Which of these suits you?") + f"\n\n{lines}"
        _write(meeting, one, subject, text, Kind.SLOT)


def write_none_left(meeting: Meeting, but: User) -> None:
    """No proposal is open any more: somebody should make others."""
    for one in attendees(meeting.engagement):
        if one.address.lower() == but.email.lower():
            continue
        with translation.override(one.language):
            subject = _("No date fits: %(topic)s") % {"topic": meeting.topic}
            text = _("All dates were declined. Please propose others.")
        _write(meeting, one, subject, text, Kind.SLOT)


def write_appointment(meeting: Meeting, slot: Slot) -> None:
    """The agreed or cancelled date to all who take part, with the file for their calendars."""
    cancelled = slot.status != SlotStatus.AGREED
    for one in attendees(meeting.engagement):
        with translation.override(one.language):
            title = _("Cancelled: %(topic)s") if cancelled else _("Agreed: %(topic)s")
            subject = title % {"topic": meeting.topic}
            text = "\n".join(filter(None, [told_of(slot, one.zone), meeting.place]))
        calendar = calendar_file(meeting, slot, one.address)
        _write(meeting, one, subject, text, Kind.APPOINTMENT, calendar)


def cancel_upcoming(engagement: Engagement) -> None:
    """The work ended early: what was agreed or proposed to come is off."""
    rows = Slot.objects.select_for_update(of=("self",)).filter(
        meeting__engagement=engagement, status__in=[SlotStatus.PROPOSED, SlotStatus.AGREED]
    )
    for slot in rows.filter(starts_at__gt=timezone.now()).select_related("meeting"):
        slot.meeting.engagement = engagement
        cancel_locked(slot, Automatic())


def cancel_locked(slot: Slot, by: User | Automatic) -> None:
    """Cancels a locked slot. Raises as ``take_step`` does."""
    was_agreed = slot.status == SlotStatus.AGREED
    STEPS.take_step("cancel", slot, by)
    if was_agreed:
        changed(slot.meeting)
        write_appointment(slot.meeting, slot)


def changed(meeting: Meeting) -> None:
    """Calendars take a change only with a higher number."""
    meeting.sequence += 1
    meeting.version += 1
    meeting.save(update_fields=["sequence", "version", "updated_at"])


def calendar_file(meeting: Meeting, slot: Slot, address: str) -> str:
    """iCalendar (RFC 5545, 5546) for one who takes part; it names nobody else's address."""
    cancelled = slot.status != SlotStatus.AGREED
    event = Event()
    event.add("uid", f"{meeting.pk}@counterpart")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", slot.starts_at.astimezone(ZoneInfo("UTC")))
    event.add("dtend", slot.ends_at.astimezone(ZoneInfo("UTC")))
    event.add("summary", meeting.topic)
    if meeting.place:
        event.add("location", meeting.place)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{sender}")
    organizer.params["cn"] = vText(name or "Counterpart")
    event["organizer"] = organizer
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["rsvp"] = vText("FALSE")
    event.add("attendee", attendee)
    calendar = Calendar()
    calendar.add("prodid", "-//Counterpart//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _write(
    meeting: Meeting, to: Attendee, subject: str, text: str, kind: str, calendar: str = ""
) -> None:
    write_letter(
        address=to.address,
        language=to.language,
        subject=subject,
        text=text,
        of=meeting,
        kind=kind,
        calendar=calendar,
    )
