"""Prints, as JSON, what str(e) and its cause are of errors of each kind: refused by a constructor, by a factory, at the synthesis."""

import json
import sys

from cdk8s import App, Chart
from cdk8s_kotaemon import KotaemonModule, ModuleRole, ModuleScaling, ScalingMetric, ScalingPolicy

app = App(outdir=sys.argv[1])
chart = Chart(app, "rag")


def retriever(name: str, **props: object) -> KotaemonModule:
    return KotaemonModule(chart, name, image="example.com/a:1", port=8080, role=ModuleRole.RETRIEVAL, **props)


def scaled_twice() -> None:
    ScalingPolicy(chart, "second", target=retriever("web").deployment, max_replicas=3)
    app.synth()


refused = {
    "constructor": lambda: retriever("api", scaling=ModuleScaling(min_replicas=5, max_replicas=2)),
    "factory": lambda: ScalingMetric.cpu_utilization(-1),
    "synthesis": scaled_twice,
}
told = {}
for name, work in refused.items():
    try:
        work()
    except RuntimeError as error:
        told[name] = [str(error), str(error.__cause__)]
print(json.dumps(told))
