import { textAt } from '../../values/fields';
import { isBatch } from '../../manifest/pod-template';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

const ALWAYS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

export const restartPolicyFitsWorkload: Rule = {
  id: 'KSC063',
  title: 'restart policy fits the workload',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server refuses a Job with restartPolicy Always, and a Deployment with any other',
  whatToChange: 'use Never or OnFailure in a Job; remove restartPolicy elsewhere',
  source: 'kubernetes pkg/apis/batch/validation and pkg/apis/apps/validation; keda pkg/scaling/executor/scale_jobs.go',
  *check(manifests) {
    for (const { workload, template } of templatesOf(manifests)) {
      // KEDA gives a Job OnFailure where it says nothing.
      const policy = textAt(template.spec, 'restartPolicy') ?? (workload.kind === 'ScaledJob' ? 'OnFailure' : 'Always');
      if (isBatch(workload) && policy === 'Always') yield { manifest: workload, message: 'restartPolicy is Always, the default; set it to Never or OnFailure' };
      if (ALWAYS.has(workload.kind) && policy !== 'Always') yield { manifest: workload, message: `restartPolicy is ${policy}, and only Always is allowed; remove it` };
    }
  },
};
