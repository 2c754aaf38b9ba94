import { ManifestIndex } from '../../manifest';
import { podDemandOf } from '../../manifest/pod-demand';
import { findCandidates } from '../../scenario/candidates';
import { type WorldInput } from '../../scenario/build-world';

/** Resources that a node plug-in counts by whole devices: nvidia.com/gpu, amd.com/gpu, gpu.intel.com/i915. */
const ACCELERATOR = /(?:^|[./])gpu(?:$|[./])/i;

/** Accelerators that a pod of a workload requests. */
export function gpusPerPod(input: WorldInput, workload: string): number {
  const index = new ManifestIndex(input.manifests);
  const manifest = findCandidates(index, input.scenario, input.autoscaler).find(({ id }) => id === workload)?.manifest;
  const template = manifest && index.podTemplateOf(manifest);
  if (!template) return 0;
  return [...podDemandOf(template)].reduce((sum, [resource, amount]) => (ACCELERATOR.test(resource) ? sum + amount.toNumber() : sum), 0);
}
