import { fieldsAt } from '../../values/fields';
import { SUPPRESS_ANNOTATION_PREFIX } from '../../values/annotations';
import { type Rule } from '../rule/rule';

export const suppressionHasReason: Rule = {
  id: 'KSC073',
  title: 'suppression names a rule and gives a reason',
  topic: 'correctness',
  severity: 'warning',
  reason: 'a suppression without a reason, which nobody can review, has no effect, and neither has one of an unknown rule',
  whatToChange: "write cdk8s-kotaemon/suppress-KSC012: 'the reason why this is accepted here'",
  source: 'the suppressions of this tool',
  *check(manifests, { ruleIds }) {
    for (const manifest of manifests.all) {
      for (const [key, value] of Object.entries(fieldsAt(manifest, 'metadata', 'annotations') ?? {})) {
        if (!key.startsWith(SUPPRESS_ANNOTATION_PREFIX)) continue;
        const id = key.slice(SUPPRESS_ANNOTATION_PREFIX.length);
        if (!ruleIds.has(id)) yield { manifest, message: `suppresses '${id}', which is not a rule id; use one such as KSC012` };
        else if (typeof value !== 'string' || value.trim() === '') yield { manifest, message: `suppresses ${id} without a reason and has no effect; add the reason why it is accepted here` };
      }
    }
  },
};
