import { type Duration } from 'cdk8s';
import { type Cluster } from '../kube/cluster';
import { type k8s, type Plain } from '../kube/plain';
import { wholeSeconds } from '../kube/seconds';
import { UserError } from '../values/user-error';

/** Lifecycle handler with the sleep action, which the types of cdk8s-plus-28 do not include. */
type StopHandler = Plain<k8s.LifecycleHandler> & { readonly sleep?: { readonly seconds: number } };

/** preStop phase of a pod: after the decision to terminate it, before SIGTERM. */
export class Drain {
  /**
   * Keeps serving for the given time, until proxies and other pods have stopped sending requests.
   *
   * A cluster without the sleep action (enabled by default from Kubernetes 1.30) runs the image's `sleep` command,
   * which must exist.
   *
   * @param duration whole seconds, below the termination grace period
   */
  public static sleep(duration: Duration): Drain {
    return new Drain(duration);
  }

  /**
   * Runs a command of the image, as in `['/app/drain', '--wait']`. Its duration counts towards the termination grace
   * period.
   */
  public static command(command: string[]): Drain {
    if (command.length === 0) throw new UserError('the drain command is an empty list; name a program, or use Drain.none()');
    return new Drain(undefined, { exec: { command } });
  }

  /** No preStop hook: the process receives SIGTERM at once, and requests that are still routed to it fail. */
  public static none(): Drain {
    return new Drain();
  }

  /**
   * Duration of the drain in seconds; 0 for a command, which ends by itself.
   *
   * @internal
   */
  public get _seconds(): number {
    return this.duration?.toSeconds() ?? 0;
  }

  private constructor(private readonly duration?: Duration, private readonly handler?: StopHandler) {}

  /**
   * @throws if the drain is not shorter than the termination grace period.
   * @internal
   */
  public _handler(cluster: Cluster, gracePeriod: Duration): StopHandler | undefined {
    if (!this.duration) return this.handler;
    const seconds = wholeSeconds('the drain', this.duration, 1);
    const grace = wholeSeconds('the termination grace period', gracePeriod, 1);
    if (seconds >= grace) {
      throw new UserError(`the drain (${seconds} s) must be shorter than the termination grace period (${grace} s), which includes it; lengthen the grace period`);
    }
    return cluster._has('preStopSleep') ? { sleep: { seconds } } : { exec: { command: ['sleep', String(seconds)] } };
  }
}
