import { type OpenLoopScenario } from '../../scenario/scenario';
import { figureOf } from './comparison';
import { type WorkloadFit } from './fit-workload';
import { bucketQuantile, shareBelow, sumOfCounts } from './histogram';
import { QueueModel } from './queue-model';
import { type RecordedSteps } from './recorded-steps';
import { type Split } from './split';

/**
 * Predicts CPU, median latency and the share of requests within the SLO from the recorded requests and ready replicas.
 *
 * @param judged 1 for each step to evaluate.
 * @param sloSeconds bound of the histogram for the SLO's latency.
 */
export function openLoop(steps: RecordedSteps, split: Split, fit: WorkloadFit, judged: Uint8Array, sloSeconds: number | undefined): OpenLoopScenario {
  const { cpu, service } = fit;
  const known = (bucket: readonly number[], ...columns: Float64Array[]): number[] => (
    bucket.filter((step) => judged[step] === 1 && columns.every((column) => !Number.isNaN(column[step])))
  );
  const mean = (bucket: readonly number[], value: (step: number) => number): number => (
    bucket.reduce((sum, step) => sum + value(step), 0) / bucket.length
  );
  const { requests, ready, latency, stepSeconds } = steps;
  const cpuFigure = cpu && figureOf(
    steps, split,
    (bucket) => mean(known(bucket, requests, ready, steps.cpu), (step) => steps.cpu[step]),
    (bucket) => mean(known(bucket, requests, ready, steps.cpu), (step) => cpu.perRequest.value * requests[step] + cpu.idle.value * ready[step]),
    true,
  );
  if (!service || !latency) return { ...(cpuFigure && { cpu: cpuFigure }) };
  const { bounds } = latency;
  const model = new QueueModel(service.best);
  const recordedCounts = (bucket: readonly number[]): Float64Array | undefined => sumOfCounts(latency, known(bucket, requests, ready), stepSeconds);
  const predictedCounts = (bucket: readonly number[]): Float64Array | undefined => {
    const own = known(bucket, requests, ready).filter((step) => ready[step] > 0);
    const count = own.reduce((sum, step) => sum + requests[step], 0);
    if (count <= 0) return undefined;
    const below = model.below(count / own.reduce((sum, step) => sum + ready[step], 0), bounds);
    return below.map((share, bound) => count * (share - (bound === 0 ? 0 : below[bound - 1])));
  };
  const p50 = figureOf(
    steps, split,
    (bucket) => bucketQuantile(bounds, recordedCounts(bucket) ?? [], 0.5),
    (bucket) => bucketQuantile(bounds, predictedCounts(bucket) ?? [], 0.5),
    true,
  );
  const slo = sloSeconds === undefined ? undefined : figureOf(
    steps, split,
    (bucket) => shareBelow(bounds, recordedCounts(bucket) ?? [], sloSeconds),
    (bucket) => shareBelow(bounds, predictedCounts(bucket) ?? [], sloSeconds),
    false,
  );
  return { ...(cpuFigure && { cpu: cpuFigure }), ...(p50 && { p50 }), ...(slo && { slo }) };
}
