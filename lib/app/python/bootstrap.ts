/**
 * Creates tables, indexes and the first user. Upstream selects before it inserts, so that pods that start concurrently
 * violate constraints. Therefore one pod holds an advisory lock of the database while the others wait. The lock is
 * bound to a session, which a transaction pooler would reassign. No idle timeout ends it outside of a transaction. A
 * pod skips loading the app if everything exists already.
 *
 * Clients of the app leave threads running. A regular exit would wait for them and keep the lock, so the process exits
 * immediately.
 */
export const BOOTSTRAP = String.raw`"""Makes the tables, the indexes and the first user of the app, one pod at a time."""
import os
import sys
import traceback

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

import kh_state

LOCK = 5640019
IMAGE = os.environ.get("KOTAEMON_IMAGE", "")
FIRST_USER = os.environ.get("KH_FEATURE_USER_MANAGEMENT_ADMIN", "admin")
HAS_FIRST_USER = "true" not in (os.environ.get("KH_SSO_ENABLED"), os.environ.get("KH_DEMO_MODE"))


def is_prepared(connection):
    tables = set(inspect(connection).get_table_names())
    if "user" not in tables:
        return False
    # Another version of the app may have more tables.
    if connection.execute(text("SELECT obj_description(CAST('\"user\"' AS regclass))")).scalar() not in (None, IMAGE):
        return False
    indexes = connection.execute(text("SELECT id FROM ktem__index")).scalars().all() if "ktem__index" in tables else []
    if any("index__%s__source" % index not in tables for index in indexes):
        return False
    if not HAS_FIRST_USER:
        return len(indexes) > 0
    return connection.execute(text('SELECT 1 FROM "user" WHERE lower(username) = lower(:name)'), {"name": FIRST_USER}).first() is not None


def prepare():
    database = kh_state.database()
    with create_engine(database, isolation_level="AUTOCOMMIT").connect() as connection:
        if is_prepared(connection):
            return
        connection.execute(text("SET lock_timeout = '15min'"))
        connection.execute(text("SELECT pg_advisory_lock(%d)" % LOCK))
        if is_prepared(connection):
            return
        # theflow has to load the settings: a module of settings that is imported by itself is half loaded when theflow reads it.
        from theflow.settings import settings

        settings.KH_DATABASE
        from ktem.db.engine import engine

        if engine.url != make_url(database):
            raise SystemExit("the app keeps its tables in %r and not in %r; this version of it does not take its settings from THEFLOW_SETTINGS_MODULE" % (engine.url, make_url(database)))
        from ktem.main import App

        App().make()
        if IMAGE and "user" in inspect(connection).get_table_names():
            connection.exec_driver_sql("COMMENT ON TABLE \"user\" IS '%s'" % IMAGE.replace("'", "''"))


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
