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

/** Workload and nodes for lazy image pull. */
export interface LazyImagePullProps {
  /** Workload: a construct that holds one API object with a pod template. */
  readonly workload: IConstruct;

  /** Time from the start of the pull until the container starts, measured on a node without the images. */
  readonly pullTime: Duration;

  /**
   * Node labels of a runtime with lazy pull (stargz, SOCI, image streaming), as in `{
   * 'cloud.google.com/gke-image-streaming': 'true' }`.
   *
   * @default - selected by the runtime class
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * RuntimeClass with lazy pull.
   *
   * @default - selected by the node selector
   */
  readonly runtimeClassName?: string;
}

/**
 * Lazy image pull: starts containers before their images are pulled completely, on nodes that support it. The node
 * configures lazy pull; the manifest selects such nodes and declares the pull time, which the simulator uses.
 *
 * ```ts
 * new LazyImagePull(chart, 'LazyPull', {
 * workload: retriever.deployment,
 * pullTime: Duration.seconds(12),
 * nodeSelector: { 'cloud.google.com/gke-image-streaming': 'true' },
 * });
 * ```
 */
@namedInErrors
export class LazyImagePull extends Construct {
  /** @throws if neither nodeSelector nor runtimeClassName is set. */
  constructor(scope: Construct, id: string, props: LazyImagePullProps) {
    super(scope, id);
    const { workload, nodeSelector, runtimeClassName } = props;
    if (!nodeSelector && runtimeClassName === undefined) {
      throw new UserError('lazy image pull has neither nodeSelector nor runtimeClassName; set one of them, for the nodes that support it');
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
  if (known) throw new UserError(`${manifest.kind} ${manifest.metadata.name} already selects nodes with ${known[0]}=${spec.nodeSelector[known[0]]}, and no node also has ${known[1]}; remove one of the two`);
  if (runtimeClassName !== undefined && (spec.runtimeClassName ?? runtimeClassName) !== runtimeClassName) {
    throw new UserError(`${manifest.kind} ${manifest.metadata.name} already has the runtime class '${spec.runtimeClassName}', not '${runtimeClassName}'; set it in one place only`);
  }
  if (nodeSelector) spec.nodeSelector = { ...spec.nodeSelector, ...nodeSelector };
  if (runtimeClassName !== undefined) spec.runtimeClassName = runtimeClassName;
  manifest.metadata.annotations = { ...manifest.metadata.annotations, [PULL_TIME_ANNOTATION]: `${seconds}s` };
  return manifest;
}
