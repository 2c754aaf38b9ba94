from cdk8s import Chart, Duration
from cdk8s_kotaemon import KotaemonModule, ModuleRole, ModuleScaling, ScalingMetric, Schedule
from constructs import Construct


class GitOpsChart(Chart):
    """Two modules, one of them with a schedule that changes the floor of its autoscaler in the cluster."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, namespace="rag")
        self.retriever = KotaemonModule(
            self,
            "retriever",
            image="registry.example.com/rag/retriever:1.4.2",
            port=8080,
            role=ModuleRole.RETRIEVAL,
            scaling=ModuleScaling(
                min_replicas=2,
                max_replicas=20,
                metrics=[ScalingMetric.cpu_utilization(60)],
                as_of="2026-11-01",
                schedules=[
                    Schedule.weekdays(
                        "8:45-17:00",
                        time_zone="Europe/Berlin",
                        at_least=6,
                        ramp_up=Duration.minutes(15),
                    ),
                ],
            ),
        )
        self.agent = KotaemonModule(
            self,
            "agent",
            image="registry.example.com/rag/agent:2.0.1",
            port=8080,
            role=ModuleRole.STATE_TRACKING,
        )
        self.agent.connect_to(self.retriever)
