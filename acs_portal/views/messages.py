"""The outbox for those who look after it, and the link by which a person unsubscribes from news."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from acs_portal.forms import NewsForm, OutboxForm
from acs_portal.kernel import acts, failures, news, outbox
from acs_portal.kernel.access import can, public, require
from acs_portal.kernel.errors import RuleBroken
from acs_portal.kernel.forms import take
from acs_portal.kernel.languages import CODES
from acs_portal.kernel.models import Message, User

PAGE = 50


def messages(request: HttpRequest) -> HttpResponse:
    """A folder of the outbox, the newest first; `?folder=` and `?address=`."""
    require(request, "message.read")
    form = OutboxForm(request.GET)
    folder, address = form.chosen()
    found = Message.objects.filter(Q(address__icontains=address) | Q(to__name__icontains=address))
    counts = {name: getattr(found, name)().count() for name in OutboxForm.FOLDERS}
    rows = getattr(found, folder)().select_related("to").defer("text", "html", "versions")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "folder": folder,
        "folder_name": OutboxForm.FOLDERS[folder],
        "folders": [(name, label, counts[name]) for name, label in OutboxForm.FOLDERS.items()],
        "address": address,
        "page": page,
        "rows": [(message, *_progress(message)) for message in page],
    }
    return render(request, "messages/messages_list.html", context)


def _progress(message: Message) -> tuple:
    """(reason of the last failure in words, next attempt or None) of a message."""
    waits = not (message.is_held or message.sent_at) and message.attempts < outbox.MOST_ATTEMPTS
    reachable = message.to.unreachable_since is None or message.address != message.to.email
    return failures.in_plain_words(message), outbox.next_attempt(message) if waits and reachable else None


def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: its way, and exactly its words, unless it holds a way in."""
    require(request, "message.read")
    found = get_object_or_404(Message.objects.select_related("to", "told_in"), pk=pk)
    why, next_attempt = _progress(found)
    context = {
        "message": found,
        "why": why,
        "next_attempt": next_attempt,
        "text": "" if found.is_secret else found.text,
        "is_unreachable": bool(found.to.unreachable_since) and found.address == found.to.email,
        "may_resend": can(request.user, "message.resend") and not found.is_held and found.text,
        "acts": acts.history(found) if can(request.user, "act.read") else None,
    }
    return render(request, "messages/message_page.html", context)


def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then have a message sent once more."""
    require(request, "message.resend")
    found = get_object_or_404(Message.objects.select_related("to"), pk=pk)
    if request.method == "POST":
        return take(
            request,
            lambda: outbox.send_again(message=found, by=request.user, on=timezone.now()),
            _("The message is on its way. Its state is shown below."),
            reverse("message", args=[pk]),
        )
    context = {
        "title": _("Send again"),
        "text": f"“{found.subject}” → {found.to.name}, {outbox.address_now(found)}. {_cautions(found)}",
        "action": _("Send again"),
        "back": reverse("message", args=[pk]),
        "crumbs": [(_("Messages"), reverse("messages"))],
    }
    return render(request, "parts/confirm.html", context)


def _cautions(found: Message) -> str:
    """What to know before a message is sent once more."""
    said = []
    if found.sent_at:
        said.append(_("It was sent already, so the person would get it twice."))
    if outbox.address_now(found) != found.address:
        said.append(_("The person has another address since; it goes to the new one."))
    if found.kind in outbox.KINDS and news.is_unwanted_by(found.to, found.kind):
        said.append(_("The person has unsubscribed from such news."))
    return " ".join(said)


@public
@csrf_exempt  # the token is the right; a mail program presses the link alone (RFC 8058)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks how a person wants news; POST keeps it: never, unless another choice is sent."""
    try:
        person = news.person_of(token)
    except RuleBroken as broken:
        return render(request, "messages/unsubscribe.html", {"refusal": str(broken)}, status=404)
    with translation.override(
        request.GET.get("lang") if request.GET.get("lang") in CODES else person.language
    ):
        return _choose(request, person)


def _choose(request: HttpRequest, person: User) -> HttpResponse:
    done = request.method == "POST"
    if done:
        form = NewsForm({"news": request.POST.get("news", User.News.NEVER)}, instance=person)
        done = form.is_valid()
        if done:
            news.choose(person, form.cleaned_data["news"])
    context = {
        "refusal": "",
        "person": person,
        "done": done,
        "form": NewsForm(initial={"news": person.news if done else User.News.NEVER}),
    }
    return render(request, "messages/unsubscribe.html", context)
