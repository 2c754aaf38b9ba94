export { Guardrails } from './guardrails';
export { type GuardrailsProps, type NamespaceQuota, type PriceTable } from './guardrails-props';
export { KotaemonPlatform } from './kotaemon-platform';
export { type KotaemonPlatformProps, type PlatformModuleProps } from './kotaemon-platform-props';
