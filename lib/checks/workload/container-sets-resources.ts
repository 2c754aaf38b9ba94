import { type PlacedContainer, runningContainers, setsResource } from '../analysis/containers';
import { type Rule } from '../rule/rule';

const NEEDED = [['requests', 'cpu'], ['requests', 'memory'], ['limits', 'memory']] as const;

export const containerSetsResources: Rule = {
  id: 'KSC046',
  title: 'container sets requests and a memory limit',
  topic: 'practice',
  severity: 'warning',
  reason: 'without requests the scheduler overfills a node, and without a memory limit one leak takes down all pods of the node',
  whatToChange: 'set requests for cpu and memory, and a limit for memory',
  source: 'kubernetes docs, resource management for pods and containers',
  *check(manifests) {
    for (const placed of runningContainers(manifests)) {
      const missing = NEEDED.filter(([list, resource]) => !isSet(placed, list, resource)).map(([list, resource]) => `${resource} ${list}`);
      if (missing.length > 0) yield { manifest: placed.workload, message: `${placed.label} has no ${missing.join(', no ')}; set them` };
    }
  },
};

/**
 * True where the container, or its pod as a whole, sets the resource: pod-level resources are shared by the containers.
 */
function isSet({ container, template }: PlacedContainer, list: 'requests' | 'limits', resource: string): boolean {
  return [container, template.spec].some((owner) => setsResource(owner, list, resource));
}
