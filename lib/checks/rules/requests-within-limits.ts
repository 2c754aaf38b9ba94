import { type Fields, fieldsAt, fieldsListAt, isFields } from '../../manifest/fields';
import { Quantity } from '../../values/quantity';
import { type Rule } from '../rule';

export const requestsWithinLimits: Rule = {
  id: 'KSC010',
  title: 'a container requests no more than its limit',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server refuses the pod',
  whatToChange: 'raise the limit, or lower the request',
  source: 'kubernetes pkg/apis/core/validation, ValidateResourceRequirements',
  *check(manifests) {
    for (const workload of manifests.workloads) {
      const spec = manifests.podTemplateOf(workload)?.spec;
      for (const container of [...fieldsListAt(spec, 'initContainers'), ...fieldsListAt(spec, 'containers')]) {
        for (const excess of excesses(container)) yield { manifest: workload, message: `container '${container.name}' ${excess}; raise the limit or lower the request` };
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
    return request && limit && request.compare(limit) > 0 ? [`requests ${requests[name]} of ${name}, above its limit of ${limits[name]}`] : [];
  });
}
