import { violationsAbout } from '../api-types/fault-violations';
import { type Rule } from '../rule/rule';

export const quantityIsValid: Rule = {
  id: 'KSC037',
  title: 'resource amounts are quantities',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server refuses the object',
  whatToChange: 'write a number with an optional suffix, such as 500m, 2 or 4Gi',
  source: 'kubernetes docs, resource units; k8s.io/apimachinery pkg/api/resource',
  check: (manifests, context) => violationsAbout('amount', manifests, context),
};
