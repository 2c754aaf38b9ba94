import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { ScalingPolicy, type ScalingPolicyOptions } from '../../lib';
import { type Json } from './api-client';

/** The spec of a Deployment called web, of one small container. */
export function webSpec(replicas?: number): Json {
  const containers = [{ name: 'web', image: 'registry.example.com/web:1', resources: { requests: { cpu: '100m', memory: '64Mi' } } }];
  return { ...(replicas !== undefined && { replicas }), selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers } } };
}

/** That Deployment with a policy, and the steps of an adoption that the policy prints. */
export function webWithPolicy(namespace: string, options: ScalingPolicyOptions, replicas?: number): { manifests: Json[]; steps: string[] } {
  const chart = new Chart(new App(), 'web', { namespace });
  const target = new ApiObject(chart, 'Web', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: webSpec(replicas) });
  const { adoptionSteps } = new ScalingPolicy(chart, 'Scaling', { target, ...options });
  return { manifests: Testing.synth(chart), steps: adoptionSteps };
}
