import { fieldsAt, fieldsListAt, valueAt } from '../../manifest/fields';
import { containersOf, templatesOf } from '../containers';
import { quantityFault, quantitySign } from '../hpa-validation/api-quantity';
import { type Rule } from '../rule';

export const quantitiesAreValid: Rule = {
  id: 'KSC037',
  title: 'amounts of resources are quantities',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server refuses the object',
  whatToChange: 'write a number with an optional suffix, as in 500m, 2 or 4Gi',
  source: 'kubernetes docs, resource units; k8s.io/apimachinery pkg/api/resource',
  *check(manifests) {
    for (const { workload, container, label } of containersOf(manifests)) {
      for (const list of ['requests', 'limits']) {
        for (const [resource, amount] of Object.entries(fieldsAt(container, 'resources', list) ?? {})) {
          if (isWrong(amount)) yield { manifest: workload, message: `${label} has ${list} of ${resource} of ${JSON.stringify(amount)}, which is no quantity; write one as in 500m or 4Gi` };
        }
      }
    }
    for (const { workload, template } of templatesOf(manifests)) {
      for (const volume of fieldsListAt(template.spec, 'volumes')) {
        const size = valueAt(volume, 'emptyDir', 'sizeLimit');
        if (isWrong(size)) yield { manifest: workload, message: `volume '${String(volume.name)}' has the sizeLimit ${JSON.stringify(size)}, which is no quantity; write one as in 4Gi` };
      }
    }
  },
};

function isWrong(amount: unknown): boolean {
  if (amount === undefined || amount === null) return false;
  if (typeof amount !== 'string' && typeof amount !== 'number') return true;
  return quantityFault(String(amount)) !== undefined || quantitySign(String(amount)) < 0;
}
