import fc from 'fast-check';
import { summarize } from '../../../lib/results/summarize';
import { optimumOf } from '../../../lib/results/optimum';
import { workloadDemand } from '../../../lib/results/optimum/workload-demand';
import { simulate } from '../../../lib/simulator/engine/simulate';
import { type Run } from '../../../lib/simulator/run/run';
import { type Balancer, type SlotService, type Workload, type World } from '../../../lib/simulator/world/world';
import { sampleRun, sampleWorkload, sampleWorld } from '../../report/sample-run';
import { tokenService } from '../../simulator/worlds';

const length = ({ demand }: { demand: { at: ArrayLike<number> } }) => demand.at.length;
const work = ({ demand: { replicaSeconds } }: ReturnType<typeof workloadDemand>) => Array.from(replicaSeconds).reduce((sum, each) => sum + each, 0);

/** Ten minutes of traffic that rises and falls. */
function waves(workload: Workload, seed: number, perSecond = (s: number) => 20 + 15 * Math.sin(s / 60)): World {
  const rate = Float64Array.from({ length: 600 }, (_, s) => perSecond(s));
  return sampleWorld({
    durationSeconds: 600, seed, workloads: [workload],
    flows: [{ ...sampleWorld().flows[0], traffic: { kind: 'rate', stepSeconds: 1, perSecond: rate, arrivals: 'poisson' }, slo: { latencySeconds: 1, objective: 0.9 } }],
  });
}

describe('the demand of a workload', () => {
  it('has the same requests and service times as the run', () => {
    const run = simulate(waves(sampleWorkload({ autoscaler: { kind: 'fixed', replicas: 20 }, replicas: 20 }), 3));
    const demand = workloadDemand(run, run.world.workloads[0]);
    expect(length(demand)).toBe(run.flows[0].counters.arrived);
    const { busySlotSeconds } = run.workloads[0];
    expect(Math.abs(work(demand) - busySlotSeconds)).toBeLessThan(2);
    expect(demand.allowedMisses).toBeCloseTo(0.1 * run.flows[0].counters.arrived, 6);
  });

  it('is in batches where the run was', () => {
    const run = simulate({ ...waves(sampleWorkload({ autoscaler: { kind: 'fixed', replicas: 20 }, replicas: 20 }), 3), limits: { maxRequestStages: 2000, maxSeriesPoints: 1000 } });
    expect(run.method.batchSize).toBeGreaterThan(1);
    const demand = workloadDemand(run, run.world.workloads[0]);
    expect(length(demand) * run.method.batchSize).toBeCloseTo(run.flows[0].counters.arrived, -2);
    expect(work(demand)).toBeCloseTo(run.flows[0].counters.arrived * 0.1, -2);
  });

  it('is a part of the flow at a stage that not every request visits', () => {
    const api = sampleWorkload({ id: 'shop/Deployment/api', name: 'api' });
    const world = sampleWorld({ durationSeconds: 300, workloads: [sampleWorkload(), api] });
    const stages = [{ workload: 'shop/Deployment/web' }, { workload: api.id, probability: 0.25 }];
    const run = simulate({ ...world, flows: [{ ...world.flows[0], stages }] });
    expect(length(workloadDemand(run, api)) / length(workloadDemand(run, world.workloads[0]))).toBeCloseTo(0.25, 1);
  });

  it('grows where the service is slowed', () => {
    const slow = { kind: 'slow-service' as const, workload: 'shop/Deployment/web', from: 0, until: Infinity, factor: 2 };
    const demand = (run: Run) => work(workloadDemand(run, run.world.workloads[0]));
    const world = sampleWorld({ durationSeconds: 120 });
    expect(demand(simulate({ ...world, faults: [slow] }))).toBeCloseTo(2 * demand(simulate(world)), 6);
  });

  it('counts tokens that the traffic names', () => {
    const service = tokenService({ perOutputToken: 0.05, maxNumSeqs: 4 });
    const world = sampleWorld({ durationSeconds: 60, workloads: [sampleWorkload({ service })] });
    const traffic = { kind: 'requests' as const, at: Float64Array.of(1, 2), inputTokens: Float64Array.of(1, 1), outputTokens: Float64Array.of(11, 31) };
    const run = simulate({ ...world, flows: [{ ...world.flows[0], traffic }] });
    const { demand } = workloadDemand(run, run.world.workloads[0]);
    expect(demand.replicaSeconds[1]).toBeCloseTo(3 * demand.replicaSeconds[0], 9);
    const fullBatch = 10 * (0.05 + 0.01 * 4) / 4;
    expect(demand.replicaSeconds[0]).toBeLessThanOrEqual(fullBatch + 1e-9);
    expect(demand.replicaSeconds[0]).toBeGreaterThan(fullBatch / 2);
  });
});

describe('the optimum of a run', () => {
  it('lies above the minimum and below what a policy that holds the SLO pays', () => {
    const { replicaHours } = optimumOf(sampleRun(), 0);
    expect(replicaHours).toBeGreaterThan(2 * 0.5);
    expect(replicaHours).toBeLessThan(sampleRun().workloads[0].replicaSeconds / 3600);
  });

  it.each([1, 2, 3, 4, 5, 6])('is not beaten by any simulated policy that holds the SLO, with seed %d', (seed) => {
    const policies = [
      ...[20, 40, 60, 75].map((averageUtilization) => sampleWorkload({
        autoscaler: {
          kind: 'hpa', name: 'web', firstPassSeconds: seed,
          spec: {
            minReplicas: 1, maxReplicas: 12, metrics: [{ type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization } }],
            behavior: { scaleDown: { stabilizationWindowSeconds: 0 } },
          },
        },
      })),
      ...[3, 4, 5, 6].map((replicas) => sampleWorkload({ autoscaler: { kind: 'fixed', replicas }, replicas })),
    ];
    const held = policies.map((workload) => simulate(waves(workload, seed))).filter(({ flows: [{ counters }] }) =>
      counters.served - counters.late >= 0.9 * (counters.arrived - counters.inFlight));
    expect(held.length).toBeGreaterThan(2);
    for (const run of held) expect(run.workloads[0].replicaSeconds / 3600).toBeGreaterThanOrEqual(optimumOf(run, 0).replicaHours! - 1e-9);
  });

  it('is not beaten where pods drain for long, which is paid for', () => {
    const hpa = { name: 'web', kind: 'hpa' as const, firstPassSeconds: 5 };
    const metrics = [{ type: 'Resource' as const, resource: 'cpu' as const, target: { type: 'Utilization' as const, averageUtilization: 50 } }];
    const world = fc.record({
      seed: fc.nat(1000), period: fc.integer({ min: 20, max: 90 }), preStopSeconds: fc.constantFrom(0, 5, 60, 300), graceSeconds: fc.constantFrom(30, 600),
      endpointRemovalSeconds: fc.constantFrom(0, 2, 20), balancer: fc.constantFrom<Balancer>({ kind: 'shared-queue' }, { kind: 'random' }, { kind: 'least-requests' }),
      finishesOnTerm: fc.boolean(), concurrency: fc.constantFrom(1, 4),
    });
    let met = 0;
    fc.assert(fc.property(world, ({ seed, period, balancer, concurrency, ...drain }) => {
      const { service, ...web } = sampleWorkload({
        balancer, drain,
        autoscaler: { ...hpa, spec: { minReplicas: 1, maxReplicas: 12, metrics, behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } } },
      });
      const run = simulate(waves({ ...web, service: { ...(service as SlotService), concurrency } }, seed, (s) => 20 + 15 * Math.sin(s / period)));
      const { optimum, slo } = summarize(run).workloads[0];
      if (!slo!.met) {
        expect(optimum!.ratio).toBeNull();
        return;
      }
      met++;
      expect(optimumOf(run, 0).replicaHours).toBeLessThanOrEqual(run.workloads[0].replicaSeconds / 3600 + 1e-9);
      expect(optimum!.ratio).toBeGreaterThanOrEqual(1);
    }), { seed: 21, numRuns: 15 });
    expect(met).toBeGreaterThan(3);
  });

  it('compares a fixed count with plans of one replica up to that count', () => {
    const run = simulate(waves(sampleWorkload({ autoscaler: { kind: 'fixed', replicas: 6 }, replicas: 6 }), 1));
    expect(optimumOf(run, 0).replicaHours).toBeLessThan(6 / 6);
    expect(optimumOf(run, 0).replicaHours).toBeGreaterThan(1 / 6);
  });

  it('pays for a longer start-up', () => {
    const peak = (boot: number): World => {
      const workload = sampleWorkload({ startUp: { ...sampleWorkload().startUp, boot: { kind: 'deterministic', value: boot } } });
      return waves(workload, 1, (s) => (s >= 300 && s < 420 ? 80 : 5));
    };
    const [quick, slow] = [15, 100].map((boot) => optimumOf(simulate(peak(boot)), 0).replicaHours!);
    expect(slow).toBeGreaterThan(quick);
  });
});
