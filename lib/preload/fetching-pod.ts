import { type ApiObject, Chart, Size } from 'cdk8s';
import { type Construct } from 'constructs';
import { type IConnectable } from '../kube/connection';
import { type ContainerResources, resourcesManifest } from '../kube/container-resources';
import { LABEL, MANAGED_BY } from '../kube/labels';
import { requireReferencedName } from '../kube/names';
import { type NetworkPeer } from '../kube/network-peer';
import { networkPolicy } from '../kube/network-policy';
import { type Placement, placementManifest } from '../kube/placement';
import { type k8s, type Plain } from '../kube/plain';
import { pullSecretsManifest } from '../kube/pull-secrets';
import { type SecurityProfile } from '../kube/security-profile';
import { Cpu } from '../values/cpu';
import { ImageReference } from '../values/image-reference';
import { PAUSE_IMAGE } from './images';

/** Returns the labels of preload pods; the first two select them. */
export function preloadLabels(name: string, component: string): Record<string, string> {
  return { [LABEL.name]: name, [LABEL.instance]: name, [LABEL.component]: component, [LABEL.partOf]: 'kotaemon', [LABEL.managedBy]: MANAGED_BY };
}

/** Returns the selector of preload pods. */
export function preloadSelector(name: string): Record<string, string> {
  return { [LABEL.name]: name, [LABEL.instance]: name };
}

/** Settings of a preload pod: placement, pull secrets and service account. */
export interface PodSettings extends Placement {
  readonly imagePullSecrets?: readonly string[];
  readonly serviceAccountName?: string;
}

/**
 * Builds the pod spec that all preload pods share.
 *
 * @throws if a name, a label or a toleration is invalid.
 */
export function hardenedPod(security: SecurityProfile, { imagePullSecrets, serviceAccountName, ...placement }: PodSettings = {}): Partial<Plain<k8s.PodSpec>> {
  if (serviceAccountName !== undefined) requireReferencedName('ServiceAccount', serviceAccountName);
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: security._podManifest(),
    ...(serviceAccountName !== undefined && { serviceAccountName }),
    ...pullSecretsManifest(imagePullSecrets),
    ...placementManifest(placement),
  };
}

interface FetchPolicyProps {
  readonly name: string;
  /** Name in the pod selector. */
  readonly podsOf: string;
  readonly labels: Record<string, string>;
  /** Endpoints that the fetch needs. */
  readonly endpoints: readonly IConnectable[];
  /** DNS servers. */
  readonly dns?: NetworkPeer[];
}

/** NetworkPolicy that allows egress only to the source of a model and to DNS. */
export function fetchPolicy(scope: Construct, id: string, { name, podsOf, labels, endpoints, dns }: FetchPolicyProps): ApiObject {
  const podLabels = preloadSelector(podsOf);
  const caller = { name, podLabels, namespace: Chart.of(scope).namespace };
  const routes = endpoints.flatMap((endpoint) => endpoint.acceptFrom(caller).routes);
  return networkPolicy(scope, id, { metadata: { name, labels }, podLabels, dns, ingress: () => [], egress: () => routes });
}

const PAUSE_RESOURCES: ContainerResources = { cpu: Cpu.millis(1), memory: Size.mebibytes(8) };

/** Pause container. */
export function pauseContainer(security: SecurityProfile, image = PAUSE_IMAGE, resources = PAUSE_RESOURCES): Plain<k8s.Container> {
  return {
    name: 'pause',
    image: ImageReference.parsePinned(image).toString(),
    imagePullPolicy: 'IfNotPresent',
    resources: resourcesManifest('pause', { ephemeralStorage: Size.mebibytes(1), ephemeralStorageLimit: Size.mebibytes(8), ...resources }),
    securityContext: security._containerManifest(),
  };
}

/** NetworkPolicy of idle pods: no ingress and no egress. */
export function closedPolicy(scope: Construct, name: string, component: string): ApiObject {
  const metadata = { name, labels: preloadLabels(name, component) };
  return networkPolicy(scope, 'NetworkPolicy', { metadata, podLabels: preloadSelector(name), dns: [], ingress: () => [], egress: () => [] });
}
