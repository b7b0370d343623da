"""Feeds and the file of activities: for everybody, and cheap to ask for again."""

from __future__ import annotations

import datetime
import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend.codelists.models import Country, Language, Sector
from backend.feeds.addresses import site
from backend.feeds.formats import ATOM, JSON_FEED, Feed, to_atom, to_json
from backend.feeds.iati import activities_file, published_projects
from backend.feeds.sources import SOURCES, Source

FORMATS = {"atom": (ATOM, to_atom), "json": (JSON_FEED, to_json)}
LISTS = {"country": Country, "sector": Sector, "language": Language}
KEPT = 300  # seconds that others may keep it
IATI = "application/xml; charset=utf-8"


@require_safe
def feed(request: HttpRequest, kind: str, ending: str) -> HttpResponseBase:
    """The newest of a kind, narrowed by ``country``, ``sector`` and ``language``."""
    source = SOURCES.get(kind)
    if source is None:
        raise Http404
    narrowed = {name: str(one) for name, one in request.GET.dict().items() if one}
    if told := _wrong(source, narrowed):
        return HttpResponseBadRequest(told, content_type="text/plain; charset=utf-8")
    media_type, write = FORMATS[ending]
    query = f"?{request.GET.urlencode()}" if narrowed else ""
    address = site(f"feeds/{kind}.{ending}{query}")
    entries = source.entries(narrowed)
    made = Feed(str(source.title), address, translation.get_language() or "en", entries)
    return _answer(request, write(made), media_type, made.updated)


@require_safe
def activities(request: HttpRequest) -> HttpResponseBase:
    """The projects as IATI 2.03 tells them; 404 as long as none is agreed."""
    projects = published_projects()
    if not projects:
        raise Http404
    newest = max(one.changed_at for one in projects)
    return _answer(request, activities_file(projects, newest), IATI, newest)


def _wrong(source: Source, narrowed: dict[str, str]) -> str:
    """What can't be asked for, and what would be right; empty where all is well."""
    for name, value in narrowed.items():
        if name not in source.filters:
            known = ", ".join(source.filters) or "–"
            return _("%(name)s: this feed can't be narrowed by it. It can by: %(known)s.") % {
                "name": name[:40],
                "known": known,
            }
        model = LISTS[name]
        if not model._default_manager.filter(pk=value).exists():
            some = model._default_manager.order_by("pk").values_list("pk", flat=True)[:3]
            return _("%(name)s: “%(value)s” is not known here. Known are such as %(known)s.") % {
                "name": name,
                "value": value[:40],
                "known": ", ".join(some),
            }
    return ""


def _answer(
    request: HttpRequest, body: bytes, media_type: str, changed: datetime.datetime
) -> HttpResponseBase:
    """The whole, or 304 for whoever has it."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    stamp = int(changed.timestamp())
    answer = HttpResponse(body, content_type=media_type)
    answer["ETag"], answer["Last-Modified"] = etag, http_date(stamp)
    answer["Access-Control-Allow-Origin"] = "*"  # read by pages elsewhere, without anybody's cookie
    patch_cache_control(answer, public=True, max_age=KEPT)
    return get_conditional_response(request, etag, stamp, answer) or answer
