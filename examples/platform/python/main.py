import os

from cdk8s import App
from chart import AssistantChart
from environments import ENVIRONMENTS

for environment in ENVIRONMENTS:
    app = App(outdir=os.path.join(os.environ.get("CDK8S_OUTDIR", "dist"), environment.name))
    AssistantChart(app, "assistant", environment)
    app.synth()
