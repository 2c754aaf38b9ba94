import { type ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { apiObjectOf } from '../kube/api-object-of';
import { Cluster } from '../kube/cluster';
import { type ContainerResources } from '../kube/container-resources';
import { transformFinalManifest } from '../kube/final-manifest';
import { KubeObject } from '../kube/kube-object';
import { requireObjectName } from '../kube/names';
import { objectName } from '../kube/object-name';
import { type Toleration } from '../kube/toleration';
import { AUTOSCALING_ANNOTATION, AUTOSCALING_NEVER } from '../values/annotations';
import { UserError } from '../values/user-error';
import { closedPolicy, hardenedPod, pauseContainer, preloadLabels, preloadSelector } from './fetching-pod';
import { oncePerApp } from './once-per-app';

const COMPONENT = 'head-room';

/** Size and placement of pause pods. */
export interface PausePodsProps {
  /** Number of pods to reserve capacity for. */
  readonly pods: number;

  /** Requests of one pause pod: those of the workload that scales up, summed over its containers. */
  readonly resources: ContainerResources;

  /**
   * Name of the Deployment.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Priority of the pods. It is below 0, the default of all other pods; from -10 the cluster autoscaler's usual
   * cutoff still adds nodes for them. The cluster-scoped PriorityClass has the value in its name, as in
   * 'head-room-minus-10', and is created once per app.
   *
   * @default -10
   */
  readonly priority?: number;

  /**
   * Node selector of the pods: that of the workload.
   *
   * @default - any node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Tolerations of the pods: those of the workload.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];

  /**
   * RuntimeClass of the pods.
   *
   * @default - the node's default runtime
   */
  readonly runtimeClassName?: string;

  /**
   * Pause image, by version or digest.
   *
   * @default - registry.k8s.io/pause, by digest
   */
  readonly image?: string;

  /**
   * Image pull Secrets of the image's registry, by name.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];
}

/** Properties of a CapacityBuffer for a workload. */
export interface CapacityBufferProps {
  /** Workload: any object with a scale subresource. */
  readonly workload: IConstruct;

  /**
   * Buffer size as a number of pods of the workload.
   *
   * @default - none: percent is set
   */
  readonly pods?: number;

  /**
   * Buffer size as a percentage of the workload's pods.
   *
   * @default - none: pods is set
   */
  readonly percent?: number;

  /**
   * Name of the CapacityBuffer.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

/**
 * Overprovisioning: capacity reserved for the next pods, so that a scale-up does not wait for a node.
 *
 * A new pod preempts the reservation at once; the cluster autoscaler then adds a node for the reservation.
 *
 * ```ts
 * HeadRoom.pausePods(chart, 'room', { pods: 1, resources: { cpu: Cpu.cores(4), memory: Size.gibibytes(16) } });
 * ```
 */
export class HeadRoom extends Construct {
  /**
   * Reserves capacity by pause pods of low priority. Works on every cluster with a node autoscaler, and occupies real
   * resources.
   *
   * @throws if the number of pods is invalid, or the priority is not below 0.
   */
  public static pausePods(scope: Construct, id: string, props: PausePodsProps): HeadRoom {
    return new HeadRoom(scope, id, (self) => pauseDeployment(self, id, props), (self) => closedPolicy(self, objectName(self, id, 'Deployment', props.name), COMPONENT));
  }

  /**
   * Reserves capacity by a CapacityBuffer (autoscaling.x-k8s.io/v1beta1), without pods. The node autoscaler has to
   * support it.
   *
   * @throws unless either pods or percent is given.
   * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/proposals/buffers.md
   */
  public static capacityBuffer(scope: Construct, id: string, props: CapacityBufferProps): HeadRoom {
    return new HeadRoom(scope, id, (self) => capacityBuffer(self, id, props));
  }

  /** Deployment of the pause pods, or the CapacityBuffer. */
  public readonly resource: ApiObject;
  /** NetworkPolicy that denies all traffic of the pause pods; undefined for a CapacityBuffer. */
  public readonly networkPolicy?: ApiObject;

  private constructor(scope: Construct, id: string, create: (self: Construct) => ApiObject, close?: (self: Construct) => ApiObject) {
    super(scope, id);
    this.resource = create(this);
    this.networkPolicy = close?.(this);
  }
}

function pauseDeployment(scope: Construct, id: string, props: PausePodsProps): ApiObject {
  const { pods, resources, priority = -10, nodeSelector, tolerations, runtimeClassName, image, imagePullSecrets } = props;
  const name = objectName(scope, id, 'Deployment', props.name);
  requireObjectName('Deployment', name);
  requirePods(name, pods);
  if (!Number.isSafeInteger(priority) || priority >= 0 || priority < -1e9) throw new UserError(`the priority of head-room '${name}' must be a whole number below 0, got ${priority}; 0 is the priority of all other pods`);
  const labels = preloadLabels(name, COMPONENT);
  const { security } = Cluster.of(scope);
  const priorityClassName = oncePerApp(scope, ['PriorityClass', priority], () => priorityClass(scope, priority)).name;
  return new KubeObject(scope, 'Resource', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels, annotations: { [AUTOSCALING_ANNOTATION]: AUTOSCALING_NEVER } },
    spec: {
      replicas: pods,
      selector: { matchLabels: preloadSelector(name) },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: '25%' } },
      template: {
        metadata: { labels },
        spec: {
          ...hardenedPod(security, { nodeSelector, tolerations, priorityClassName, runtimeClassName, imagePullSecrets }),
          terminationGracePeriodSeconds: 0,
          containers: [pauseContainer(security, image, resources)],
        },
      },
    },
  });
}

function priorityClass(scope: Construct, value: number): ApiObject {
  const name = `head-room-minus-${-value}`;
  const object = new KubeObject(scope, 'PriorityClass', {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name, labels: preloadLabels(name, COMPONENT) },
    value,
    globalDefault: false,
    preemptionPolicy: 'Never',
  });
  transformFinalManifest(object, ({ metadata: { namespace: _, ...metadata }, ...manifest }) => ({ ...manifest, metadata }));
  return object;
}

function capacityBuffer(scope: Construct, id: string, { workload, pods, percent, name: given }: CapacityBufferProps): ApiObject {
  const name = objectName(scope, id, 'CapacityBuffer', given);
  requireObjectName('CapacityBuffer', name);
  if ((pods === undefined) === (percent === undefined)) throw new UserError(`head-room '${name}' needs pods or percent, got ${pods === undefined ? 'neither' : 'both'}; set one of the two`);
  if (pods !== undefined) requirePods(name, pods);
  if (percent !== undefined && (!Number.isSafeInteger(percent) || percent < 1)) throw new UserError(`the percent of head-room '${name}' must be a whole number above 0, got ${percent}`);
  const { apiGroup, kind, name: target } = apiObjectOf(workload);
  return new KubeObject(scope, 'Resource', {
    apiVersion: 'autoscaling.x-k8s.io/v1beta1',
    kind: 'CapacityBuffer',
    metadata: { name, labels: preloadLabels(name, COMPONENT) },
    spec: {
      provisioningStrategy: 'buffer.x-k8s.io/active-capacity',
      scalableRef: { apiGroup, kind, name: target },
      ...(pods !== undefined && { replicas: pods }),
      ...(percent !== undefined && { percentage: percent }),
    },
  });
}

function requirePods(name: string, pods: number): void {
  if (!Number.isSafeInteger(pods) || pods < 1) throw new UserError(`head-room '${name}' must be for a whole number of pods above 0, got ${pods}`);
}
