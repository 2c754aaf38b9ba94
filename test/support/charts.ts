import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { Cluster, type KubernetesVersion } from '../../lib';
import { formatFinding } from '../../lib/checks';
import { Synthesis } from '../../lib/kube/synthesis';
import { findingsOf as findingsIn } from '../../lib/synthesis/manifest-checks';

type Json = Record<string, any>;

export const WEB_IMAGE = 'registry.example.com/web:1';

/** A chart of an app that is declared to be for a version of Kubernetes. */
export function chartOn(kubernetesVersion: KubernetesVersion): Chart {
  const app = new App();
  Cluster.declare(app, { kubernetesVersion });
  return new Chart(app, 'test');
}

/**
 * A Deployment called web, as a third party would have written it; its containers run the same image unless they say
 * another.
 */
export function deployment(chart: Chart, { containers = [{ name: 'main', resources: { requests: { cpu: '1', memory: '1Gi' } } }], ...spec }: Json = {}): ApiObject {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: containers.map((container: Json) => ({ image: WEB_IMAGE, ...container })) } };
  return new ApiObject(chart, 'Web', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: { app: 'web' } }, template, ...spec },
  });
}

/** The only object of a kind in a chart, as it is written out. */
export function one(chart: Chart, kind: string): Json {
  const found = Testing.synth(chart).filter((manifest) => manifest.kind === kind);
  expect(found).toHaveLength(1);
  return found[0];
}

export function autoscalerOf(chart: Chart): Json {
  return one(chart, 'HorizontalPodAutoscaler');
}

/**
 * Findings of the checks in the app that a construct belongs to, one line each; rules on general practice are left out.
 */
export function findingsOf(construct: IConstruct): string[] {
  return findingsIn(Synthesis.of(construct).finalApp()).filter(({ rule }) => rule.topic !== 'practice').map(formatFinding);
}
