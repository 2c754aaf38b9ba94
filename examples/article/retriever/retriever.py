"""Any retriever with the interface of upstream (`run(query)` gives documents) as a service. RETRIEVER names the class, as in `acme.search:HybridRetriever`."""
import importlib
import json
import os
import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest

REQUESTS = Counter("http_requests", "Requests that were answered.", ["handler", "method", "status"])
SECONDS = Histogram("http_request_duration_seconds", "How long answers took.", ["handler", "method"], buckets=[0.025, 0.05, 0.1, 0.3, 0.5, 1, 2.5, 5])
IN_PROGRESS = Gauge("http_requests_inprogress", "Requests that are being answered.")
LONGEST_BODY = 1024 * 1024


def retrieve(retriever, body):
    request = json.loads(body)
    query = request.get("query") if isinstance(request, dict) else None
    if not isinstance(query, str) or not query.strip():
        raise ValueError("'query' must be a text that is not empty")
    return {"documents": [{"text": d.text, "metadata": d.metadata, "score": getattr(d, "score", None)} for d in retriever.run(query)]}


class Handler(BaseHTTPRequestHandler):
    protocol_version, timeout = "HTTP/1.1", 5  # seconds that a connection may idle, and hold up the drain

    def do_GET(self):
        if self.path == "/metrics":
            return self.answer(200, generate_latest(), CONTENT_TYPE_LATEST)
        draining = self.server.stopping.is_set()
        answers = {"/health": (503, {"status": "draining"}) if draining else (200, {"status": "ok"})}
        self.answer(*answers.get(self.path, (404, {"error": "there is /retrieve, /health and /metrics"})))

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if self.path != "/retrieve" or length > LONGEST_BODY:
            self.close_connection = True  # the body stays unread
            return self.answer(413 if self.path == "/retrieve" else 404, {"error": "post a query of at most 1 MiB to /retrieve"})
        with IN_PROGRESS.track_inprogress(), SECONDS.labels("/retrieve", "POST").time():
            try:
                status, answer = 200, retrieve(self.server.retriever, self.rfile.read(length))
            except ValueError as error:
                status, answer = 400, {"error": str(error)}
            except Exception as error:
                self.log_error("%r", error)
                status, answer = 500, {"error": "the retriever failed"}
        REQUESTS.labels("/retrieve", "POST", f"{status // 100}xx").inc()
        self.answer(status, answer)

    def answer(self, status, body, content_type="application/json"):
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(payload)))
        if self.server.stopping.is_set():
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(payload)

    def log_request(self, *_):
        pass


def main():
    module, _, name = os.environ["RETRIEVER"].partition(":")
    retriever = getattr(importlib.import_module(module), name)()
    ThreadingHTTPServer.daemon_threads = False  # closing the server waits for the requests that it has
    server = ThreadingHTTPServer((os.environ.get("HOST", "0.0.0.0"), int(os.environ.get("PORT", "8080"))), Handler)
    server.retriever, server.stopping = retriever, threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: server.stopping.set())
    threads = [threading.Thread(target=server.serve_forever)]
    if "KAFKA_TOPIC" in os.environ:
        from consumer import consume
        threads.append(threading.Thread(target=consume, args=(retriever, retrieve, server.stopping)))
    for thread in threads:
        thread.start()
    while all(thread.is_alive() for thread in threads) and not server.stopping.wait(0.5):
        pass
    asked = server.stopping.is_set()  # otherwise the consumer has died, and is to be restarted with its pod
    server.stopping.set()
    server.shutdown()
    server.server_close()
    raise SystemExit(0 if asked else 1)


if __name__ == "__main__":
    main()
