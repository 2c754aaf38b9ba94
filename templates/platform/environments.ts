import { type GuardrailsProps, type ModuleScaling } from 'cdk8s-kotaemon';

/** All that environments differ in. */
export interface Environment {
  readonly name: string;
  readonly host: string;
  readonly retriever: ModuleScaling;
  readonly guardrails: GuardrailsProps;
}

/** Limits of every application in every environment. */
const LIMITS: GuardrailsProps = {
  allowedRegistries: ['registry.example.com', 'docker.io/valkey', 'docker.io/semitechnologies'],
  maxReplicas: 20,
  forbiddenSuppressions: ['KSC001', 'KSC031'],
  prices: { cpuCoreHour: 0.04, memoryGibibyteHour: 0.005, extendedHour: { 'nvidia.com/gpu': 2.5 } },
};

export const PRODUCTION: Environment = {
  name: 'production',
  host: 'my-platform.example.com',
  retriever: { minReplicas: 3, maxReplicas: 20 },
  guardrails: { ...LIMITS, maxCostPerHour: 40 },
};

export const STAGING: Environment = {
  name: 'staging',
  host: 'my-platform.staging.example.com',
  retriever: { minReplicas: 2, maxReplicas: 6 },
  guardrails: { ...LIMITS, maxCostPerHour: 20 },
};

export const ENVIRONMENTS: readonly Environment[] = [STAGING, PRODUCTION];
