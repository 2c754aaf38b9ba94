import { type ApiObject } from 'cdk8s';
import { type Construct, type IConstruct } from 'constructs';
import { type ConnectionRoute, type IConnectable } from '../kube/connection';
import { LABEL, MANAGED_BY } from '../kube/labels';
import { CLUSTER_DNS } from '../kube/network-peer';
import { networkPolicy } from '../kube/network-policy';
import { type k8s, type Plain } from '../kube/plain';
import { SecurityProfile } from '../kube/security-profile';
import { type Toleration, tolerationManifest } from '../kube/toleration';
import { type ModelPreloadOptions } from './model-preload-options';

/** The labels of pods that this folder makes; they are selected by the first two. */
export function preloadLabels(name: string, component: string): Record<string, string> {
  return { [LABEL.name]: name, [LABEL.instance]: name, [LABEL.component]: component, [LABEL.partOf]: 'kotaemon', [LABEL.managedBy]: MANAGED_BY };
}

/** The labels that select them. */
export function preloadSelector(name: string): Record<string, string> {
  return { [LABEL.name]: name, [LABEL.instance]: name };
}

/** Where pods may run that this folder makes. */
export interface Placement {
  readonly nodeSelector?: Record<string, string>;
  readonly tolerations?: readonly Toleration[];
}

/** What every pod has that this folder makes. */
export function hardenedPod({ nodeSelector, tolerations }: Placement = {}): Partial<Plain<k8s.PodSpec>> {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: SecurityProfile.restricted()._podManifest(),
    ...(nodeSelector && { nodeSelector }),
    ...(tolerations && { tolerations: tolerations.map(tolerationManifest) }),
  };
}

/** Lets pods reach the source of a model and DNS, and nothing else. */
export function fetchPolicy(
  scope: Construct & IConstruct, id: string, name: string, labels: Record<string, string>, endpoint: IConnectable, namespace: string | undefined, dns: ModelPreloadOptions['dns'],
): ApiObject {
  const podLabels = preloadSelector(name);
  const routes: ConnectionRoute[] = endpoint.acceptFrom({ name, podLabels, ...(namespace !== undefined && { namespace }) }).routes;
  return networkPolicy(scope, id, { metadata: { name, labels }, podLabels, dns: dns ?? CLUSTER_DNS, ingress: () => [], egress: () => routes });
}
