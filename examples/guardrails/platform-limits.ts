import { type App } from 'cdk8s';
import { Guardrails, type GuardrailsProps } from '../../lib';

/** Limits of the platform team. They are published as a package, and every application begins with them. */
export const LIMITS: GuardrailsProps = {
  allowedRegistries: ['registry.example.com'],
  maxReplicas: 20,
  maxCostPerHour: 12,
  prices: { cpuCoreHour: 0.04, memoryGibibyteHour: 0.005, extendedHour: { 'nvidia.com/gpu': 2.5 } },
  requiredLabels: ['team', 'cost-center'],
  minAvailable: 1,
  forbiddenSuppressions: ['KSC001', 'KSC031'],
  quotas: [{ namespace: 'search', hard: { 'requests.cpu': '40', 'requests.memory': '120Gi', 'requests.nvidia.com/gpu': '8', pods: '40' } }],
};

export function withLimits(app: App): App {
  Guardrails.enforce(app, LIMITS);
  return app;
}
