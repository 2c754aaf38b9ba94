import { type IConstruct } from 'constructs';
import { Synthesis } from '../kube/synthesis';
import { type GuardrailsProps } from './guardrails-props';
import { requireGuardrails } from './require-guardrails';

/**
 * Limits of an app that a platform team sets. Each synthesis checks them on the final manifests, whichever construct
 * created an object.
 *
 * Each violation is reported on one line and fails the synthesis. Annotations cannot suppress a violation, and limits
 * cannot be removed: if limits are set again, all of them apply. Set the same limits in an admission policy of the
 * cluster, which also covers manifests from other sources.
 */
export class Guardrails {
  /**
   * Sets limits for the app of a construct.
   *
   * @throws if a limit is invalid.
   */
  public static enforce(scope: IConstruct, props: GuardrailsProps): void {
    const limits = requireGuardrails(props);
    const synthesis = Synthesis.of(scope);
    synthesis.guard(limits);
    synthesis.tellDemand(limits.prices);
    Object.entries(limits.exemptions ?? {}).forEach(([object, reason]) => synthesis.note(`${object} is exempt from the guardrails: ${reason}`));
  }

  private constructor() {}
}
