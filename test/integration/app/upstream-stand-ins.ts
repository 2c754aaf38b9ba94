/**
 * Stand-ins for the names of Kotaemon that the override and the bootstrap touch, as upstream has them: settings in a module called flowsettings, an App that
 * makes tables when it is made, and fills them by looking first and inserting then.
 */
export const STAND_INS: Record<string, string> = {
  'flowsettings.py': `from pathlib import Path

KH_USER_DATA_DIR = Path("/app/ktem_app_data/user_data")
KH_DATABASE = "sqlite:////app/ktem_app_data/user_data/sql.db"
KH_FILESTORAGE_PATH = str(KH_USER_DATA_DIR / "files")
KH_DOCSTORE = {"__type__": "kotaemon.storages.LanceDBDocumentStore", "path": str(KH_USER_DATA_DIR / "docstore")}
KH_VECTORSTORE = {"__type__": "kotaemon.storages.ChromaVectorStore", "path": str(KH_USER_DATA_DIR / "vectorstore")}
KH_INDEX_TYPES = ["ktem.index.file.FileIndex", "ktem.index.file.graph.GraphRAGIndex", "ktem.index.file.graph.LightRAGIndex"]
KH_INDICES = [{"name": kind.split(".")[-1], "index_type": kind} for kind in KH_INDEX_TYPES]
KH_APP_NAME = "untouched"
`,
  'ktem/__init__.py': '',
  'ktem/db/__init__.py': '',
  // As theflow finds the settings: by the name of a module in the environment.
  'theflow/__init__.py': '',
  'theflow/settings.py': `import importlib
import os

settings = importlib.import_module(os.environ.get("THEFLOW_SETTINGS_MODULE", "flowsettings"))
`,
  'ktem/db/engine.py': `from sqlalchemy import create_engine
from theflow.settings import settings

engine = create_engine(settings.KH_DATABASE)
`,
  'ktem/main.py': `import time

from sqlalchemy import Column, String, UniqueConstraint, select
from sqlalchemy.orm import Session, declarative_base

from ktem.db.engine import engine

Base = declarative_base()


class User(Base):
    __tablename__ = "user"
    username = Column(String, primary_key=True)


class Source(Base):
    __tablename__ = "index__1__source"
    __table_args__ = (UniqueConstraint("name", "user", name="_name_user_uc"),)
    id = Column(String, primary_key=True)
    name = Column(String)
    user = Column(String)


class FileGroup(Base):
    __tablename__ = "index__1__group"
    __table_args__ = (UniqueConstraint("name", "user", name="_name_user_uc"),)
    id = Column(String, primary_key=True)
    name = Column(String)
    user = Column(String)


class App:
    def make(self):
        Base.metadata.create_all(engine)
        with Session(engine) as session:
            if session.execute(select(User)).first() is None:
                time.sleep(1)
                session.add(User(username="admin"))
                session.commit()
`,
};
