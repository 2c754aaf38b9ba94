import { type IConstruct } from 'constructs';
import { Synthesis } from '../kube/synthesis';
import { type GuardrailsProps } from './guardrails-props';
import { requireGuardrails } from './require-guardrails';

/**
 * Limits of a whole app that a platform team sets once. They are checked on the final manifests at every synthesis,
 * whoever created an object.
 *
 * Every breach is one line and fails the synthesis. No annotation accepts it, and no limit can be removed: limits that
 * are set again hold together with the earlier ones. An admission policy of the cluster should set the same limits,
 * since it also sees manifests from elsewhere.
 */
export class Guardrails {
  /**
   * Sets limits for the app that a construct belongs to.
   *
   * @throws where a limit is impossible.
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
