import { fieldsListAt } from '../../values/fields';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

const HOST = 'kubernetes.io/hostname';

export const hardSpreadHonorsTaints: Rule = {
  id: 'KSC097',
  title: 'hard topology spread counts only nodes that accept the pods',
  topic: 'correctness',
  severity: 'warning',
  reason: 'a node that is tainted, cordoned or of another pool counts as a node with no pod: with maxSkew 1 no other node then gets a second pod, and the rest stays Pending',
  whatToChange: 'set nodeTaintsPolicy: Honor beside DoNotSchedule, or whenUnsatisfiable: ScheduleAnyway',
  source: 'kubernetes docs, pod topology spread constraints; kubernetes issues 116118 and 106127',
  *check(manifests) {
    for (const { workload, template } of templatesOf(manifests)) {
      for (const constraint of fieldsListAt(template.spec, 'topologySpreadConstraints')) {
        if (constraint.whenUnsatisfiable !== 'DoNotSchedule' || constraint.topologyKey !== HOST || constraint.nodeTaintsPolicy === 'Honor') continue;
        yield { manifest: workload, message: `topologySpreadConstraints with DoNotSchedule over ${HOST} count nodes whose taints the pods do not tolerate; set nodeTaintsPolicy: Honor` };
      }
    }
  },
};
