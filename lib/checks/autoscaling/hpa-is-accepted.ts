import { validateHpa } from '../../hpa/validation/validate-hpa';
import { type Rule } from '../rule/rule';

export const hpaIsAccepted: Rule = {
  id: 'KSC012',
  title: 'API server accepts the HorizontalPodAutoscaler',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'the API server refuses the object: the apply fails and the previous autoscaler, or none, stays in force',
  whatToChange: 'correct the field that the finding names',
  source: 'kubernetes pkg/apis/autoscaling/validation, and the strict decoder of k8s.io/apimachinery',
  *check(manifests, { clusterOf }) {
    for (const hpa of manifests.hpas) {
      if (hpa.apiVersion !== 'autoscaling/v2') continue;
      const { kubernetesVersion, featureGates } = clusterOf(hpa);
      for (const { field, message } of validateHpa(hpa, kubernetesVersion, featureGates)) {
        yield { manifest: hpa, message: field === '' ? `the api server refuses it: ${message}` : `${field} ${message}` };
      }
    }
  },
};
