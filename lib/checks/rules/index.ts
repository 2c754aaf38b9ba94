import { type Rule } from '../rule';
import { apiIsServed } from './api-is-served';
import { budgetIsValid } from './budget-is-valid';
import { budgetKeepsPods } from './budget-keeps-pods';
import { capabilitiesAreDropped } from './capabilities-are-dropped';
import { containersAreDistinct } from './containers-are-distinct';
import { cronJobKeepsUp } from './cron-job-keeps-up';
import { cronWindowEnds } from './cron-window-ends';
import { disruptionBudgetAllowsDrain } from './disruption-budget-allows-drain';
import { emptyResultIsNoZero } from './empty-result-is-no-zero';
import { envIsSetOnce } from './env-is-set-once';
import { externalMetricsHaveOneServer } from './external-metrics-have-one-server';
import { fallbackIsSet } from './fallback-is-set';
import { fieldsAreOfTheApi } from './fields-are-of-the-api';
import { graceCoversDrain } from './grace-covers-drain';
import { hostIsNotShared } from './host-is-not-shared';
import { gpusAreScaledByLoad } from './gpus-are-scaled-by-load';
import { hardSpreadCountsOwnNodes } from './hard-spread-counts-own-nodes';
import { hpaIsAccepted } from './hpa-is-accepted';
import { imageIsPinned } from './image-is-pinned';
import { ingressHasBackend } from './ingress-has-backend';
import { jobStrategyFitsQueue } from './job-strategy-fits-queue';
import { kedaBoundsAreValid } from './keda-bounds-are-valid';
import { kedaTriggerIsComplete } from './keda-trigger-is-complete';
import { labelsAreValid } from './labels-are-valid';
import { localDiskIsBounded } from './local-disk-is-bounded';
import { memoryComesDown } from './memory-comes-down';
import { memoryIsInBytes } from './memory-is-in-bytes';
import { metricIsServed } from './metric-is-served';
import { modelSourceIsReachable } from './model-source-is-reachable';
import { mountsHaveVolumes } from './mounts-have-volumes';
import { namesAreValid } from './names-are-valid';
import { neverAutoscaled } from './never-autoscaled';
import { noFixedReplicasWhenScaled } from './no-fixed-replicas-when-scaled';
import { noPrivilegeEscalation } from './no-privilege-escalation';
import { objectsAreUnique } from './objects-are-unique';
import { oneAutoscalerPerTarget } from './one-autoscaler-per-target';
import { oneBudgetPerPod } from './one-budget-per-pod';
import { partitionsBoundReplicas } from './partitions-bound-replicas';
import { podsAreSpread } from './pods-are-spread';
import { policyAllowsDns } from './policy-allows-dns';
import { policyAllowsQueue } from './policy-allows-queue';
import { policyAllowsScraper } from './policy-allows-scraper';
import { policyAllowsSource } from './policy-allows-source';
import { probedPortExists } from './probed-port-exists';
import { probesAskDifferently } from './probes-ask-differently';
import { quantitiesAreValid } from './quantities-are-valid';
import { quotaFindsAmounts } from './quota-finds-amounts';
import { quotaHoldsMostReplicas } from './quota-holds-most-replicas';
import { referencesExist } from './references-exist';
import { replicasSurviveANode } from './replicas-survive-a-node';
import { requestsWithinLimits } from './requests-within-limits';
import { resourceTargetIsReachable } from './resource-target-is-reachable';
import { resourcesAreSet } from './resources-are-set';
import { restartPolicyFits } from './restart-policy-fits';
import { rolesAreNarrow } from './roles-are-narrow';
import { rolloutKeepsCapacity } from './rollout-keeps-capacity';
import { rootFilesystemIsReadOnly } from './root-filesystem-is-read-only';
import { runsAsNonRoot } from './runs-as-non-root';
import { scaleDownIsPossible } from './scale-down-is-possible';
import { scaleToZeroWakes } from './scale-to-zero-wakes';
import { scaledPodsAreItsOwn } from './scaled-pods-are-its-own';
import { scheduleClearsDeadBand } from './schedule-clears-dead-band';
import { scheduleScriptMeansItsNote } from './schedule-script-means-its-note';
import { scheduleTakesEffect } from './schedule-takes-effect';
import { schedulesDoNotFight } from './schedules-do-not-fight';
import { seccompIsSet } from './seccomp-is-set';
import { secretIsNotInManifest } from './secret-is-not-in-manifest';
import { selectorMatchesTemplate } from './selector-matches-template';
import { selectorsFindPods } from './selectors-find-pods';
import { servedPodIsProbed } from './served-pod-is-probed';
import { servicePortExists } from './service-port-exists';
import { serviceSelectsPods } from './service-selects-pods';
import { startUpBudgetCoversStart } from './start-up-budget-covers-start';
import { statefulSetHasService } from './stateful-set-has-service';
import { statefulTarget } from './stateful-target';
import { suppressionHasReason } from './suppression-has-reason';
import { targetHasScale } from './target-has-scale';
import { targetIsSeen } from './target-is-seen';
import { tokenIsNotMounted } from './token-is-not-mounted';
import { utilizationIsOfTheApp } from './utilization-is-of-the-app';
import { utilizationNeedsRequests } from './utilization-needs-requests';
import { valuesAreAllowed } from './values-are-allowed';
import { versionHasFeature } from './version-has-feature';
import { verticalLeavesMetric } from './vertical-leaves-metric';
import { volumeCanBeShared } from './volume-can-be-shared';
import { windowCoversMetricDelay } from './window-covers-metric-delay';
import { workloadHasBudget } from './workload-has-budget';

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
