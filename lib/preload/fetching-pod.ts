import { type ApiObject, Chart, Size } from 'cdk8s';
import { type Construct } from 'constructs';
import { type IConnectable } from '../kube/connection';
import { type ContainerResources, resourcesManifest } from '../kube/container-resources';
import { LABEL, MANAGED_BY } from '../kube/labels';
import { CLUSTER_DNS, type NetworkPeer } from '../kube/network-peer';
import { networkPolicy } from '../kube/network-policy';
import { type k8s, type Plain } from '../kube/plain';
import { SecurityProfile } from '../kube/security-profile';
import { type Toleration, tolerationManifest } from '../kube/toleration';
import { Cpu } from '../values/cpu';
import { PAUSE_IMAGE } from './images';

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

interface FetchPolicyProps {
  readonly name: string;
  /** The name that the pods are selected by. */
  readonly podsOf: string;
  readonly labels: Record<string, string>;
  /** Where the model comes from. */
  readonly endpoint: IConnectable;
  /** Who answers DNS queries. */
  readonly dns?: NetworkPeer[];
}

/** Lets pods reach the source of a model and DNS, and nothing else. */
export function fetchPolicy(scope: Construct, id: string, { name, podsOf, labels, endpoint, dns = CLUSTER_DNS }: FetchPolicyProps): ApiObject {
  const podLabels = preloadSelector(podsOf);
  const { routes } = endpoint.acceptFrom({ name, podLabels, namespace: Chart.of(scope).namespace });
  return networkPolicy(scope, id, { metadata: { name, labels }, podLabels, dns, ingress: () => [], egress: () => routes });
}

/** The container that waits. */
export function pauseContainer(resources: ContainerResources = { cpu: Cpu.millis(1), memory: Size.mebibytes(8) }): Plain<k8s.Container> {
  return {
    name: 'pause',
    image: PAUSE_IMAGE,
    imagePullPolicy: 'IfNotPresent',
    resources: resourcesManifest('pause', { ephemeralStorage: Size.mebibytes(1), ephemeralStorageLimit: Size.mebibytes(8), ...resources }),
    securityContext: SecurityProfile.restricted()._containerManifest(),
  };
}
