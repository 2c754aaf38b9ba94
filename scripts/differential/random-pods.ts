import type { RandomStream } from '../../lib/simulator/engine/random/random-stream';
import type { TrajectoryPod } from '../conformance/kinds/trajectory-pods';
import { chance, pick } from './draws';
import { randomRequests } from './random-requests';

type Pod = { -readonly [K in keyof TrajectoryPod]: TrajectoryPod[K] };

/** The pods of a workload that follow its scale late: they start, flap, fail and drain. */
export class RandomPods {
  private pods: Pod[] = [];
  private made = 0;
  private readonly requests: Pick<TrajectoryPod, 'requests' | 'requestsMilli'>;
  /** Pods of one revision request the same; while a rollout lasts, they do not. */
  private readonly isRollingOut: boolean;
  /** Rate at which the pods of this world change. */
  private readonly unrest: number;

  public constructor(private readonly random: RandomStream) {
    this.requests = chance(random, 0.3) ? { requests: randomRequests(random) } : { requestsMilli: ofOneOrTwoContainers(random) };
    this.isRollingOut = chance(random, 0.1);
    this.unrest = pick(random, [0, 0, 0.02, 0.1]);
  }

  /** @param at seconds */
  public follow(replicas: number, at: number): readonly TrajectoryPod[] {
    const { random } = this;
    this.pods = this.pods.filter(({ deleting }) => !deleting || chance(random, 0.4));
    for (const pod of this.pods) this.advance(pod, at);
    const staying = this.pods.filter(({ deleting, phase }) => !deleting && phase !== 'Failed' && phase !== 'Succeeded');
    for (const pod of staying.slice(replicas)) pod.deleting = true;
    // A large scale is reached in steps, as by nodes that come late.
    const missing = Math.min(replicas - staying.length, 60);
    for (let i = 0; i < missing; i++) this.pods.push(this.newPod(at));
    return this.pods.map((pod) => ({ ...pod }));
  }

  private newPod(at: number): Pod {
    const { random } = this;
    const requests = this.isRollingOut && chance(random, 0.5) ? { requestsMilli: { main: pick(random, [100, 250, 1000]) } } : this.requests;
    const pod: Pod = { name: `p${this.made++}`, phase: 'Pending', ready: 'None', ...requests };
    // At first the pods have run for long.
    if (at > 0 || chance(random, 0.1)) return pod;
    return { ...pod, phase: 'Running', ready: 'True', startTime: -1000, readyTransitionTime: -990 };
  }

  private advance(pod: Pod, at: number): void {
    const { random } = this;
    if (pod.phase === 'Pending') {
      if (pod.startTime === undefined && chance(random, 0.6)) Object.assign(pod, { startTime: at, ready: 'False', readyTransitionTime: at });
      if (pod.startTime !== undefined && chance(random, 0.7)) pod.phase = 'Running';
    } else if (pod.ready === 'False' && chance(random, 0.4)) {
      this.turn(pod, 'True', at);
    } else if (chance(random, this.unrest)) {
      this.disturb(pod, at);
    }
  }

  private disturb(pod: Pod, at: number): void {
    const event = this.random.uniform();
    if (event < 0.5) this.turn(pod, 'False', at);
    else if (event < 0.6) this.turn(pod, 'Unknown', at);
    else if (event < 0.7) pod.ready = 'None';
    else if (event < 0.8) pod.phase = 'Failed';
    else if (event < 0.85) pod.phase = 'Succeeded';
    else if (event < 0.9) pod.phase = 'Unknown';
    else if (event < 0.95) pod.startTime = undefined;
    else pod.deleting = true;
  }

  private turn(pod: Pod, ready: TrajectoryPod['ready'], at: number): void {
    Object.assign(pod, { ready, readyTransitionTime: at - pick(this.random, [0, 0, 1, 5, 0.5]) });
  }
}

function ofOneOrTwoContainers(random: RandomStream): Readonly<Record<string, number>> {
  const lacks = chance(random, 0.08);
  return {
    main: lacks && chance(random, 0.5) ? -1 : pick(random, [1, 100, 250, 500, 1000, 1000, 3333]),
    ...(chance(random, 0.3) ? { side: lacks ? -1 : pick(random, [10, 50, 100]) } : {}),
  };
}
