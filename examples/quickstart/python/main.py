"""One autoscaled RAG service."""

from cdk8s import App, Chart, Duration
from cdk8s_kotaemon import KotaemonModule, ModuleRole, ModuleScaling, ScalingMetric, ScalingRate, ScalingRules
from constructs import Construct


class QuickstartChart(Chart):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, namespace="ai-services")
        self.app = KotaemonModule(
            self,
            "kotaemon-app",
            image="registry.example.com/rag/app:1.4.2",
            port=8000,
            role=ModuleRole.custom("app"),
            deployment_name="kotaemon-deployment",
            scaling=ModuleScaling(
                name="kotaemon-app-hpa",
                min_replicas=2,
                max_replicas=20,
                metrics=[ScalingMetric.cpu_utilization(60), ScalingMetric.requests_per_second(100)],
                scale_up=ScalingRules(
                    stabilization_window=Duration.seconds(30),
                    policies=[ScalingRate.percent(100, Duration.seconds(15))],
                ),
            ),
        )


app = App()
QuickstartChart(app, "quickstart")
app.synth()
