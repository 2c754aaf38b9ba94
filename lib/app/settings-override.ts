/** The module that theflow takes the app's settings from: those of the image, with the state put outside. */
export const OVERRIDE_MODULE = 'kh_overrides';

/** What runs before the app starts, one pod at a time. */
export const BOOTSTRAP_MODULE = 'kh_bootstrap';

/**
 * The settings of the image, but for where the state is. It names what differs and takes the rest from the image, so that it goes with several versions.
 *
 * - SQLAlchemy gets user and password apart from the URL, so that neither has to be quoted.
 * - Source and FileGroup, two tables of each index, name a constraint alike, which PostgreSQL refuses: the name of the table is put in front.
 * - Graph indexes are files of the pod that made them: they are taken off the list.
 * - The client of Milvus looks at a path even where it is given an address.
 */
const OVERRIDES = `import os

from sqlalchemy import UniqueConstraint, event
from sqlalchemy.engine import make_url

from flowsettings import *


@event.listens_for(UniqueConstraint, "after_parent_attach")
def _name_after_table(constraint, table):
    if constraint.name == "_name_user_uc":
        constraint.name = table.name + constraint.name


def _database():
    url = make_url(os.environ["SESSION_STORE_URL"])
    if not url.drivername.startswith("postgres"):
        raise SystemExit("the database of the app has to be PostgreSQL, got " + url.drivername)
    url = url.set(drivername="postgresql+psycopg2")
    if "SESSION_STORE_USER" in os.environ:
        url = url.set(username=os.environ["SESSION_STORE_USER"])
    if "SESSION_STORE_PASSWORD" in os.environ:
        url = url.set(password=os.environ["SESSION_STORE_PASSWORD"])
    return url.render_as_string(hide_password=False)


def _vector_store():
    kind, url, key = os.environ["VECTOR_STORE_KIND"], os.environ["VECTOR_STORE_URL"], os.environ.get("VECTOR_STORE_API_KEY")
    if kind == "qdrant":
        return {"__type__": "kotaemon.storages.QdrantVectorStore", "url": url, "api_key": key}
    if kind == "milvus":
        return {"__type__": "kotaemon.storages.MilvusVectorStore", "uri": url, "token": key, "path": str(KH_USER_DATA_DIR / "vectorstore")}
    raise SystemExit("the app has a client for qdrant and milvus, got " + kind)


def _document_store():
    store = {"__type__": "kotaemon.storages.ElasticsearchDocumentStore", "elasticsearch_url": os.environ["DOCUMENT_STORE_URL"]}
    if "DOCUMENT_STORE_API_KEY" in os.environ:
        store["api_key"] = os.environ["DOCUMENT_STORE_API_KEY"]
    return store


KH_DATABASE = _database()
KH_VECTORSTORE = _vector_store()
KH_DOCSTORE = _document_store()

if os.environ["KOTAEMON_GRAPH_INDEXES"] != "true":
    KH_INDEX_TYPES = ["ktem.index.file.FileIndex"]
    KH_INDICES = [index for index in KH_INDICES if index["index_type"] in KH_INDEX_TYPES]
`;

/** How long a pod waits for another to make the tables before it begins anew. */
const LOCK_TIMEOUT = '10min';

/**
 * The app makes its tables, indexes and first user by looking and then inserting: pods that start together would get into each other's way. One of them does it
 * while the others wait for a lock of the database; they find everything there.
 *
 * Clients that the app has opened leave threads behind, for which an ordinary end would wait, with the lock in its hands: so the process ends at once, whatever
 * came of it. The lock is one of a session, which a pooler of transactions would take away; outside of a transaction, no time-out of idle ones ends it.
 */
const BOOTSTRAP = `import os
import sys
import traceback

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url


def prepare():
    import ${OVERRIDE_MODULE} as settings

    with create_engine(settings.KH_DATABASE, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("SET lock_timeout = '${LOCK_TIMEOUT}'"))
        connection.execute(text("SELECT pg_advisory_lock(5640019)"))
        from ktem.db.engine import engine

        if engine.url != make_url(settings.KH_DATABASE):
            raise SystemExit("the app keeps its tables in %r and not in %r; this version of it does not take its settings from THEFLOW_SETTINGS_MODULE" % (engine.url, make_url(settings.KH_DATABASE)))
        from ktem.main import App

        App().make()


try:
    prepare()
    print("the database of the app is ready")
    status = 0
except SystemExit as refusal:
    print(refusal, file=sys.stderr)
    status = 1
except BaseException:
    traceback.print_exc()
    status = 1
sys.stdout.flush()
sys.stderr.flush()
os._exit(status)
`;

/** The files by which the image's app is put on external state. */
export const OVERRIDE_FILES: Record<string, string> = { [`${OVERRIDE_MODULE}.py`]: OVERRIDES, [`${BOOTSTRAP_MODULE}.py`]: BOOTSTRAP };
