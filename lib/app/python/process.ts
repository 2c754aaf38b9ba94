/**
 * Prepares the Python process for an unprivileged, read-only container without egress. Each function works around one
 * defect of the upstream image.
 */
export const PROCESS = String.raw`"""Prepares the process before anything of the app is imported: signals, files, downloads, sessions."""
import importlib.util
import os
import shutil
import signal
import socket
import tempfile
import threading


def _has(module):
    return importlib.util.find_spec(module) is not None


def stop_on_sigterm():
    """Process 1 ignores a signal without a handler. uvicorn, which serves the app under SSO, has its own."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def write_no_stubs():
    """Gradio writes a .pyi file beside the class of each component, and reads it back, where only root may write."""
    if _has("gradio"):
        from gradio import component_meta

        component_meta.create_or_modify_pyi = lambda *_, **__: None


def trust_own_port():
    """Gradio asks its own port for the whole page within 3 s, and ends where a busy node takes longer."""
    if _has("gradio"):
        from gradio import networking

        networking.url_ok = lambda url: True


def download_nothing():
    """llama-index looks for data of NLTK under a name that it does not download; tiktoken's file is in its package."""
    if _has("nltk"):
        import nltk

        nltk.download = lambda *_, **__: False
    if "TIKTOKEN_CACHE_DIR" in os.environ or not _has("llama_index"):
        return
    cache = os.path.join(tempfile.gettempdir(), "tiktoken")
    for folder in importlib.util.find_spec("llama_index").submodule_search_locations:
        packaged = os.path.join(folder, "core", "_static", "tiktoken_cache")
        if os.path.isdir(packaged):
            shutil.copytree(packaged, cache, dirs_exist_ok=True)
            os.environ["TIKTOKEN_CACHE_DIR"] = cache


def sign_sessions():
    """Upstream signs the sessions of SSO with a constant that everybody knows."""
    secret = os.environ.get("KOTAEMON_SESSION_SECRET")
    if not secret:
        return
    from starlette.middleware.sessions import SessionMiddleware

    make = SessionMiddleware.__init__

    def make_with_secret(self, app, secret_key=None, *args, **kwargs):
        make(self, app, secret, *args, **kwargs)

    SessionMiddleware.__init__ = make_with_secret


def forget_placeholders():
    """The image brings a file .env: a model that would run beside the app, and a key whose client not every image has."""
    for name in ("LOCAL_MODEL", "VOYAGE_API_KEY"):
        os.environ.setdefault(name, "")


def listen_on_ipv6():
    """Gradio binds IPv4 alone. Without a host, both families are bound, as far as the pod has them."""
    if not _has("uvicorn"):
        return
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::", 0))
    except OSError:
        return
    import uvicorn

    start = uvicorn.Server.startup

    async def start_on_both(self, *args, **kwargs):
        if self.config.host == "0.0.0.0":
            self.config.host = None
        await start(self, *args, **kwargs)

    uvicorn.Server.startup = start_on_both


def reach_itself():
    """Gradio sends a request to its own port before it goes on, and would send it to a proxy."""
    if any(name.lower() in ("http_proxy", "https_proxy", "all_proxy") for name in os.environ):
        for name in ("NO_PROXY", "no_proxy"):
            os.environ[name] = ",".join(filter(None, [os.environ.get(name), "localhost,127.0.0.1,0.0.0.0,::1"]))


stop_on_sigterm()
forget_placeholders()
reach_itself()
listen_on_ipv6()
write_no_stubs()
trust_own_port()
download_nothing()
sign_sessions()
`;
