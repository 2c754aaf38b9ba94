import { tickClock } from '../../../../lib/simulator/engine/traffic/tick-clock';
import { arrivalSource } from '../../../../lib/simulator/engine/requests/arrivals';
import { OutcomeRecorder } from '../../../../lib/simulator/engine/requests/outcome-recorder';
import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';
import { RequestPool } from '../../../../lib/simulator/engine/requests/request-pool';
import { Router } from '../../../../lib/simulator/engine/requests/router';
import { Station } from '../../../../lib/simulator/engine/requests/station';
import { type Traffic, type Workload } from '../../../../lib/simulator/world/world';
import { flow, workload } from '../../worlds';

/** A station with its traffic and no cluster: the test opens and closes pods itself. */
export class Bench {
  public readonly station: Station;
  public readonly flow = new OutcomeRecorder(tickClock(1000, 1000), 1);
  private readonly source;

  public constructor(overrides: Partial<Workload>, traffic: Traffic, batchSize = 1) {
    const served = workload('served', overrides);
    const pool = new RequestPool(batchSize > 1, traffic.kind === 'requests' && traffic.inputTokens !== undefined);
    const router = new Router([flow(traffic, [served])], [served.id], 1, pool);
    const outcomes = new OutcomeRecorder(tickClock(1000, 1000));
    this.station = new Station(served, { seed: 1, batchSize, pool, router, inputs: router.inputs[0], outcomes, flowOutcomes: [this.flow], clients: [] });
    this.source = arrivalSource(traffic, batchSize, new RandomStream(1, 'arrivals'), (time, weight, inputTokens, outputTokens) => {
      const { queue, route } = router.enter(0);
      queue!.push(pool.add(time, route, weight, inputTokens, outputTokens), time);
    });
  }

  /** A pod that serves from `time` on; returns its number. */
  public pod(time = 0): number {
    const pod = this.station.servers.add();
    this.station.open(pod, time);
    return pod;
  }

  public advance(until: number): this {
    this.source.generate(until);
    this.station.advance(until);
    return this;
  }

  public get counters() {
    return { ...this.station.outcomes.counters(), inFlight: this.station.present };
  }
}

/** Requests at given seconds. */
export function at(...seconds: number[]): Traffic {
  return { kind: 'requests', at: Float64Array.from(seconds) };
}
