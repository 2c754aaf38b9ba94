import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { Cluster } from '../kube/cluster';
import { KubeObject } from '../kube/kube-object';
import { type k8s, type Plain } from '../kube/plain';
import { hardenedPod, pauseContainer, type PodSettings, preloadLabels, preloadSelector } from './fetching-pod';

interface DaemonSetProps extends PodSettings {
  readonly name: string;
  readonly component: string;
  /** Image of the pause container. */
  readonly pauseImage?: string;
  readonly podSpec?: Partial<Plain<k8s.PodSpec>>;
}

/** DaemonSet with the given init containers and a pause container as its only container. */
export function waitingDaemonSet(scope: Construct, { name, component, pauseImage, podSpec, ...settings }: DaemonSetProps): ApiObject {
  const labels = preloadLabels(name, component);
  const { security } = Cluster.of(scope);
  return new KubeObject(scope, 'Resource', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, labels },
    spec: {
      selector: { matchLabels: preloadSelector(name) },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%' } },
      template: {
        metadata: { labels },
        spec: { ...hardenedPod(security, settings), terminationGracePeriodSeconds: 5, ...podSpec, containers: [pauseContainer(security, pauseImage)] },
      },
    },
  });
}
