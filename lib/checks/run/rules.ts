import { type Rule } from '../rule/rule';
import { apiIsServed } from '../api/api-version-is-served';
import { budgetIsValid } from '../disruption/pdb-sets-one-bound';
import { budgetKeepsPods } from '../disruption/pdb-keeps-a-pod';
import { capabilitiesAreDropped } from '../security/container-drops-capabilities';
import { containersAreDistinct } from '../workload/pod-names-are-unique';
import { cronJobKeepsUp } from '../workload/cron-job-limits-runs';
import { cronWindowEnds } from '../keda/cron-end-has-start';
import { disruptionBudgetAllowsDrain } from '../disruption/pdb-allows-drain';
import { emptyResultIsNoZero } from '../keda/prometheus-trigger-rejects-empty-result';
import { envIsSetOnce } from '../workload/env-is-set-once';
import { externalMetricsHaveOneServer } from '../autoscaling/metrics-api-has-one-server';
import { fallbackIsSet } from '../keda/scaled-object-has-fallback';
import { fieldsAreOfTheApi } from '../api/field-is-known';
import { graceCoversDrain } from '../disruption/grace-period-covers-drain';
import { hostIsNotShared } from '../security/pod-does-not-share-host';
import { gpusAreScaledByLoad } from '../autoscaling/gpu-workload-scales-on-load';
import { hardSpreadCountsOwnNodes } from '../disruption/hard-spread-honors-taints';
import { hpaIsAccepted } from '../autoscaling/hpa-is-accepted';
import { imageIsPinned } from '../workload/image-is-pinned';
import { ingressHasBackend } from '../network/ingress-has-backend';
import { jobStrategyFitsQueue } from '../keda/scaled-job-strategy-fits-queue';
import { kedaBoundsAreValid } from '../keda/scaled-object-bounds-are-valid';
import { kedaTriggerIsComplete } from '../keda/trigger-is-complete';
import { labelsAreValid } from '../api/labels-are-valid';
import { localDiskIsBounded } from '../workload/empty-dir-has-size-limit';
import { memoryComesDown } from '../autoscaling/metric-is-not-memory';
import { memoryIsInBytes } from '../workload/memory-is-in-bytes';
import { metricIsServed } from '../autoscaling/metric-is-served';
import { modelSourceIsReachable } from '../network/policy-allows-model-source';
import { mountsHaveVolumes } from '../workload/mount-has-volume';
import { namesAreValid } from '../api/name-is-valid';
import { neverAutoscaled } from '../autoscaling/never-scaled-workload-is-fixed';
import { noFixedReplicasWhenScaled } from '../autoscaling/scaled-workload-omits-replicas';
import { noPrivilegeEscalation } from '../security/container-forbids-privilege-escalation';
import { objectsAreUnique } from '../api/object-is-unique';
import { oneAutoscalerPerTarget } from '../autoscaling/workload-has-one-autoscaler';
import { oneBudgetPerPod } from '../disruption/pod-has-one-pdb';
import { partitionsBoundReplicas } from '../keda/kafka-partitions-cover-replicas';
import { podsAreSpread } from '../disruption/replicas-are-spread';
import { policyAllowsDns } from '../network/policy-allows-dns';
import { policyAllowsQueue } from '../network/policy-allows-queue';
import { policyAllowsScraper } from '../network/policy-allows-scraper';
import { policyAllowsSource } from '../network/policy-allows-called-service';
import { probedPortExists } from '../workload/probe-port-exists';
import { probesAskDifferently } from '../workload/liveness-differs-from-readiness';
import { quantitiesAreValid } from '../api/quantity-is-valid';
import { quotaFindsAmounts } from '../workload/container-sets-quota-resources';
import { quotaHoldsMostReplicas } from '../autoscaling/quota-admits-max-replicas';
import { referencesExist } from '../workload/reference-exists';
import { replicasSurviveANode } from '../autoscaling/bounds-leave-room';
import { requestsWithinLimits } from '../workload/requests-within-limits';
import { resourceTargetIsReachable } from '../autoscaling/resource-target-is-reachable';
import { resourcesAreSet } from '../workload/container-sets-resources';
import { restartPolicyFits } from '../workload/restart-policy-fits-workload';
import { rolesAreNarrow } from '../security/role-has-no-wildcard';
import { rolloutKeepsCapacity } from '../autoscaling/rollout-keeps-capacity';
import { rootFilesystemIsReadOnly } from '../security/root-filesystem-is-read-only';
import { runsAsNonRoot } from '../security/container-runs-as-non-root';
import { scaleDownIsPossible } from '../autoscaling/autoscaler-scales-both-ways';
import { scaleToZeroWakes } from '../keda/trigger-wakes-from-zero';
import { scaledPodsAreItsOwn } from '../autoscaling/selectors-do-not-overlap';
import { scheduleClearsDeadBand } from '../keda/cron-step-exceeds-tolerance';
import { scheduleScriptMeansItsNote } from '../autoscaling/cron-job-script-matches-schedules';
import { scheduleTakesEffect } from '../keda/cron-replicas-within-bounds';
import { schedulesDoNotFight } from '../autoscaling/schedule-does-not-set-scaled-replicas';
import { seccompIsSet } from '../security/pod-sets-seccomp-profile';
import { secretIsNotInManifest } from '../security/manifest-has-no-plain-secret';
import { selectorMatchesTemplate } from '../workload/selector-matches-template';
import { selectorsFindPods } from '../network/selector-matches-pods';
import { servedPodIsProbed } from '../workload/served-pod-has-readiness-probe';
import { servicePortExists } from '../network/service-port-exists';
import { serviceSelectsPods } from '../network/service-selects-pods';
import { startUpBudgetCoversStart } from '../workload/startup-probe-covers-start';
import { statefulSetHasService } from '../network/stateful-set-has-headless-service';
import { statefulTarget } from '../autoscaling/target-is-stateless';
import { suppressionHasReason } from '../api/suppression-has-reason';
import { targetHasScale } from '../autoscaling/target-has-scale';
import { targetIsSeen } from '../autoscaling/target-exists';
import { tokenIsNotMounted } from '../security/pod-mounts-no-unused-token';
import { utilizationIsOfTheApp } from '../autoscaling/utilization-measures-one-container';
import { utilizationNeedsRequests } from '../autoscaling/utilization-has-requests';
import { valuesAreAllowed } from '../api/value-is-allowed';
import { versionHasFeature } from '../api/cluster-has-feature';
import { verticalLeavesMetric } from '../autoscaling/vpa-leaves-hpa-requests';
import { volumeCanBeShared } from '../workload/volume-is-shareable';
import { windowCoversMetricDelay } from '../autoscaling/scale-down-window-covers-metric-delay';
import { workloadHasBudget } from '../disruption/workload-has-pdb';

/** Every rule, in the order of its id. */
export const RULES: readonly Rule[] = [
  oneAutoscalerPerTarget,
  utilizationNeedsRequests,
  metricIsServed,
  noFixedReplicasWhenScaled,
  objectsAreUnique,
  statefulTarget,
  neverAutoscaled,
  targetIsSeen,
  disruptionBudgetAllowsDrain,
  requestsWithinLimits,
  mountsHaveVolumes,
  hpaIsAccepted,
  apiIsServed,
  targetHasScale,
  resourceTargetIsReachable,
  scheduleClearsDeadBand,
  windowCoversMetricDelay,
  memoryComesDown,
  scaledPodsAreItsOwn,
  oneBudgetPerPod,
  budgetIsValid,
  startUpBudgetCoversStart,
  graceCoversDrain,
  partitionsBoundReplicas,
  cronWindowEnds,
  schedulesDoNotFight,
  scheduleTakesEffect,
  scaleToZeroWakes,
  fallbackIsSet,
  emptyResultIsNoZero,
  secretIsNotInManifest,
  policyAllowsDns,
  policyAllowsScraper,
  policyAllowsSource,
  namesAreValid,
  labelsAreValid,
  quantitiesAreValid,
  memoryIsInBytes,
  selectorMatchesTemplate,
  containersAreDistinct,
  envIsSetOnce,
  servedPodIsProbed,
  probesAskDifferently,
  probedPortExists,
  imageIsPinned,
  resourcesAreSet,
  localDiskIsBounded,
  runsAsNonRoot,
  noPrivilegeEscalation,
  rootFilesystemIsReadOnly,
  capabilitiesAreDropped,
  seccompIsSet,
  hostIsNotShared,
  tokenIsNotMounted,
  rolesAreNarrow,
  serviceSelectsPods,
  servicePortExists,
  workloadHasBudget,
  podsAreSpread,
  statefulSetHasService,
  referencesExist,
  rolloutKeepsCapacity,
  restartPolicyFits,
  cronJobKeepsUp,
  versionHasFeature,
  kedaBoundsAreValid,
  kedaTriggerIsComplete,
  replicasSurviveANode,
  utilizationIsOfTheApp,
  verticalLeavesMetric,
  scaleDownIsPossible,
  volumeCanBeShared,
  suppressionHasReason,
  ingressHasBackend,
  modelSourceIsReachable,
  externalMetricsHaveOneServer,
  policyAllowsQueue,
  scheduleScriptMeansItsNote,
  quotaHoldsMostReplicas,
  budgetKeepsPods,
  fieldsAreOfTheApi,
  valuesAreAllowed,
  quotaFindsAmounts,
  jobStrategyFitsQueue,
  gpusAreScaledByLoad,
  hardSpreadCountsOwnNodes,
  selectorsFindPods,
];
