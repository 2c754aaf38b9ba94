import { ManifestIndex } from '../../manifest';
import { buildWorld, type WorldInput } from '../../scenario/build-world';
import { findCandidates } from '../../scenario/candidates';
import { settingsById } from '../../scenario/workload-settings';
import { type World } from '../../simulator/world/world';
import { type Variation } from './evaluator';

/** Calibration evidence in addition to the service models. */
export interface CalibratedEvidence {
  /** Variants with other service models that fit the recording as well. */
  readonly alternatives: readonly Variation[];
  /** Maximum recorded load of a ready pod per workload, in requests per second; Infinity without a recording. */
  readonly highestLoad: readonly number[];
}

/** Reads the calibrations of a scenario. */
export function calibratedEvidence(input: WorldInput, world: World): CalibratedEvidence {
  const candidates = findCandidates(new ManifestIndex(input.manifests), input.scenario, input.autoscaler);
  const settings = settingsById(input.scenario, candidates);
  const calibrations = world.workloads.map(({ id }) => ({ id, settings: settings.get(id) }));
  const alternatives = calibrations.flatMap(({ id, settings: own }) => (own?.workload.calibration?.alternatives ?? []).map((service, i): Variation => {
    const workloads = { ...input.scenario.workloads, [own!.key]: { ...own!.workload, service } };
    const built = buildWorld({ ...input, scenario: { ...input.scenario, workloads } }, { seed: world.seed });
    const other = built.workloads.find((workload) => workload.id === id)!.service;
    return {
      name: `alternative ${i + 1} of ${id}`,
      change: (given) => ({ ...given, workloads: given.workloads.map((workload) => (workload.id === id ? { ...workload, service: other } : workload)) }),
    };
  }));
  return { alternatives, highestLoad: calibrations.map(({ settings: own }) => own?.workload.calibration?.highestLoadPerPod ?? Infinity) };
}
