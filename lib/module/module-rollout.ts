import { Duration } from 'cdk8s';
import { type k8s, type Plain } from '../kube/plain';
import { PodCount } from '../kube/pod-count';
import { wholeSeconds } from '../kube/seconds';
import { UserError } from '../values/user-error';

/** How a new version replaces the old one. Capacity is never lost, unless that is asked for: a pod goes when its successor is ready. */
export interface ModuleRollout {
  /**
   * Whether the old pod is gone before the new one comes: for state that two pods must never touch. Nothing is served in between.
   *
   * @default false
   */
  readonly recreate?: boolean;

  /**
   * How many pods there may be above the number wanted.
   *
   * @default - 25 %; one pod where pods hold extended resources, since devices are scarce
   */
  readonly surge?: PodCount;

  /**
   * How long a pod has to be ready before it counts.
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
   * How many old versions are kept for a rollback.
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
 * @throws where the surge is none, or the deadline is not above what a pod may take to start.
 */
export function rolloutManifest(rollout: ModuleRollout, startupBudget: number, holdsDevices: boolean): RolloutSpec {
  if (rollout.recreate && rollout.surge) throw new UserError('a rollout that recreates pods has none to spare; leave the surge out, or recreate');
  const surge = rollout.surge ?? (holdsDevices ? PodCount.absolute(1) : PodCount.percent(25));
  if (surge._isNone()) throw new UserError('a rollout without surge would have to take pods away first; use at least PodCount.absolute(1)');
  const minReadySeconds = wholeSeconds('minReady', rollout.minReady ?? Duration.seconds(5), 0);
  const starting = startupBudget + minReadySeconds;
  const progressDeadlineSeconds = rollout.progressDeadline ? wholeSeconds('the progress deadline', rollout.progressDeadline, 1) : PULL_AND_PLACE_SECONDS + starting;
  if (progressDeadlineSeconds <= starting) {
    throw new UserError(`the progress deadline (${progressDeadlineSeconds} s) must be above what a pod may take to start (${starting} s); lengthen it, or leave it out`);
  }
  const { revisionHistoryLimit = 5 } = rollout;
  if (!Number.isSafeInteger(revisionHistoryLimit) || revisionHistoryLimit < 0) {
    throw new UserError(`revisionHistoryLimit must be a whole number, at least 0, got ${revisionHistoryLimit}`);
  }
  return {
    strategy: rollout.recreate ? { type: 'Recreate' } : { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: surge._manifest() } },
    minReadySeconds,
    progressDeadlineSeconds,
    revisionHistoryLimit,
  };
}
