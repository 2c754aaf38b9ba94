import { type Duration } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { apiObjectOf } from '../kube/api-object-of';
import { type Json, transformFinalManifest } from '../kube/final-manifest';
import { checkedLabels } from '../kube/labels';
import { namedInErrors } from '../kube/named-in-errors';
import { requireReferencedName } from '../kube/names';
import { wholeSeconds } from '../kube/seconds';
import { PULL_TIME_ANNOTATION } from '../values/annotations';
import { UserError } from '../values/user-error';
import { podSpecOf } from './pod-transform';

/** The nodes that start images before they are pulled whole. */
export interface LazyImagePullProps {
  /** A construct that holds one API object with a pod template. */
  readonly workload: IConstruct;

  /** The time until the images can be started on a node that has none of them, measured on such a node. */
  readonly pullTime: Duration;

  /**
   * The labels of nodes whose runtime pulls lazily (stargz, SOCI, image streaming), as in `{ 'cloud.google.com/gke-image-streaming': 'true' }`.
   *
   * @default - the runtime class decides
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * The runtime class that pulls lazily.
   *
   * @default - the node selector decides
   */
  readonly runtimeClassName?: string;
}

/**
 * Has images started before they are whole, by nodes that can do that. Pulling lazily is set up on the node; a manifest can only choose such nodes, and say how
 * long the pull takes there, which the simulator goes by.
 */
@namedInErrors
export class LazyImagePull extends Construct {
  /** @throws where neither nodes nor a runtime are named. */
  constructor(scope: Construct, id: string, props: LazyImagePullProps) {
    super(scope, id);
    const { workload, nodeSelector, runtimeClassName } = props;
    if (!nodeSelector && runtimeClassName === undefined) {
      throw new UserError('lazy pulling is set up on nodes; name the nodeSelector or the runtimeClassName of those that have it');
    }
    if (nodeSelector) checkedLabels(nodeSelector);
    if (runtimeClassName !== undefined) requireReferencedName('RuntimeClass', runtimeClassName);
    const seconds = wholeSeconds('the pull time', props.pullTime, 1);
    transformFinalManifest(apiObjectOf(workload), (manifest) => withLazyPull(manifest, seconds, nodeSelector, runtimeClassName));
  }
}

function withLazyPull(manifest: Json, seconds: number, nodeSelector?: Record<string, string>, runtimeClassName?: string): Json {
  const spec = podSpecOf(manifest);
  const known = Object.entries(nodeSelector ?? {}).find(([label, value]) => (spec.nodeSelector?.[label] ?? value) !== value);
  if (known) throw new UserError(`${manifest.kind} ${manifest.metadata.name} selects nodes with ${known[0]}=${spec.nodeSelector[known[0]]} already, and none can have ${known[1]}, too`);
  if (runtimeClassName !== undefined && (spec.runtimeClassName ?? runtimeClassName) !== runtimeClassName) {
    throw new UserError(`${manifest.kind} ${manifest.metadata.name} has the runtime class '${spec.runtimeClassName}' already; name '${runtimeClassName}' in one place only`);
  }
  if (nodeSelector) spec.nodeSelector = { ...spec.nodeSelector, ...nodeSelector };
  if (runtimeClassName !== undefined) spec.runtimeClassName = runtimeClassName;
  manifest.metadata.annotations = { ...manifest.metadata.annotations, [PULL_TIME_ANNOTATION]: `${seconds}s` };
  return manifest;
}
