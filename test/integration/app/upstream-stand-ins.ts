/**
 * The names of Kotaemon that the override and the bootstrap touch, with the imports that upstream has: settings that
 * import the app's package and theflow, an app that creates tables as it is made and selects before it inserts, a
 * component of its own, and two programs that serve it. theflow, Gradio, gradiologin and SQLAlchemy are real.
 */
export const STAND_INS: Record<string, string> = {
  'flowsettings.py': `import os
from pathlib import Path

from decouple import config
from ktem.utils.lang import LANGUAGES
from theflow.settings.default import *

KH_USER_DATA_DIR = Path(os.environ.get("TEST_DATA", "/app/ktem_app_data")) / "user_data"
KH_DATABASE = f"sqlite:///{KH_USER_DATA_DIR / 'sql.db'}"
KH_FILESTORAGE_PATH = str(KH_USER_DATA_DIR / "files")
KH_DOCSTORE = {"__type__": "kotaemon.storages.LanceDBDocumentStore", "path": str(KH_USER_DATA_DIR / "docstore")}
KH_VECTORSTORE = {"__type__": "kotaemon.storages.ChromaVectorStore", "path": str(KH_USER_DATA_DIR / "vectorstore")}
KH_INDEX_TYPES = ["ktem.index.file.FileIndex", "ktem.index.file.graph.GraphRAGIndex", "ktem.index.file.graph.LightRAGIndex"]
KH_INDICES = [{"name": kind.split(".")[-1], "index_type": kind} for kind in KH_INDEX_TYPES]
KH_APP_NAME = "untouched"
KH_APP_VERSION = config("KH_APP_VERSION", default="0.11.3")
KH_MODELS = [name for name in ("LOCAL_MODEL", "VOYAGE_API_KEY", "OPENAI_API_KEY") if config(name, default="")]
KH_LANGUAGES = list(LANGUAGES)
`,
  '.env': 'LOCAL_MODEL=qwen2.5:7b\nVOYAGE_API_KEY=<VOYAGE_API_KEY>\nOPENAI_API_KEY=<YOUR_OPENAI_KEY>\n',
  'ktem/__init__.py': '',
  'ktem/utils/__init__.py': '',
  'ktem/utils/lang.py': 'LANGUAGES = {"en": "English"}\n',
  'ktem/db/__init__.py': '',
  'ktem/db/engine.py': `from sqlalchemy import create_engine
from theflow.settings import settings

engine = create_engine(settings.KH_DATABASE)
`,
  'ktem/ui.py': `import gradio as gr


class Upload(gr.File):
    """A component of the app's own."""
`,
  'ktem/main.py': `import os
import time

import gradio as gr
from sqlalchemy import Column, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Session, declarative_base
from theflow.settings import settings

from ktem.db.engine import engine
from ktem.ui import Upload

Base = declarative_base()


class User(Base):
    __tablename__ = "user"
    username = Column(String, primary_key=True)


class Index(Base):
    __tablename__ = "ktem__index"
    id = Column(Integer, primary_key=True)


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


def answer(question):
    for word in ("one", "two", "three"):
        time.sleep(0.5)
        yield word


class App:
    def make(self):
        Base.metadata.create_all(engine)
        with Session(engine) as session:
            if session.execute(select(User)).first() is None:
                time.sleep(1)
                session.add(Index(id=1))
                session.add(User(username=os.environ.get("KH_FEATURE_USER_MANAGEMENT_ADMIN", "nobody")))
                session.commit()
        with gr.Blocks(title=settings.KH_APP_NAME, analytics_enabled=False) as demo:
            question, reply = gr.Textbox(), gr.Textbox()
            Upload()
            question.submit(answer, question, reply, api_name="answer")
        return demo
`,
  'app.py': `from theflow.settings import settings

settings.KH_APP_NAME
from ktem.main import App

App().make().queue().launch(inbrowser=True, share=False)
`,
  'sso_app.py': `import gradiologin as grlogin
from fastapi import FastAPI
from theflow.settings import settings

settings.KH_APP_NAME
from ktem.main import App

demo = App().make()
app = FastAPI()
grlogin.register(name="google", server_metadata_url="https://accounts.example.com/.well-known/openid-configuration", client_id="a", client_secret="b")
grlogin.mount_gradio_app(app, demo, "/app")
`,
};
