import { type Manifest } from '../../../lib/manifest/manifest';
import { parseManifests } from '../../../lib/manifest/parse';
import { carryOut, type PolicyChange, type PolicyChangeInput } from '../../../lib/report/change/policy-change';
import { type PolicyEdit, type ProposedChange } from '../../../lib/studies/tune/policy-edit';

export const SHOP = `# Replicas of the shop.
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2 # two zones
  maxReplicas: 10
  metrics:
    - type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
`;
export const WEB = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web' };
export const MIN: PolicyEdit = { object: WEB, path: ['spec', 'minReplicas'], before: 2, after: 3 };
export const TARGET: PolicyEdit = { object: WEB, path: ['spec', 'metrics', 0, 'resource', 'target', 'averageUtilization'], before: 70, after: 55 };
export const WINDOW: PolicyEdit = { object: WEB, path: ['spec', 'behavior'], after: { scaleDown: { stabilizationWindowSeconds: 600 } } };

/** A proposed change of these edits. */
export function proposed(edits: readonly PolicyEdit[], more: Partial<ProposedChange> = {}): ProposedChange {
  return { edits, stages: [edits], summary: '12 % cheaper (8 to 15 %) at the same SLO.', evidence: [], ...more };
}

/** Input of one file. */
export function inputOf(text: string, file = 'deploy/web.yaml', more: Partial<PolicyChangeInput> = {}): PolicyChangeInput {
  const parsed = parseManifests(text, file).manifests;
  const sources = new Map(parsed.map(({ manifest, source }) => [manifest, source]));
  return { manifests: parsed.map(({ manifest }) => manifest), sources, read: () => text, ...more };
}

/** The change of the shop. */
export function shopChange(edits: readonly PolicyEdit[], more: Partial<ProposedChange> = {}): PolicyChange {
  return carryOut(proposed(edits, more), inputOf(SHOP));
}

/** Objects of a text. */
export function objectsOf(text: string): Manifest[] {
  return parseManifests(text, '').manifests.map(({ manifest }) => manifest);
}
