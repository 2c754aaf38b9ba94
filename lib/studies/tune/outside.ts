import { formatSeconds } from '../../results/format';
import { meanOf } from '../../simulator/engine/random/sampler';
import { hpaOf, replicaBounds } from '../../simulator/world/replica-bounds';
import { type Autoscaler, type Distribution, type StartUp, type Workload, type World } from '../../simulator/world/world';
import { type Variation } from './evaluator';
import { stretched } from './slower-service';

/** Change outside the policy that is tried if no policy meets the SLO. */
export interface OutsideVariation extends Variation {
  /** Description of the change. */
  readonly name: string;
}

const FASTER = 0.5;
const LARGER = 2;

/**
 * Returns the changes outside the policy to try: a faster start, a higher concurrency per pod, twice the CPU, and a
 * higher maximum.
 */
export function outsideVariations(world: World): OutsideVariation[] {
  const scaled = world.workloads.filter(({ autoscaler }) => hpaOf(autoscaler));
  const names = scaled.map(({ name }) => name).join(', ');
  const of = (change: (workload: Workload) => Workload) => (given: World): World => (
    { ...given, workloads: given.workloads.map((workload) => (hpaOf(workload.autoscaler) ? change(workload) : workload)) }
  );
  const start = Math.max(...scaled.map(startSeconds));
  const maxima = scaled.map((workload) => replicaBounds(workload).maxReplicas);
  const slots = scaled.flatMap(({ service }) => (service.kind === 'slots' ? [service] : []));
  return [
    ...(start > 1 ? [{ name: `pods of ${names} that are ready in ${formatSeconds(start * FASTER)} instead of ${formatSeconds(start)}`, change: of(startedFaster) }] : []),
    { name: `a maximum of ${maxima.map((each) => each * LARGER).join(', ')} replicas for ${names} instead of ${maxima.join(', ')}`, change: of(withLargerMaximum) },
    ...(slots.length > 0 ? [
      { name: `requests that take half as long (twice the CPU, where CPU bounds them)`, change: of(servingFaster) },
      { name: `${slots.map(({ concurrency }) => concurrency * LARGER).join(', ')} requests at a time on a pod instead of ${slots.map(({ concurrency }) => concurrency).join(', ')}`, change: of(servingMore) },
    ] : []),
  ];
}

/** Returns the mean seconds from the creation of a pod to Ready, with images on the node. */
export function startSeconds({ startUp }: Workload): number {
  const { schedule, warmPull, init, boot, engine, readiness } = startUp;
  const parts = [schedule, warmPull, init, boot, ...(engine ? [engine.weights, engine.compilation, engine.warmUp] : [])];
  return parts.reduce((sum, part) => sum + meanOf(part), 0) + readiness.periodSeconds / 2;
}

function startedFaster(workload: Workload): Workload {
  const { startUp } = workload;
  const { schedule, coldPull, warmPull, init, boot, engine } = startUp;
  const faster: StartUp = {
    ...startUp,
    schedule: shortened(schedule), coldPull: shortened(coldPull), warmPull: shortened(warmPull), init: shortened(init), boot: shortened(boot),
    ...(engine && { engine: { weights: shortened(engine.weights), compilation: shortened(engine.compilation), warmUp: shortened(engine.warmUp) } }),
  };
  return { ...workload, startUp: faster };
}

function servingFaster(workload: Workload): Workload {
  const { service } = workload;
  return service.kind === 'slots' ? { ...workload, service: { ...service, time: shortened(service.time) } } : workload;
}

function servingMore(workload: Workload): Workload {
  const { service } = workload;
  return service.kind === 'slots' ? { ...workload, service: { ...service, concurrency: service.concurrency * LARGER } } : workload;
}

function withLargerMaximum(workload: Workload): Workload {
  const { autoscaler } = workload;
  const enlarged = <T extends { readonly maxReplicas: number }>(spec: T): T => ({ ...spec, maxReplicas: spec.maxReplicas * LARGER });
  const other = (): Autoscaler => {
    switch (autoscaler.kind) {
      case 'hpa': return { ...autoscaler, spec: enlarged(autoscaler.spec) };
      case 'keda': return { ...autoscaler, hpa: { ...autoscaler.hpa, spec: enlarged(autoscaler.hpa.spec) } };
      case 'fixed': return autoscaler;
    }
  };
  return { ...workload, autoscaler: other() };
}

function shortened(distribution: Distribution): Distribution {
  return stretched(distribution, FASTER);
}
