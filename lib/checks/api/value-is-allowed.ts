import { violationsAbout } from '../api-types/fault-violations';
import { type Rule } from '../rule/rule';

export const valueIsAllowed: Rule = {
  id: 'KSC093',
  title: 'required fields are set, with values that the API allows',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server refuses the object',
  whatToChange: 'set the field that the finding names, or give it one of the allowed values',
  source: 'kubernetes pkg/apis, the validation of each group; kubernetes api reference',
  check: (manifests, context) => violationsAbout('value', manifests, context),
};
