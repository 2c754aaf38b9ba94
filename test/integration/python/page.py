"""Runs the blocks of a page one after the other; each has an `app`, a `chart` and what the block declares to be given."""

import json
import re
import sys

from cdk8s import App, Chart
from cdk8s_kotaemon import KotaemonModule, ModuleRole, ScalingPolicy
from cdk8s_plus_28 import ContainerProps, Deployment


def deployment(chart, name):
    return Deployment(chart, name, containers=[ContainerProps(image="registry.example.com/a:1.0.0", port=8080)])


def module(chart, name):
    return KotaemonModule(chart, name, role=ModuleRole.RETRIEVAL, image="registry.example.com/a:1.0.0", port=8080)


GIVEN = {
    "Chart": lambda chart, name: chart,
    "Deployment": deployment,
    "KotaemonModule": module,
    "ScalingPolicy": lambda chart, name: ScalingPolicy(chart, name, target=deployment(chart, f"{name}-target"), max_replicas=3),
}

app = App()
names = {"app": app}
for number, code in enumerate(json.load(sys.stdin)):
    chart = Chart(app, f"block-{number}", namespace=f"rag-{number}")
    names["chart"] = chart
    for name, kind in re.findall(r"^# (\w+): (\w+)$", code, re.M):
        names[name] = GIVEN[kind](chart, f"given-{name.replace('_', '-')}-{number}")
    exec(compile(code, f"block {number + 1}", "exec"), names)
