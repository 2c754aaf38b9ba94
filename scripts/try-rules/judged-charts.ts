/** A finding in a rendered chart that was judged and is right. */
export interface JudgedChartFinding {
  readonly rule: string;
  /** File and object. */
  readonly where: RegExp;
  /** Reason why the finding is right. */
  readonly reason: string;
}

const GENERATED = 'the Secret that Helm renders holds the password, which anyone who may read the output reads';

/**
 * Findings on autoscaling and correctness in the charts that scripts/programs/charts.sh renders; any other is a false
 * alarm.
 */
export const JUDGED_IN_CHARTS: readonly JudgedChartFinding[] = [
  { rule: 'KSC006', where: /^redis-autoscaled\.yaml: HorizontalPodAutoscaler/, reason: 'a scale-down of the replicas leaves their volumes behind' },
  { rule: 'KSC018', where: /^argo-cd-autoscaled\.yaml: HorizontalPodAutoscaler/, reason: 'the chart scales the server and the repository server on memory as well' },
  { rule: 'KSC029', where: /^vllm-stack-keda\.yaml: ScaledObject/, reason: 'the ScaledObject has no fallback' },
  { rule: 'KSC030', where: /^vllm-stack-keda\.yaml: ScaledObject/, reason: 'ignoreNullValues is left out, so that an empty result counts as 0' },
  { rule: 'KSC031', where: /^(?:kafka|redis)[\w-]*\.yaml: Secret/, reason: GENERATED },
  { rule: 'KSC031', where: /^kube-prometheus-stack\.yaml: Secret .*-alertmanager$/, reason: 'the configuration of Alertmanager is a Secret since it may hold passwords of receivers' },
  { rule: 'KSC056', where: /^vllm-stack\.yaml: Service .*-engine-service$/, reason: 'the model of the default values is disabled, and its Service is rendered' },
  { rule: 'KSC060', where: /^argo-cd[\w-]*\.yaml: StatefulSet .*-application-controller$/, reason: 'the chart has no Service of the name that the StatefulSet gives' },
  { rule: 'KSC068', where: /^vllm-stack-keda\.yaml: ScaledObject/, reason: 'one replica behind a Service is the minimum' },
  { rule: 'KSC098', where: /^kafka\.yaml: PodDisruptionBudget .*-broker$/, reason: 'the default has no brokers apart from the controllers, and their budget is rendered' },
  { rule: 'KSC127', where: /^vllm-stack-keda\.yaml: ScaledObject/, reason: "the chart's query has one series for each pod, and KEDA takes one" },
];
