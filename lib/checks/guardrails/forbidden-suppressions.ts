import { SUPPRESS_ANNOTATION_PREFIX } from '../../values/annotations';
import { type Rule } from '../rule/rule';

/** Some findings may not be accepted by an application. */
export function forbiddenSuppressions(ids: readonly string[]): Rule {
  return {
    id: 'KSG006',
    title: 'some rules are not suppressed',
    topic: 'correctness',
    severity: 'error',
    reason: 'what these rules find hurts others than the application that accepts it',
    whatToChange: 'mend what the rule finds, and take the annotation away',
    source: 'guardrail of the platform team',
    *check(manifests) {
      for (const manifest of manifests.all) {
        const found = ids.filter((id) => Object.hasOwn(manifest.metadata.annotations ?? {}, `${SUPPRESS_ANNOTATION_PREFIX}${id}`));
        if (found.length > 0) yield { manifest, message: `suppresses ${found.join(', ')}, which may not be suppressed here; mend what it finds` };
      }
    },
  };
}
