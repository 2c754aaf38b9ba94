import { type LinterFinding } from './linters';

/** Finding of a linter about the examples that is not followed, and the reason. */
export interface Suppression {
  readonly linter: LinterFinding['linter'];
  readonly check: string;
  /** The example that it is said of. @default - any */
  readonly output?: string;
  /**
   * Pattern of the whole message.
   * @default - anything
   */
  readonly message?: RegExp;
  /**
   * Pattern of kind and name, as in 'Deployment web'.
   * @default - any
   */
  readonly object?: RegExp;
  readonly reason: string;
}

const PULL_POLICY = 'an image that is named by version or digest is the same on every node; to ask the registry before each start makes a scale-up wait for it, and fail with it';
const CPU_LIMIT = 'a limit of cpu slows a request down while cores are idle; what a pod may count on is its request';
const NOTHING_TO_PROBE = 'these pods do nothing but pause';

export const SUPPRESSIONS: readonly Suppression[] = [
  { linter: 'kube-score', check: 'container-image-pull-policy', reason: PULL_POLICY },
  { linter: 'checkov', check: 'CKV_K8S_15', reason: PULL_POLICY },
  { linter: 'kube-score', check: 'container-resources', message: /^\S+ CPU limit is not set$/, reason: CPU_LIMIT },
  { linter: 'checkov', check: 'CKV_K8S_11', reason: CPU_LIMIT },
  { linter: 'checkov', check: 'CKV_K8S_8', object: /^(DaemonSet gpu-images|Deployment gpu-room)$/, reason: NOTHING_TO_PROBE },
  { linter: 'checkov', check: 'CKV_K8S_9', object: /^(DaemonSet gpu-images|Deployment gpu-room)$/, reason: NOTHING_TO_PROBE },
  {
    linter: 'checkov', check: 'CKV_K8S_43', object: /^(Deployment|DaemonSet) /,
    reason: 'the images of an example are for the reader to name, and no digest of theirs exists; what we choose ourselves is named by digest',
  },
  {
    linter: 'checkov', check: 'CKV_K8S_43', object: /^StatefulSet vectors$/,
    reason: 'a vector store is named by version, which is what its compatibility with the clients hangs on; who wants a digest gives the one that his registry has checked',
  },
  {
    linter: 'checkov', check: 'CKV_K8S_35', object: /^(Deployment|Job|StatefulSet) /,
    reason: 'the programs that read these secrets, huggingface_hub, the stores and their clients, read them from their environment',
  },
  {
    linter: 'checkov', check: 'CKV_K8S_43', object: /^CronJob /,
    reason: 'kubectl is named by the version that fits the cluster; who wants a digest gives the image that his registry has checked',
  },
  {
    linter: 'checkov', check: 'CKV_K8S_38', object: /^CronJob .*-schedule$/,
    reason: 'a schedule changes one HPA through the API, with a Role that can touch no other',
  },
  {
    linter: 'kube-score', check: 'deployment-replicas', object: /^Deployment (retriever|generator|search)$/,
    reason: 'a ScaledObject, which the linter does not know, says how many there are',
  },
  ...['deployment-replicas', 'deployment-strategy'].map((check): Suppression => ({
    linter: 'kube-score', check, output: 'kotaemon-app', object: /^Deployment kotaemon$/,
    reason: 'the embedded app keeps its state on one volume: it is one replica, which is replaced and not rolled',
  })),
  {
    linter: 'kube-score', check: 'networkpolicy-targets-pod', object: /^NetworkPolicy (database|ingest)$/,
    reason: 'the pods come from a Cluster of CloudNativePG and from a ScaledJob, neither of which the linter knows',
  },
  {
    linter: 'kube-score', check: 'horizontalpodautoscaler-replicas', output: 'platform/dev',
    reason: 'nobody waits for an environment in which developers try things: one replica is enough there',
  },
];

export function isSuppressed({ linter, check, kind, name, message }: LinterFinding, output: string, suppressions: readonly Suppression[]): boolean {
  return suppressions.some((each) => (
    each.linter === linter && each.check === check && (each.output ?? output) === output && (each.object?.test(`${kind} ${name}`) ?? true) && (each.message?.test(message) ?? true)
  ));
}
