import { type Rule } from '../rule/rule';

/** Formats the explanation of a rule: title, reason, remedy and source. */
export function explain({ id, title, severity, needsWholeCluster, reason, whatToChange, source }: Rule): string {
  return [
    `${id}: ${title}`,
    '',
    `Severity   ${severity}${needsWholeCluster ? '; a warning unless --complete says that the whole cluster is there' : ''}`,
    `Reason     ${reason}`,
    `To change  ${whatToChange}`,
    `Source     ${source}`,
    `Accepted   cdk8s-kotaemon/suppress-${id}: 'the reason', as an annotation on the object`,
  ].map((line) => `${line}\n`).join('');
}
