import { Duration } from 'cdk8s';
import { ScalingMetric, type ScalingPolicyOptions, ScalingRate } from 'cdk8s-kotaemon';

/** Scaling policy of the service. Change a figure, and `npm test` says what its users would have seen. */
export const policy: ScalingPolicyOptions = {
  minReplicas: 3,
  maxReplicas: 20,
  metrics: [ScalingMetric.cpuUtilization(50)],
  scaleUp: {
    stabilizationWindow: Duration.seconds(0),
    policies: [ScalingRate.percent(100, Duration.seconds(15))],
  },
  scaleDown: {
    stabilizationWindow: Duration.seconds(300),
    policies: [ScalingRate.percent(25, Duration.seconds(60))],
  },
};
