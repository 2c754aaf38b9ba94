/** The prefix of every annotation that this package writes or reads. */
const PREFIX = 'cdk8s-kotaemon';

/**
 * On a workload: the seconds from container start to readiness that its owner declares, as in "45s". The simulator
 * reads it.
 */
export const START_TIME_ANNOTATION = `${PREFIX}/start-time`;

/**
 * On a workload: the seconds that a new pod spends on its models before its containers start, as in "312s". The
 * simulator reads it.
 */
export const PRELOAD_TIME_ANNOTATION = `${PREFIX}/preload-time`;

/**
 * On a workload: hosts and ports that its pods fetch models from, as in "huggingface.co:443, models.example.com:8443".
 * The checks read it.
 */
export const PRELOAD_SOURCES_ANNOTATION = `${PREFIX}/preload-sources`;

/**
 * On a workload: the seconds that its images take to be pulled on a node that has none of them, as in "12s". The
 * simulator reads it.
 */
export const PULL_TIME_ANNOTATION = `${PREFIX}/pull-time`;

/** On an autoscaler: 'external' where its metrics are served by something outside the app. */
export const METRICS_SERVED_BY_ANNOTATION = `${PREFIX}/metrics-served-by`;

/**
 * On an autoscaler: the directions that its owner closed for the time being, 'scaleDown' or 'all'. The checks read it.
 */
export const PAUSED_ANNOTATION = `${PREFIX}/paused`;

/** On any object: `cdk8s-kotaemon/suppress-KSC012: <why>` takes one finding off the list that fails a run. */
export const SUPPRESS_ANNOTATION_PREFIX = `${PREFIX}/suppress-`;

/** On a workload: AUTOSCALING_NEVER where no autoscaler may change its replica count. */
export const AUTOSCALING_ANNOTATION = `${PREFIX}/autoscaling`;
export const AUTOSCALING_NEVER = 'never';

/**
 * On a workload whose state is that of so many pods: a larger number of replicas, whoever sets it, would ruin it. The
 * checks read it.
 */
export const MAX_REPLICAS_ANNOTATION = `${PREFIX}/max-replicas`;

/**
 * On what carries schedules (an autoscaler, a CronJob, a CronHorizontalPodAutoscaler): what they say, as json. The
 * simulator and the checks read it.
 */
export const SCHEDULES_ANNOTATION = `${PREFIX}/schedules`;
