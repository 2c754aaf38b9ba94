/** Outermost ASGI middleware: counts all requests, including logins, and serves /metrics without a dependency. */
export const METRICS = String.raw`"""Serves request metrics of the app at /metrics, in the text format of Prometheus."""
import os
import threading
import weakref

# Handlers by name; any other path counts as "other", so that a caller cannot make series.
HANDLERS = frozenset("""
/ /queue/join /queue/data /queue/status /heartbeat /upload /upload_progress /call /api /run /cancel /reset /file /proxy
/assets /static /custom_component /component_server /config /info /app_id /theme.css /robots.txt /favicon.ico
/startup-events /monitoring /user /token /login /login_check /logout /auth /dev /stream
""".split())
SEEN = "kotaemon.counted"
FORWARDED = {b"forwarded", b"x-forwarded-for", b"x-real-ip"}
# What gradiologin lets through without a session: there a function of the app could be called without a login.
UNPROTECTED = {"/app/api/predict", "/app/api/predict/", "/app/reset", "/app/reset/"}
SSO = os.environ.get("KH_SSO_ENABLED", "").lower() == "true"

_lock = threading.Lock()
_requests = {("/queue/join", "POST", "200"): 0}
_in_progress = {("/queue/join", "POST"): 0, ("/queue/data", "GET"): 0}
_queues = weakref.WeakSet()


def handler_of(path):
    if path.startswith("/app/"):
        path = path[4:]
    first, _, rest = path.strip("/").partition("/")
    name = "/" + first.partition("=")[0]
    if name == "/queue":
        name += "/" + rest.rstrip("/")
    return name if name in HANDLERS else "other"


def method_of(scope):
    return scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH") else "other"


def _sample(name, labels, value):
    return "%s{%s} %d" % (name, ",".join('%s="%s"' % label for label in labels), value)


def exposition():
    with _lock:
        requests, in_progress = sorted(_requests.items()), sorted(_in_progress.items())
    waiting = running = 0
    for queue in list(_queues):
        for events in list(queue.event_queue_per_concurrency_id.values()):
            waiting += len(events.queue)
            running += events.current_concurrency
    lines = ["# HELP http_requests_total Requests that were answered.", "# TYPE http_requests_total counter"]
    lines += [_sample("http_requests_total", zip(("handler", "method", "status"), key), value) for key, value in requests]
    lines += ["# HELP http_requests_inprogress Requests that are being answered.", "# TYPE http_requests_inprogress gauge"]
    lines += [_sample("http_requests_inprogress", zip(("handler", "method"), key), value) for key, value in in_progress]
    lines += ["# HELP gradio_queue_waiting Events that wait in the queue.", "# TYPE gradio_queue_waiting gauge", "gradio_queue_waiting %d" % waiting]
    lines += ["# HELP gradio_queue_running Events that are being processed.", "# TYPE gradio_queue_running gauge", "gradio_queue_running %d" % running]
    return "\n".join(lines) + "\n"


async def _answer(send, status, content_type, text):
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", content_type)]})
    await send({"type": "http.response.body", "body": text.encode()})


def count_requests():
    from gradio.queueing import Queue
    from starlette.applications import Starlette

    serve, make_queue = Starlette.__call__, Queue.__init__

    def make_watched_queue(self, *args, **kwargs):
        make_queue(self, *args, **kwargs)
        _queues.add(self)

    async def serve_counted(self, scope, receive, send):
        if scope["type"] != "http" or SEEN in scope:
            return await serve(self, scope, receive, send)
        scope[SEEN] = True
        if scope["path"] == "/metrics":
            # Scrapers come straight to the pod; what comes through a proxy comes from outside.
            if any(name in FORWARDED for name, _ in scope["headers"]):
                return await _answer(send, 404, b"text/plain", "not found")
            return await _answer(send, 200, b"text/plain; version=0.0.4; charset=utf-8", exposition())
        if SSO and scope["path"] in UNPROTECTED:
            return await _answer(send, 404, b"text/plain", "not found")
        handler, method, status = handler_of(scope["path"]), method_of(scope), "500"

        async def send_watched(message):
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        with _lock:
            _in_progress[handler, method] = _in_progress.get((handler, method), 0) + 1
        try:
            await serve(self, scope, receive, send_watched)
        finally:
            with _lock:
                _in_progress[handler, method] -= 1
                _requests[handler, method, status] = _requests.get((handler, method, status), 0) + 1

    Starlette.__call__, Queue.__init__ = serve_counted, make_watched_queue


count_requests()
`;
