/**
 * Settings module of theflow. It overrides individual settings and takes all others from the image, so that it fits
 * several versions.
 */
export const OVERRIDES = String.raw`"""The settings of the image, but for what keeps it from running as this pod does."""
import importlib.util
import os

import kh_process

if importlib.util.find_spec("gradio"):
    import kh_metrics

from flowsettings import *

# With a version the app asks a public API for its changelog, without a time limit.
KH_APP_VERSION = ""

if "SESSION_STORE_URL" in os.environ:
    import kh_state

    KH_DATABASE = kh_state.database()
    KH_VECTORSTORE = kh_state.vector_store(KH_USER_DATA_DIR / "vectorstore")
    KH_DOCSTORE = kh_state.document_store()
    if os.environ["KOTAEMON_GRAPH_INDEXES"] != "true":
        KH_INDEX_TYPES = ["ktem.index.file.FileIndex"]
        KH_INDICES = [index for index in KH_INDICES if index["index_type"] in KH_INDEX_TYPES]
`;
