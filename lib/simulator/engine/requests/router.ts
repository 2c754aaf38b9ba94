import { type Flow } from '../../world/world';
import { RandomStream } from '../random/random-stream';
import { type ArrivalQueue, RetryQueue } from './retry-queue';
import { MessageQueue } from './message-queue';
import { type RequestPool } from './request-pool';

/** A stage that a request may go to next. */
interface Link {
  readonly probability: number;
  /** -1: the end of the flow. */
  readonly route: number;
  /** Undefined at the end of the flow. */
  readonly queue?: MessageQueue;
  /** Further attempts; only at the entrance of a flow whose clients retry. */
  readonly retryQueue?: RetryQueue;
}

const END: Link = { probability: 1, route: -1 };

/** One stage of one flow. */
interface Route {
  readonly flow: number;
  readonly random: RandomStream;
  readonly links: Link[];
  /** The one link that all requests take; undefined where some take another. */
  readonly next?: Link;
}

/**
 * Routes requests from one workload to the next. Every pair of stages has its own queue, so that each queue is in order
 * of time.
 */
export class Router {
  /** The queues that a workload reads, by its index. */
  public readonly inputs: ArrivalQueue[][];
  /** The flow of each route. */
  public readonly flowOf: Int32Array;
  private readonly routes: Route[] = [];
  private readonly entrances: Link[][];
  private readonly queues = new Map<string, MessageQueue>();

  public constructor(flows: readonly Flow[], workloadIds: readonly string[], seed: number, private readonly pool: RequestPool) {
    this.inputs = workloadIds.map(() => []);
    this.entrances = flows.map((flow, index) => {
      const first = this.routes.length;
      const stages = flow.stages.map(({ workload, probability = 1 }, stage) => (
        { workload: workloadIds.indexOf(workload), probability, route: first + stage }
      ));
      for (const [position, { workload, route }] of stages.entries()) {
        const random = new RandomStream(seed, flow.name, 'route', `${position}`);
        const links = this.links(`workload ${workload}`, stages.slice(route - first + 1));
        this.routes.push({ flow: index, random, links, next: certain(links) });
      }
      const links = this.links(`flow ${index}`, stages);
      return flow.retries ? links.map((link, position) => ({ ...link, retryQueue: this.retryQueue(stages[position].workload) })) : links;
    });
    for (const inputs of this.inputs.filter(({ length }) => length === 0)) inputs.push(new MessageQueue(pool));
    this.flowOf = Int32Array.from(this.routes, (route) => route.flow);
  }

  /** Returns the first stage of a new request. */
  public enter(flow: number): Link {
    return this.choose(this.entrances[flow]);
  }

  /** Returns the next stage of a request. */
  public leave(route: number): Link {
    const { next, links } = this.routes[route];
    return next ?? this.choose(links);
  }

  private choose(links: readonly Link[]): Link {
    for (const link of links) {
      if (link.probability >= 1 || this.routes[link.route].random.uniform() < link.probability) return link;
    }
    return END;
  }

  private links(from: string, stages: ReadonlyArray<{ workload: number; probability: number; route: number }>): Link[] {
    const certain = stages.findIndex((stage) => stage.probability >= 1);
    return stages.slice(0, certain < 0 ? stages.length : certain + 1)
      .map(({ workload, probability, route }) => ({ probability, route, queue: this.queue(from, workload) }));
  }

  private retryQueue(workload: number): RetryQueue {
    const queue = new RetryQueue(this.pool);
    this.inputs[workload].push(queue);
    return queue;
  }

  private queue(from: string, workload: number): MessageQueue {
    const key = `${from} to ${workload}`;
    let queue = this.queues.get(key);
    if (!queue) {
      queue = new MessageQueue(this.pool);
      this.queues.set(key, queue);
      this.inputs[workload].push(queue);
    }
    return queue;
  }
}

/** The link that all requests take: the first one, or the end of the flow where there is none. */
function certain([first = END]: readonly Link[]): Link | undefined {
  return first.probability >= 1 ? first : undefined;
}
