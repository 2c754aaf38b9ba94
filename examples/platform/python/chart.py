from cdk8s import ApiObject, ApiObjectMetadata, Chart, JsonPatch
from cdk8s_kotaemon import (
    AppMode,
    AppState,
    ContainerResources,
    DocumentStore,
    EmbeddingModel,
    EnvValue,
    ExternalEndpoint,
    KotaemonApp,
    KotaemonPlatform,
    MetricsEndpoint,
    ModuleRole,
    ModuleScaling,
    NetworkPeer,
    PlatformEntry,
    PlatformModuleProps,
    PrometheusAdapterProps,
    ScalingAlertsProps,
    ScalingDashboardProps,
    ScalingMetric,
    SecretKey,
    SessionStore,
    VectorDatabase,
    VectorStore,
    WeaviateVectorStore,
)
from constructs import Construct
from environments import Environment

REGISTRY = "registry.example.com/assistant"


class AssistantChart(Chart):
    """A whole assistant: six modules, their stores, the upstream app beside them, and the two entries.

    What differs between environments is not here.
    """

    def __init__(self, scope: Construct, id: str, environment: Environment) -> None:
        super().__init__(scope, id, namespace="assistant", labels={"team": "assistant"})
        gateway = NetworkPeer(namespace_labels={"kubernetes.io/metadata.name": "gateway"})
        self.platform = KotaemonPlatform(
            self,
            "assistant",
            modules=modules(environment),
            sessions=environment.sessions(self),
            vector_store=WeaviateVectorStore(
                self,
                "vectors",
                vectors=environment.vectors,
                embedding=EmbeddingModel.of("BAAI/bge-m3", dimension=1024),
            ),
            entry=PlatformEntry.gateway_route(
                module="agent",
                hosts=[environment.host],
                gateway="public",
                gateway_namespace="gateway",
                from_=gateway,
            ),
            metrics_adapter=PrometheusAdapterProps(),
            alerts=ScalingAlertsProps(),
            dashboard=ScalingDashboardProps(),
            guardrails=environment.guardrails,
        )
        self.app = self._create_app(environment, gateway)
        self.app.connect_to(self.platform.module("generator"))

    def _create_app(self, environment: Environment, gateway: NetworkPeer) -> KotaemonApp:
        """The upstream app, scaled on its questions, with the platform's generator as its model."""
        files = ApiObject(
            self,
            "files",
            api_version="v1",
            kind="PersistentVolumeClaim",
            metadata=ApiObjectMetadata(name="kotaemon-files"),
        )
        files.add_json_patch(
            JsonPatch.add(
                "/spec",
                {
                    "accessModes": ["ReadWriteMany"],
                    "resources": {"requests": {"storage": "200Gi"}},
                    "storageClassName": "efs",
                },
            ),
        )
        cidrs = [environment.services]
        return KotaemonApp(
            self,
            "kotaemon",
            image="ghcr.io/cinnamon/kotaemon:0.11.3-full",
            mode=AppMode.google(
                client_id="assistant",
                client_secret=SecretKey.of("oauth", "client-secret"),
                session_secret=SecretKey.of("kotaemon-session", "key"),
            ),
            state=AppState.external(
                database=SessionStore.external(
                    url="postgresql://db.example.com:5432/kotaemon",
                    user="kotaemon",
                    password=SecretKey.of("kotaemon-database", "password"),
                    cidrs=cidrs,
                ),
                vector_store=VectorStore.external(
                    database=VectorDatabase.MILVUS,
                    url="https://milvus.example.com:19530",
                    api_key=SecretKey.of("milvus", "token"),
                    cidrs=cidrs,
                ),
                document_store=DocumentStore.elasticsearch(
                    url="https://search.example.com:9200",
                    api_key=SecretKey.of("search", "api-key"),
                    cidrs=cidrs,
                ),
                files_claim_name=files.name,
                driver_image=f"{REGISTRY}/psycopg2:2.9.10",
            ),
            scaling=ModuleScaling(
                **environment.replicas["kotaemon"],
                metrics=[ScalingMetric.cpu_utilization(70), ScalingMetric.requests_per_second(4)],
            ),
            env={
                "OPENAI_API_BASE": EnvValue.value(f"{self.platform.module('generator').url}/v1"),
                "OPENAI_API_KEY": EnvValue.secret("generator", "api-key"),
                "OPENAI_CHAT_MODEL": EnvValue.value("llama-3.1-8b"),
            },
            entry=PlatformEntry.gateway_route(
                hosts=[f"chat.{environment.host}"],
                gateway="public",
                gateway_namespace="gateway",
                from_=gateway,
            ),
        )


def modules(environment: Environment) -> dict[str, PlatformModuleProps]:
    scaling = {name: ModuleScaling(**replicas) for name, replicas in environment.replicas.items()}
    return {
        "agent": PlatformModuleProps(
            role=ModuleRole.STATE_TRACKING,
            image=f"{REGISTRY}/agent:2.0.1",
            port=8080,
            scaling=scaling["agent"],
            calls=["retriever", "generator", "tools"],
        ),
        "retriever": PlatformModuleProps(
            role=ModuleRole.RETRIEVAL,
            image=f"{REGISTRY}/retriever:1.4.2",
            port=8080,
            scaling=scaling["retriever"],
            calls=["embedder"],
        ),
        "embedder": PlatformModuleProps(
            role=ModuleRole.custom("embedding"),
            image=f"{REGISTRY}/embedder:1.9.0",
            port=8080,
            scaling=scaling["embedder"],
        ),
        "generator": PlatformModuleProps(
            role=ModuleRole.GENERATION,
            image=f"{REGISTRY}/generator:3.1.0",
            port=8000,
            scaling=scaling["generator"],
            resources=ContainerResources(extended={"nvidia.com/gpu": 1}),
            metrics_endpoint=MetricsEndpoint(),
        ),
        "tools": PlatformModuleProps(
            role=ModuleRole.TOOL_CALLING,
            image=f"{REGISTRY}/tools:0.7.0",
            port=8080,
            connects_to=[ExternalEndpoint.of("api.example.com")],
        ),
        "indexer": PlatformModuleProps(
            role=ModuleRole.INPUT_PROCESSING,
            image=f"{REGISTRY}/indexer:1.4.2",
            port=8080,
            calls=["embedder"],
        ),
    }
