import { Duration } from 'cdk8s';
import { type k8s, type Plain } from '../kube/plain';
import { PodCount } from '../kube/pod-count';
import { wholeSeconds } from '../kube/seconds';
import { UserError } from '../values/user-error';

/** Rollout of a new version. No capacity is lost by default: a pod stops when its successor is ready. */
export interface ModuleRollout {
  /**
   * Strategy Recreate: the old pods end before new ones start, for state that two pods must never touch. Nothing is
   * served in between.
   *
   * @default false
   */
  readonly recreate?: boolean;

  /**
   * Pods above the desired number (`maxSurge`).
   *
   * @default - 25 %; one pod where pods hold extended resources, since devices are scarce; none where they mount a
   * claim of the app that one node alone can mount
   */
  readonly surge?: PodCount;

  /**
   * Pods below the desired number (`maxUnavailable`). With a surge of none, each pod makes room for its successor, for
   * GPUs of which there are no more.
   *
   * @default - none
   */
  readonly unavailable?: PodCount;

  /**
   * Time that a pod has to be ready before it counts (`minReadySeconds`).
   *
   * @default Duration.seconds(5)
   */
  readonly minReady?: Duration;

  /**
   * The time without progress after which the rollout is reported as failed.
   *
   * @default - ten minutes, for a node and the image, and the start-up budget on top
   */
  readonly progressDeadline?: Duration;

  /**
   * Old ReplicaSets that are kept for a rollback (`revisionHistoryLimit`).
   *
   * @default 5
   */
  readonly revisionHistoryLimit?: number;
}

type RolloutSpec = Pick<Plain<k8s.DeploymentSpec>, 'strategy' | 'minReadySeconds' | 'progressDeadlineSeconds' | 'revisionHistoryLimit'>;

const PULL_AND_PLACE_SECONDS = 600;

/**
 * The part of a Deployment that says how it is rolled out.
 *
 * @throws where neither surge nor unavailable lets it move, or the deadline is not above what a pod may take to start.
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
