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
  /** A construct that holds one API object with a pod template. */
  readonly workload: IConstruct;

  /** Time until the images can start on a node without them, measured on such a node. */
  readonly pullTime: Duration;

  /**
   * Labels of nodes whose runtime pulls lazily (stargz, SOCI, image streaming), as in `{
   * 'cloud.google.com/gke-image-streaming': 'true' }`.
   *
   * @default - the runtime class decides
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Runtime class that pulls lazily.
   *
   * @default - the node selector decides
   */
  readonly runtimeClassName?: string;
}

/**
 * Starts images before they are pulled completely, on nodes that support it. Lazy pull is configured on the node; the
 * manifest selects such nodes and declares the pull time, which the simulator uses.
 *
 * ```ts
 * new LazyImagePull(chart, 'LazyPull', {
 *   workload: retriever.deployment,
 *   pullTime: Duration.seconds(12),
 *   nodeSelector: { 'cloud.google.com/gke-image-streaming': 'true' },
 * });
 * ```
 */
@namedInErrors
export class LazyImagePull extends Construct {
  /** @throws if neither nodes nor a runtime are named. */
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
