import { type Construct } from 'constructs';
import { type GuardrailsProps, type ISessionStore, type ModuleScaling, SecretKey, SessionStore, ValkeySessionStore } from '../../lib';

/** All that environments differ in. */
export interface Environment {
  readonly name: string;
  readonly host: string;
  readonly vectors: number;
  readonly sessions: (scope: Construct) => ISessionStore;
  readonly replicas: Readonly<Record<'agent' | 'retriever' | 'embedder' | 'generator' | 'kotaemon', ModuleScaling>>;
  /** Range of the managed services' addresses. */
  readonly services: string;
  readonly guardrails: GuardrailsProps;
}

const guardrails: GuardrailsProps = {
  allowedRegistries: ['registry.example.com', 'ghcr.io/cinnamon', 'docker.io/valkey', 'docker.io/semitechnologies'],
  requiredLabels: ['app.kubernetes.io/name'],
  forbiddenSuppressions: ['KSC001', 'KSC031'],
  prices: { cpuCoreHour: 0.04, memoryGibibyteHour: 0.005, extendedHour: { 'nvidia.com/gpu': 2.5 } },
};
const inCluster = (scope: Construct): ISessionStore => new ValkeySessionStore(scope, 'sessions');
const one: ModuleScaling = { minReplicas: 1, maxReplicas: 2 };

export const ENVIRONMENTS: readonly Environment[] = [
  {
    name: 'dev',
    host: 'assistant.dev.example.com',
    vectors: 50_000,
    sessions: inCluster,
    replicas: { agent: one, retriever: one, embedder: one, generator: one, kotaemon: one },
    services: '10.0.0.0/24',
    guardrails: { ...guardrails, maxReplicas: 10, maxCostPerHour: 15 },
  },
  {
    name: 'staging',
    host: 'assistant.staging.example.com',
    vectors: 1_000_000,
    sessions: inCluster,
    replicas: { agent: {}, retriever: {}, embedder: {}, generator: { maxReplicas: 3 }, kotaemon: {} },
    services: '10.10.0.0/24',
    guardrails: { ...guardrails, maxReplicas: 10, maxCostPerHour: 20 },
  },
  {
    name: 'production',
    host: 'assistant.example.com',
    vectors: 1_000_000,
    sessions: () => SessionStore.external({
      url: 'rediss://sessions.example.com:6379/0', password: SecretKey.of('sessions-auth', 'password'), cidrs: ['10.20.0.0/24'],
    }),
    replicas: {
      agent: { minReplicas: 3, maxReplicas: 20 },
      retriever: { minReplicas: 3, maxReplicas: 20 },
      embedder: { minReplicas: 2, maxReplicas: 12 },
      generator: { minReplicas: 2, maxReplicas: 8 },
      kotaemon: { minReplicas: 3, maxReplicas: 12 },
    },
    services: '10.20.0.0/24',
    guardrails: {
      ...guardrails,
      maxReplicas: 20,
      maxCostPerHour: 40,
      minAvailable: 1,
      exemptions: { 'StatefulSet assistant/vectors': 'one server with one volume, by design' },
    },
  },
];
