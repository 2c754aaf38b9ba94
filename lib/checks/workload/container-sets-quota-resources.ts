import { fieldsAt, listAt } from '../../values/fields';
import { describeManifest, type Manifest, namespaceOf } from '../../manifest/manifest';
import { type PodTemplate } from '../../manifest/pod-template';
import { containersOf, setsResource } from '../analysis/containers';
import { isFilledIn } from '../analysis/limit-ranges';
import { unlessPlain } from '../rule/unless-plain';
import { type Rule } from '../rule/rule';

/** List and resource that every container has to set once a quota counts it, by the quota's key. */
const COUNTED: Readonly<Record<string, readonly ['requests' | 'limits', string]>> = {
  'cpu': ['requests', 'cpu'],
  'memory': ['requests', 'memory'],
  'requests.cpu': ['requests', 'cpu'],
  'requests.memory': ['requests', 'memory'],
  'limits.cpu': ['limits', 'cpu'],
  'limits.memory': ['limits', 'memory'],
};

export const containerSetsQuotaResources: Rule = {
  id: 'KSC094',
  title: 'container sets the resources that the ResourceQuota of its namespace limits',
  topic: 'correctness',
  severity: 'error',
  reason: 'the ResourceQuota refuses every pod that does not set the resource: the workload is created and never gets a pod',
  whatToChange: 'set the request or limit that the finding names, or a LimitRange with a default for the namespace',
  source: 'kubernetes pkg/quota/v1/evaluator/core, podEvaluator.Constraints',
  *check(manifests) {
    for (const quota of manifests.ofKind('ResourceQuota', '')) {
      // Those with a scope count some pods only.
      if (fieldsAt(quota, 'spec', 'scopeSelector') !== undefined || listAt(quota, 'spec', 'scopes').length > 0) continue;
      for (const key of Object.keys(fieldsAt(quota, 'spec', 'hard') ?? {})) {
        if (!Object.hasOwn(COUNTED, key)) continue;
        const [list, resource] = COUNTED[key];
        if (isFilledIn(manifests, namespaceOf(quota), list, resource)) continue;
        for (const { workload, template, container, label } of containersOf(manifests)) {
          // A pod that says anything as a whole is counted as a whole.
          if (namespaceOf(workload) !== namespaceOf(quota) || setsResource(container, list, resource) || saysItAsAWhole(template)) continue;
          yield { manifest: workload, message: missing(label, list, resource, quota, key), ...unlessPlain(workload) };
        }
      }
    }
  },
};

function saysItAsAWhole({ spec }: PodTemplate): boolean {
  return ['requests', 'limits'].some((list) => Object.keys(fieldsAt(spec, 'resources', list) ?? {}).length > 0);
}

function missing(label: string, list: 'requests' | 'limits', resource: string, quota: Manifest, key: string): string {
  return `${label} has no ${resource} ${list === 'limits' ? 'limit' : 'request'}, and ${describeManifest(quota)} limits ${key} and refuses the pod; set it, or add a LimitRange with a default`;
}
