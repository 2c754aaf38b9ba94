import { type IConstruct } from 'constructs';
import { Synthesis } from '../kube/synthesis';
import { type GuardrailsProps } from './guardrails-props';
import { requireGuardrails } from './require-guardrails';

/**
 * What a platform team sets once, and no application exceeds: limits of a whole app, checked over the final manifests whenever it is synthesized, whoever made
 * an object and by what means.
 *
 * Every breach is one line and fails the synthesis. No annotation accepts it, and there is no way to take a limit back: limits that are set again hold
 * together. The same limits belong into an admission policy of the cluster, which is the only place that sees what did not come from here.
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
