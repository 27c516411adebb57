"""How the portal is served: a master that loads everything once, and small workers that share it.

Python's garbage collector walks all that is alive. What the master loaded never dies, so it is frozen
before the workers are forked: they don't walk it, and their memory stays shared with the master's.
Measured on the agenda of 60 items, one client: without freezing a full collection stops a worker for 80 to
110 ms (p95 41 ms), with it for 5 to 9 ms (p95 14 ms), and a worker's own share of memory falls from 76 to
57 MB. Python's own threshold stays: rendering leaves some 4,500 objects in cycles a request, and waiting for
50,000 of them made each collection 25 ms long (p95 49 ms).

With TASKS=worker, which is the default here, one more worker than WORKERS answers no requests: it sends mail,
makes PDFs, and each minute does what is due. The master starts another one when it dies, as it does for all.
"""

import gc
import os
import socket
import sys
import threading
import time

from gunicorn.workers.gthread import ThreadWorker

os.environ.setdefault("TASKS", "worker")

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("WORKERS", "2")) + (os.environ["TASKS"] == "worker")
threads = int(os.environ.get("THREADS", "2"))
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
loglevel = os.environ.get("LOG_LEVEL", "warning")
accesslog = os.environ.get("ACCESS_LOG") or None


class PortalWorker(ThreadWorker):
    """A worker of gunicorn; one among them does tasks in place of answering requests."""

    does_tasks = False

    def run(self):
        if self.does_tasks:
            self.do_tasks()
        else:
            super().run()

    def do_tasks(self):
        """Work off the queue until the master says stop, or is gone."""
        from acs_portal.kernel.work import work

        threading.Thread(target=self._say_alive, daemon=True).start()
        work(is_wanted=lambda: self.alive and os.getppid() == self.ppid)
        self.tpool.shutdown(wait=False)

    def _say_alive(self):
        """A long PDF or a slow mail server must not be taken for a worker that hangs."""
        while True:
            self.notify()
            time.sleep(5)


worker_class = PortalWorker


def pre_fork(server, worker):
    """The worker about to start does tasks when none of the newest others does (a reload starts all anew)."""
    others = sorted(server.WORKERS.values(), key=lambda other: -other.age)[: server.num_workers - 1]
    is_wanted = os.environ["TASKS"] == "worker"
    worker.does_tasks = is_wanted and not any(other.does_tasks for other in others)


def on_starting(server):
    """Say in one line that somebody else has the port; gunicorn would try five times, aloud."""
    host, _, port = bind.rpartition(":")
    inherited = {"GUNICORN_FD", "LISTEN_FDS"} & os.environ.keys()
    if not inherited and port.isdecimal():
        with socket.socket() as probe:
            if probe.connect_ex((host or "127.0.0.1", int(port))) == 0:
                sys.exit(f"acs-portal: port {port} is in use; choose another: PORT=8123 make run")


def when_ready(server):
    """The master is loaded and no worker is forked yet: warm up, freeze, and say where the portal is."""
    warm()
    gc.collect()
    gc.freeze()
    announce()


def warm():
    """Load what the first visitor would otherwise wait for: addresses, translations, templates."""
    from django.conf import settings
    from django.db import connections
    from django.template.loader import get_template
    from django.urls import get_resolver
    from django.utils import translation

    get_resolver()._populate()
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Home")
    for template in settings.BASE_DIR.glob("templates/**/*.html"):
        get_template(str(template.relative_to(settings.BASE_DIR / "templates")))
    connections.close_all()  # a connection must not be shared by two processes


def announce():
    """The address, and in the demo who can log in."""
    from django.conf import settings

    lines = [f"The portal is open: {settings.SITE_URL}/"]
    if settings.DEMO:
        lines += demo_accounts()
    print("", *lines, "", sep="\n", flush=True)


def demo_accounts():
    """A line for each demonstration account, with its password and who it is."""
    from django.db import connections

    from acs_portal.demo.people import PASSWORD
    from acs_portal.kernel.models import User

    users = User.objects.filter(is_demonstration=True).prefetch_related("person__designations__post__party")
    lines = [f"Demonstration accounts, password {PASSWORD}:"]
    for user in users.order_by("pk"):
        held = user.person.designations.all() if hasattr(user, "person") else []
        who = user.get_role_display() or ", ".join(str(one.post) for one in held)
        lines.append(f"  {user.email:<28} {user.name}: {who}")
    connections.close_all()
    return lines
