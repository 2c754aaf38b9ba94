import { type Duration } from 'cdk8s';
import { type Cluster } from '../kube/cluster';
import { type k8s, type Plain } from '../kube/plain';
import { wholeSeconds } from '../kube/seconds';
import { UserError } from '../values/user-error';

/** A lifecycle handler with the sleep action, which is newer than the types of cdk8s-plus-28. */
type StopHandler = Plain<k8s.LifecycleHandler> & { readonly sleep?: { readonly seconds: number } };

/** PreStop phase of a pod: between the decision to stop it and the signal to its process. */
export class Drain {
  /**
   * Goes on serving for a while, until proxies and other pods have stopped sending.
   *
   * On a cluster without the sleep action (on by default from Kubernetes 1.30) the image's own `sleep` is run, which
   * has to be there.
   *
   * @param duration whole seconds, below the termination grace period
   */
  public static sleep(duration: Duration): Drain {
    return new Drain(duration);
  }

  /** A command of the image, as in `['/app/drain', '--wait']`. The termination grace period runs while it does. */
  public static command(command: string[]): Drain {
    if (command.length === 0) throw new UserError('the drain command is an empty list; name a program, or use Drain.none()');
    return new Drain(undefined, { exec: { command } });
  }

  /** Nothing: the process gets its signal at once, and requests that are still being sent to it fail. */
  public static none(): Drain {
    return new Drain();
  }

  /**
   * Seconds that it takes; 0 for a command, which ends by itself.
   *
   * @internal
   */
  public get _seconds(): number {
    return this.duration?.toSeconds() ?? 0;
  }

  private constructor(private readonly duration?: Duration, private readonly handler?: StopHandler) {}

  /**
   * @throws where the drain takes the whole grace period.
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
