/**
 * Settings of external state, from the environment variables that `connectTo` sets.
 *
 * - SQLAlchemy receives user and password separately from the URL, so that neither needs quoting.
 * - Source and FileGroup, two tables of each index, have a constraint of the same name, which PostgreSQL rejects. The
 *   table name is prepended.
 * - The Milvus client reads a path even if it has an address.
 */
export const STATE = String.raw`"""The stores that the environment names, as the settings of the app name them."""
import os

from sqlalchemy import UniqueConstraint, event
from sqlalchemy.engine import make_url


@event.listens_for(UniqueConstraint, "after_parent_attach")
def _name_after_table(constraint, table):
    if constraint.name == "_name_user_uc":
        constraint.name = table.name + constraint.name


def database():
    url = make_url(os.environ["SESSION_STORE_URL"])
    if not url.drivername.startswith("postgres"):
        raise SystemExit("the database of the app has to be PostgreSQL, got " + url.drivername)
    url = url.set(drivername="postgresql+psycopg2")
    if "SESSION_STORE_USER" in os.environ:
        url = url.set(username=os.environ["SESSION_STORE_USER"])
    if "SESSION_STORE_PASSWORD" in os.environ:
        url = url.set(password=os.environ["SESSION_STORE_PASSWORD"])
    return url.render_as_string(hide_password=False)


def vector_store(folder):
    kind, url, key = os.environ["VECTOR_STORE_KIND"], os.environ["VECTOR_STORE_URL"], os.environ.get("VECTOR_STORE_API_KEY")
    if kind == "qdrant":
        # Without a key the client refuses None and takes an empty one.
        return {"__type__": "kotaemon.storages.QdrantVectorStore", "url": url, "api_key": key or ""}
    if kind == "milvus":
        return {"__type__": "kotaemon.storages.MilvusVectorStore", "uri": url, "token": key, "path": str(folder)}
    raise SystemExit("the app has a client for qdrant and milvus, got " + kind)


def document_store():
    store = {"__type__": "kotaemon.storages.ElasticsearchDocumentStore", "elasticsearch_url": os.environ["DOCUMENT_STORE_URL"]}
    if "DOCUMENT_STORE_API_KEY" in os.environ:
        store["api_key"] = os.environ["DOCUMENT_STORE_API_KEY"]
    return store
`;
