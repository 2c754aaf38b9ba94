import { validateHpa } from '../../hpa/validation/validate-hpa';
import { type Rule } from '../rule/rule';

export const hpaIsAccepted: Rule = {
  id: 'KSC012',
  title: 'API server accepts the HorizontalPodAutoscaler',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'the API server refuses the object: the apply fails, and the previous autoscaler, if there is one, stays in force',
  whatToChange: 'correct the field that the finding names',
  source: 'kubernetes pkg/apis/autoscaling/validation, and the strict decoder of k8s.io/apimachinery',
  *check(manifests, { clusterOf }) {
    for (const hpa of manifests.hpas) {
      if (hpa.apiVersion !== 'autoscaling/v2') continue;
      const { kubernetesVersion, featureGates } = clusterOf(hpa);
      for (const { field, message } of validateHpa(hpa, kubernetesVersion, featureGates)) {
        yield { manifest: hpa, message: field === '' ? `the API server refuses it: ${message}${correctionOf(message)}` : `${field} ${message}` };
      }
    }
  },
};

/** Correction that a message of the decoder asks for; '' where the message names no field. */
function correctionOf(message: string): string {
  const [, field, type] = /Go struct field [^. ]+\.(\S+) of type (\w+)/.exec(message) ?? [];
  if (field !== undefined) return `; write ${field} as ${/^int/.test(type) ? 'a whole number without quotes' : type === 'string' ? 'a string, in quotes' : `a ${type}`}`;
  return message.includes('unknown field') ? '; correct its name, or remove it' : '';
}
