export { Guardrails } from './guardrails';
export { type GuardrailsProps, type NamespaceQuota, type PriceTable } from './guardrails-props';
