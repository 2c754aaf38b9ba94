import { type Fields, fieldsAt, fieldsListAt, isFields } from '../../values/fields';
import { Quantity } from '../../values/quantity';
import { unlessPlain } from '../rule/unless-plain';
import { type Rule } from '../rule/rule';

export const requestsWithinLimits: Rule = {
  id: 'KSC010',
  title: 'request is at most the limit, and equal to it for devices',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server refuses the pod',
  whatToChange: 'raise the limit, or lower the request',
  source: 'kubernetes pkg/apis/core/validation, ValidateResourceRequirements',
  *check(manifests) {
    for (const workload of manifests.workloads) {
      const spec = manifests.podTemplateOf(workload)?.spec;
      for (const container of [...fieldsListAt(spec, 'initContainers'), ...fieldsListAt(spec, 'containers')]) {
        for (const excess of excesses(container)) yield { manifest: workload, message: `container '${container.name}' ${excess}; raise the limit or lower the request`, ...unlessPlain(workload) };
      }
    }
  },
};

function excesses({ resources }: Fields): string[] {
  const limits = (isFields(resources) && fieldsAt(resources, 'limits')) || {};
  const requests = (isFields(resources) && fieldsAt(resources, 'requests')) || {};
  return Object.keys(requests).flatMap((name) => {
    const request = Quantity.tryParse(String(requests[name]));
    const limit = Object.hasOwn(limits, name) ? Quantity.tryParse(String(limits[name])) : undefined;
    if (!request) return [];
    if (limit && request.compare(limit) > 0) return [`requests ${requests[name]} of ${name}, above its limit of ${limits[name]}`];
    if (!isExtended(name) || (limit && request.compare(limit) === 0)) return [];
    return [`requests ${requests[name]} of ${name} with ${limit ? `a limit of ${limits[name]}` : 'no limit'}, and both must be equal`];
  });
}

/** Devices and huge pages, which cannot be shared out twice. */
function isExtended(name: string): boolean {
  return name.startsWith('hugepages-') || (name.includes('/') && !name.includes('kubernetes.io/'));
}
