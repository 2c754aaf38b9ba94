"""The same objects twice, to choose from: a file for the chart, or a file for each object."""

import os

from cdk8s import App, YamlOutputType
from chart import GitOpsChart

outdir = os.environ.get("CDK8S_OUTDIR", "dist")

for folder, yaml_output_type in [
    ("by-chart", YamlOutputType.FILE_PER_CHART),
    ("by-object", YamlOutputType.FILE_PER_RESOURCE),
]:
    app = App(outdir=os.path.join(outdir, folder), yaml_output_type=yaml_output_type)
    GitOpsChart(app, "gitops")
    app.synth()
