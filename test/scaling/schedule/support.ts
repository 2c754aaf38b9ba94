import { App, Chart, Testing } from 'cdk8s';
import { ScalingPolicy, type ScalingPolicyProps, Schedule } from '../../../lib';
import { deployment } from '../../support/charts';

type Json = Record<string, any>;

export const AS_OF = '2026-11-25';
export const BERLIN = { timeZone: 'Europe/Berlin' };

/** Office hours in Berlin. */
export const OFFICE_HOURS = Schedule.weekdays('9:00-17:00', { ...BERLIN, atLeast: 6 });

/** A policy of a Deployment called web in the namespace rag, 2 to 40 replicas, with schedules. */
export function scheduled(props: Partial<ScalingPolicyProps>): { chart: Chart; policy: ScalingPolicy; manifests: Json[] } {
  const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
  const policy = new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 40, asOf: AS_OF, schedules: [OFFICE_HOURS], ...props });
  return { chart, policy, manifests: Testing.synth(chart) };
}

/** The only object of a kind among manifests. */
export function ofKind(manifests: readonly Json[], kind: string): Json {
  const found = manifests.filter((manifest) => manifest.kind === kind);
  expect(found).toHaveLength(1);
  return found[0];
}
