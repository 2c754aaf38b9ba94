"""All that environments differ in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cdk8s_kotaemon import GuardrailsProps, ISessionStore, PriceTable, SecretKey, SessionStore, ValkeySessionStore
from constructs import Construct


@dataclass(frozen=True)
class Environment:
    name: str
    host: str
    vectors: int
    sessions: Callable[[Construct], ISessionStore]
    #: Arguments of ModuleScaling, by workload.
    replicas: dict[str, dict[str, int]]
    #: Range of the managed services' addresses.
    services: str
    guardrails: GuardrailsProps


def guardrails(**limits: Any) -> GuardrailsProps:
    """Limits that all environments share, and those of one."""
    return GuardrailsProps(
        allowed_registries=[
            "registry.example.com",
            "ghcr.io/cinnamon",
            "docker.io/valkey",
            "docker.io/semitechnologies",
        ],
        required_labels=["app.kubernetes.io/name"],
        forbidden_suppressions=["KSC001", "KSC031"],
        prices=PriceTable(cpu_core_hour=0.04, memory_gibibyte_hour=0.005, extended_hour={"nvidia.com/gpu": 2.5}),
        **limits,
    )


def in_cluster(scope: Construct) -> ISessionStore:
    return ValkeySessionStore(scope, "sessions")


def managed(_: Construct) -> ISessionStore:
    return SessionStore.external(
        url="rediss://sessions.example.com:6379/0",
        password=SecretKey.of("sessions-auth", "password"),
        cidrs=["10.20.0.0/24"],
    )


WORKLOADS = ["agent", "retriever", "embedder", "generator", "kotaemon"]

ENVIRONMENTS = [
    Environment(
        name="dev",
        host="assistant.dev.example.com",
        vectors=50_000,
        sessions=in_cluster,
        replicas={name: {"min_replicas": 1, "max_replicas": 2} for name in WORKLOADS},
        services="10.0.0.0/24",
        guardrails=guardrails(max_replicas=10, max_cost_per_hour=15),
    ),
    Environment(
        name="staging",
        host="assistant.staging.example.com",
        vectors=1_000_000,
        sessions=in_cluster,
        replicas={**{name: {} for name in WORKLOADS}, "generator": {"max_replicas": 3}},
        services="10.10.0.0/24",
        guardrails=guardrails(max_replicas=10, max_cost_per_hour=20),
    ),
    Environment(
        name="production",
        host="assistant.example.com",
        vectors=1_000_000,
        sessions=managed,
        replicas={
            "agent": {"min_replicas": 3, "max_replicas": 20},
            "retriever": {"min_replicas": 3, "max_replicas": 20},
            "embedder": {"min_replicas": 2, "max_replicas": 12},
            "generator": {"min_replicas": 2, "max_replicas": 8},
            "kotaemon": {"min_replicas": 3, "max_replicas": 12},
        },
        services="10.20.0.0/24",
        guardrails=guardrails(
            max_replicas=20,
            max_cost_per_hour=40,
            min_available=1,
            exemptions={"StatefulSet assistant/vectors": "one server with one volume, by design"},
        ),
    ),
]
