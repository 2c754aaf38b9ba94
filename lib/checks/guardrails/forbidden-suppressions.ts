import { SUPPRESS_ANNOTATION_PREFIX } from '../../values/annotations';
import { type Rule } from '../rule/rule';

/** Guardrail that an application does not suppress certain findings. */
export function forbiddenSuppressions(ids: readonly string[]): Rule {
  return {
    id: 'KSG006',
    title: 'rules of the platform team are not suppressed',
    topic: 'correctness',
    severity: 'error',
    reason: 'a violation of these rules affects other applications as well',
    whatToChange: 'fix what the rule reports, and remove the annotation',
    source: 'guardrail of the platform team',
    *check(manifests) {
      for (const manifest of manifests.all) {
        const found = ids.filter((id) => Object.hasOwn(manifest.metadata.annotations ?? {}, `${SUPPRESS_ANNOTATION_PREFIX}${id}`));
        if (found.length > 0) yield { manifest, message: `suppresses ${found.join(', ')}, which the guardrails do not allow to be suppressed; fix what the rule reports, and remove the annotation` };
      }
    },
  };
}
