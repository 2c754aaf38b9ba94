import { type Manifest } from '../../manifest/manifest';
import { scaleTargetOf } from '../../manifest/manifest-index';
import { rightApiVersion } from '../../values/scale';
import { autoscalersOf } from '../analysis/autoscalers';
import { didYouMean } from '../analysis/similar-name';
import { type Rule } from '../rule/rule';

/** Kinds that an author may have meant where the kind is left out, which means Deployment. */
const SCALED_KINDS = ['Deployment', 'StatefulSet', 'Rollout'];

export const targetExists: Rule = {
  id: 'KSC008',
  title: 'target of an autoscaler is among the manifests',
  topic: 'autoscaling',
  severity: 'error',
  needsWholeCluster: true,
  reason: 'an autoscaler whose target does not exist reports FailedGetScale and scales nothing; requests, probes and strategy of an unseen target cannot be checked',
  whatToChange: 'correct scaleTargetRef, or check the target together with its autoscaler',
  source: 'kubernetes pkg/controller/podautoscaler, FailedGetScale',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = scaleTargetOf(autoscaler);
      if (!target || manifests.scaleTargetOf(autoscaler)) continue;
      const isUnscaled = (each: Manifest): boolean => manifests.hpasOf(each).length + manifests.scaledObjectsOf(each).length === 0;
      const other = manifests.find({ kind: target.kind, name: target.name, namespace: target.namespace });
      if (other) {
        // a kind of Kubernetes in a group that has none is told by KSC014
        if (rightApiVersion(target) !== undefined) continue;
        const message = `scaleTargetRef.apiVersion of ${target.kind} ${target.name} is ${target.apiVersion}, and the manifests have it in ${other.apiVersion}; correct it`;
        yield { manifest: autoscaler, message };
        continue;
      }
      const sameName = SCALED_KINDS.filter((kind) => kind !== target.kind && manifests.find({ kind, name: target.name, namespace: target.namespace }));
      const hint = sameName.length > 0 ? `; did you mean ${sameName[0]} ${target.name}? set scaleTargetRef.kind` : didYouMean(manifests, { ...target, namespace: target.namespace ?? 'default' }, isUnscaled);
      yield { manifest: autoscaler, missing: target.kind, message: `scaleTargetRef names ${target.kind} ${target.name}, which is not among the manifests, so that its requests, replicas and disruption budget are not checked${hint}` };
    }
  },
};
