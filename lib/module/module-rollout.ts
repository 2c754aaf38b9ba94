import { Duration } from 'cdk8s';
import { type k8s, type Plain } from '../kube/plain';
import { PodCount } from '../kube/pod-count';
import { wholeSeconds } from '../kube/seconds';
import { UserError } from '../values/user-error';

/**
 * Rollout strategy of a new version. By default no capacity is lost: an old pod is terminated after its replacement is
 * ready.
 */
export interface ModuleRollout {
  /**
   * Strategy Recreate: terminates the old pods before it starts new ones, for state that only one pod may access. The
   * module is unavailable in between.
   *
   * @default false
   */
  readonly recreate?: boolean;

  /**
   * Pods above the desired number (`maxSurge`).
   *
   * @default - 25 %; one pod if the pods request extended resources, since devices are scarce; none if they mount a
   * PersistentVolumeClaim of the app with an access mode for a single node
   */
  readonly surge?: PodCount;

  /**
   * Pods below the desired number (`maxUnavailable`). With a surge of none, an old pod is terminated before its
   * replacement starts, as needed if there are no spare GPUs.
   *
   * @default - none
   */
  readonly unavailable?: PodCount;

  /**
   * Time that a pod must be ready before it counts as available (`minReadySeconds`).
   *
   * @default Duration.seconds(5)
   */
  readonly minReady?: Duration;

  /**
   * Time without progress after which the rollout is reported as failed (`progressDeadlineSeconds`).
   *
   * @default - ten minutes for scheduling and the image pull, plus the start-up budget
   */
  readonly progressDeadline?: Duration;

  /**
   * Number of old ReplicaSets kept for a rollback (`revisionHistoryLimit`).
   *
   * @default 5
   */
  readonly revisionHistoryLimit?: number;
}

type RolloutSpec = Pick<Plain<k8s.DeploymentSpec>, 'strategy' | 'minReadySeconds' | 'progressDeadlineSeconds' | 'revisionHistoryLimit'>;

const PULL_AND_PLACE_SECONDS = 600;

/**
 * Returns the rollout fields of a Deployment spec.
 *
 * @throws if surge and unavailable are both 0, or the deadline is not above the start time of a pod.
 */
export function rolloutManifest(rollout: ModuleRollout, startupBudget: number, holdsDevices: boolean): RolloutSpec {
  if (rollout.recreate && (rollout.surge || rollout.unavailable)) throw new UserError('surge and unavailable have no effect with recreate; remove them, or remove recreate');
  const surge = rollout.surge ?? (holdsDevices ? PodCount.absolute(1) : PodCount.percent(25));
  const { unavailable = PodCount.absolute(0) } = rollout;
  if (surge._isNone() && unavailable._isNone()) {
    throw new UserError('surge and unavailable are both 0, so that the rollout cannot start; use a surge of PodCount.absolute(1), or set unavailable if there is no room for another pod');
  }
  const minReadySeconds = wholeSeconds('minReady', rollout.minReady ?? Duration.seconds(5), 0);
  const starting = startupBudget + minReadySeconds;
  const progressDeadlineSeconds = rollout.progressDeadline ? wholeSeconds('the progress deadline', rollout.progressDeadline, 1) : PULL_AND_PLACE_SECONDS + starting;
  if (progressDeadlineSeconds <= starting) {
    throw new UserError(`the progress deadline (${progressDeadlineSeconds} s) must be above the start time of a pod (${starting} s); lengthen it, or remove it`);
  }
  const { revisionHistoryLimit = 5 } = rollout;
  if (!Number.isSafeInteger(revisionHistoryLimit) || revisionHistoryLimit < 0) {
    throw new UserError(`revisionHistoryLimit must be a whole number, at least 0, got ${revisionHistoryLimit}`);
  }
  return {
    strategy: rollout.recreate ? { type: 'Recreate' } : { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: unavailable._manifest(), maxSurge: surge._manifest() } },
    minReadySeconds,
    progressDeadlineSeconds,
    revisionHistoryLimit,
  };
}
